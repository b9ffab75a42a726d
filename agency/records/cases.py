"""Cases on record: the open ones, the comments in each, and who has to know (C3, R21)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case as by_case
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agency.domain.terms.comments import CaseFinding
from agency.domain.terms.engagement import CaseKind, Severity
from agency.errors import NotOnRecord
from agency.locale import _
from agency.records.tables import Account, CaseComment, Comment, NegativeCase, Person, Publication, Wait

GATE = "C3-case"
"""Under which the run that waits for a case stands in the inbox."""

GRAVEST_FIRST = by_case(
    (NegativeCase.severity == Severity.GRAVE, 0), (NegativeCase.severity == Severity.MEDIUM, 1), else_=2
)
OF_A_COMMENT = NegativeCase.kind == CaseKind.NEGATIVE_COMMENT
NO_FALSE_ALARM = or_(NegativeCase.finding.is_(None), NegativeCase.finding != CaseFinding.FALSE_ALARM)


class OpenCase(NamedTuple):
    """A case with what a lead wants to see of it, and the run in which it is closed, None where none waits."""

    case: NegativeCase
    work: Publication
    account: Account
    owner: str
    flow_run_id: str | None


def open_cases(session: Session, most: int | None = None) -> list[OpenCase]:
    """Return the open cases of comments, the gravest first, of equals the oldest."""
    query = (
        select(NegativeCase, Publication, Account, Person.name, Wait.flow_run_id)
        .join(Publication, Publication.id == NegativeCase.publication_id)
        .join(Account, Account.id == Publication.account_id)
        .join(Person, Person.id == NegativeCase.owner_id)
        .outerjoin(Wait, (Wait.subject_id == NegativeCase.id) & (Wait.gate == GATE))
        .where(OF_A_COMMENT, NegativeCase.closed_at.is_(None))
        .order_by(GRAVEST_FIRST, NegativeCase.found_at, NegativeCase.id)
        .limit(most)
    )
    seen: dict[str, OpenCase] = {}
    for row in session.execute(query):
        seen.setdefault(row[0].id, OpenCase(*row))
    return list(seen.values())


def closed_since(session: Session, moment: datetime) -> Sequence[NegativeCase]:
    """Return the cases that were closed since a moment, the last one first."""
    query = select(NegativeCase).where(OF_A_COMMENT, NegativeCase.closed_at >= moment)
    return session.scalars(query.order_by(NegativeCase.closed_at.desc(), NegativeCase.id)).all()


def open_about(session: Session, publication_id: str, word: str) -> Sequence[NegativeCase]:
    """Return the open cases of a work about a word, the newest first."""
    query = select(NegativeCase).where(
        NegativeCase.publication_id == publication_id, NegativeCase.word == word, NegativeCase.closed_at.is_(None)
    )
    return session.scalars(query.order_by(NegativeCase.found_at.desc(), NegativeCase.id)).all()


def comments_of(session: Session, case_id: str, most: int | None = None) -> Sequence[Comment]:
    """Return the comments of a case, the first that was posted first."""
    query = select(Comment).join(CaseComment, CaseComment.comment_id == Comment.id)
    return session.scalars(
        query.where(CaseComment.case_id == case_id).order_by(Comment.posted_at, Comment.id).limit(most)
    ).all()


def first_comments(session: Session, case_ids: Sequence[str]) -> dict[str, Comment]:
    """Return the comment that opened each of some cases."""
    query = select(NegativeCase.id, Comment).join(Comment, Comment.id == NegativeCase.comment_id)
    return dict(session.execute(query.where(NegativeCase.id.in_(case_ids))).tuples().all())


def without_a_run(session: Session) -> Sequence[NegativeCase]:
    """Return the open cases for which no run waits, the gravest first."""
    waiting = select(Wait.subject_id).where(Wait.gate == GATE)
    query = select(NegativeCase).where(OF_A_COMMENT, NegativeCase.closed_at.is_(None), NegativeCase.id.not_in(waiting))
    return session.scalars(query.order_by(GRAVEST_FIRST, NegativeCase.found_at)).all()


def lock(session: Session, case_id: str) -> NegativeCase:
    """Return a case, after everybody else who changes it; ``NotOnRecord`` where there is none."""
    query = select(NegativeCase).where(NegativeCase.id == case_id.strip()).with_for_update()
    case = session.scalar(query.execution_options(populate_existing=True))
    if case is None:
        raise NotOnRecord(_("There is no case {number} on record.").format(number=case_id.strip()[:40]))
    return case
