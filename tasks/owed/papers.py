"""The papers of the accounts that run out, spoken of from the policy's days before their last day (S5)."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.obligations import Obligation, end_of
from agency.domain.terms import label
from agency.domain.terms.accounts import ASLEEP
from agency.domain.terms.people import Role
from agency.locale import _
from agency.records.rule_checks import OpenCheck, open_of
from agency.records.tables import Account, Project, RegistrationItem
from config.settings import settings
from tasks.owed.people import Responsible

RULE = "S5"


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield each paper that runs out soon or has run out, and each that was renewed while it stood open on record."""
    people, policy = Responsible.read(session), settings().policy
    remembered = {one.subject_id: one for one in open_of(session, [RULE]) if one.slot and is_paper(one)}
    last_day = beijing_day(at) + timedelta(days=policy.paper_warning_days)
    query = select(RegistrationItem, Account).join(Account, Account.id == RegistrationItem.account_id)
    query = query.join(Project, Project.id == Account.project_id).where(Project.closed_on.is_(None))
    known = query.where(RegistrationItem.expires_on.is_not(None), Account.status.not_in(ASLEEP))
    for paper, account in session.execute(known.order_by(Account.code, RegistrationItem.paper)):
        yield from renewed(paper, remembered)
        if paper.expires_on is not None and paper.expires_on <= last_day:
            operators = people.holding(account.project_id, (Role.OPERATOR,))
            owner = paper.owner_id or account.operator_id
            yield Obligation(
                rule=RULE,
                subject_kind=RegistrationItem.__tablename__,
                subject_id=paper.id,
                slot=paper.expires_on.isoformat(),
                what=_("{paper} of {account} runs out").format(paper=label(paper.paper), account=account.name),
                owners=(owner,) if owner else operators,
                due_at=end_of(paper.expires_on),
                chain=people.chain(account.project_id, (Role.OPERATIONS_LEAD,)),
                project_id=account.project_id,
                remind_days=sorted({policy.paper_warning_days, *policy.reminder_days}, reverse=True),
            )


def is_paper(check: OpenCheck) -> bool:
    """Say whether a check is of a paper and not of the gate of the same step."""
    return check.subject_kind == RegistrationItem.__tablename__


def renewed(paper: RegistrationItem, remembered: Mapping[str, OpenCheck]) -> Iterator[Obligation]:
    """Yield that a paper was renewed whose old last day is open on record: done when its row was changed."""
    check = remembered.get(paper.id)
    if check and check.due_at and paper.expires_on and check.slot < paper.expires_on.isoformat():
        yield Obligation(
            rule=RULE,
            subject_kind=check.subject_kind,
            subject_id=paper.id,
            slot=check.slot,
            what=check.what,
            owners=tuple(check.owners),
            due_at=check.due_at,
            project_id=check.project_id,
            done_at=paper.updated_at,
        )
