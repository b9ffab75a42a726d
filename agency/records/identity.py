"""The one-time codes on record: whose they are, which are used up, and who gave wrong ones lately."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.records.ledger import take_turns
from agency.records.tables import CodeEnrolment, UsedCode, WrongCode
from agency.records.tables.chain import LedgerLink

LINK_OF = and_(LedgerLink.table_name == CodeEnrolment.__tablename__, LedgerLink.row_id == CodeEnrolment.id)


def wait_for_turn(session: Session, person_id: str) -> None:
    """Wait until nobody else is at this person's codes, and keep others waiting until this unit of work ends.

    So no two wrong codes at once are counted as one. It comes last of all turns: nobody who has it waits for another.
    """
    take_turns(session, f"codes-of-{person_id}")


def enrolment_of(session: Session, person_id: str) -> CodeEnrolment | None:
    """Return a person's codes as they are now, None when there are none or they were taken away.

    The last row is the one with the last link of the ledger: a clock that was set back would give codes back that were
    taken away. A row of this very unit of work has no link yet.
    """
    query = select(CodeEnrolment).outerjoin(LedgerLink, LINK_OF).where(CodeEnrolment.person_id == person_id)
    latest_first = (LedgerLink.number.desc().nulls_first(), CodeEnrolment.id.desc())
    last = session.scalar(query.order_by(*latest_first).limit(1))
    return last if last is not None and last.secret_sealed is not None else None


def enrolled_among(session: Session, people: Collection[str]) -> frozenset[str]:
    """Return those of these people who have one-time codes."""
    known = select(CodeEnrolment.person_id).where(CodeEnrolment.person_id.in_(people)).distinct()
    return frozenset(one for one in session.scalars(known).all() if enrolment_of(session, one) is not None)


def enrol(session: Session, person_id: str, secret_sealed: str | None) -> CodeEnrolment:
    """Give a person one-time codes in the place of those before, or with None take them away."""
    wait_for_turn(session, person_id)
    enrolment = CodeEnrolment(person_id=person_id, secret_sealed=secret_sealed)
    session.add(enrolment)
    session.flush()
    return enrolment


def use_up(session: Session, enrolment: CodeEnrolment, step: int, *, at: datetime, flow_run_id: str | None) -> bool:
    """Use up a code, and say whether it was still to be used: of two at once exactly one is told so."""
    try:
        with session.begin_nested():
            session.add(UsedCode(enrolment_id=enrolment.id, step=step, given_at=at, flow_run_id=flow_run_id))
            session.flush()
    except IntegrityError:
        return False
    return True


def note_wrong(session: Session, person_id: str, *, at: datetime, flow_run_id: str | None) -> None:
    """Keep that a code did not fit."""
    session.add(WrongCode(person_id=person_id, given_at=at, flow_run_id=flow_run_id))
    session.flush()


def wrong_since(session: Session, person_id: str, since: datetime) -> Sequence[datetime]:
    """Return the moments after ``since`` at which a person's codes did not fit, oldest first."""
    query = select(WrongCode.given_at).where(WrongCode.person_id == person_id, WrongCode.given_at > since)
    return session.scalars(query.order_by(WrongCode.given_at)).all()


def count_enrolled(session: Session) -> int:
    """Return how many people have one-time codes."""
    people = session.scalars(select(CodeEnrolment.person_id).distinct()).all()
    return len(enrolled_among(session, people))
