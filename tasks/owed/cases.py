"""That somebody sees to a negative comment in time: minutes for a grave one, a day for a question (C3, R21)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agency.domain.cases import PATIENCE
from agency.domain.obligations import STILL_TOLD, Obligation
from agency.domain.terms import label
from agency.domain.terms.comments import CaseFinding
from agency.domain.terms.engagement import Severity
from agency.domain.terms.people import Role
from agency.locale import _
from agency.records.cases import OF_A_COMMENT
from agency.records.tables import Account, NegativeCase, Publication
from tasks.comments.cases import PAGE
from tasks.owed.people import Responsible
from tasks.page_links import page_link

RULE = "C3-case"


class Told(NamedTuple):
    """What of a case its obligation is made of."""

    id: str
    severity: Severity
    what: str
    owner_id: str
    due_at: datetime
    finding: CaseFinding | None
    closed_at: datetime | None
    project_id: str
    account: str


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield what every open case asks of its owner, and what came of those of the last weeks; a false alarm asks nothing."""
    people = Responsible.read(session)
    link, sentences = page_link(PAGE), {severity: sentence_of(severity) for severity in Severity}
    for case in told_cases(session, at):
        what = sentences[case.severity].format(account=case.account, what=case.what)
        yield obligation(case, what, people.chain(case.project_id, [Role.OPERATIONS_LEAD]), link)


def sentence_of(severity: Severity) -> str:
    """Return what a case so grave asks, but for its account and its words: made once, not for each of thousands."""
    sentence = _("see to a negative comment ({severity}) at {account}: {what}")
    return sentence.replace("{severity}", label(severity))


def told_cases(session: Session, at: datetime) -> Iterator[Told]:
    """Yield the open cases of comments, and those that were closed in the last weeks."""
    case = NegativeCase
    still_told = or_(case.closed_at.is_(None), case.closed_at >= at - STILL_TOLD)
    query = (
        select(case.id, case.severity, case.what, case.owner_id, case.due_at, case.finding, case.closed_at)
        .add_columns(Account.project_id, Account.code)
        .join(Publication, Publication.id == case.publication_id)
        .join(Account, Account.id == Publication.account_id)
        .where(OF_A_COMMENT, case.due_at.is_not(None), still_told)
        .order_by(case.id)
    )
    return (Told(*row) for row in session.connection().execute(query))


def obligation(case: Told, what: str, chain: Sequence[str], link: str | None) -> Obligation:
    """Return what one case asks."""
    is_false = case.finding is CaseFinding.FALSE_ALARM
    return Obligation(
        rule=RULE,
        subject_kind=NegativeCase.__tablename__,
        subject_id=case.id,
        what=what,
        owners=[case.owner_id],
        chain=[person for person in chain if person != case.owner_id],
        due_at=case.due_at,
        project_id=case.project_id,
        link=link,
        done_at=None if is_false else case.closed_at,
        is_waived=is_false,
        remind_days=(),
        patience=PATIENCE[case.severity],
        at_any_hour=case.severity is Severity.GRAVE,
    )
