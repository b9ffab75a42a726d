"""What stands against a shoot on another day: people, the place and the equipment that another shoot has then (I5)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.finding import Finding, Findings, warning
from agency.domain.shoots import booking_findings
from agency.locale import _
from agency.records.equipment import clashing_loans
from agency.records.production import contents_of
from agency.records.tables import Person, Shoot
from tasks.shoots.equipment import loans_of
from tasks.shoots.moving import Move
from tasks.stages.s09_preparation import bookings


def conflicts(session: Session, move: Move) -> Findings:
    """Return who and what is booked twice after a move, while the rows hold what they are to become.

    Where times are not known, somebody who is in two shoots of a day is pointed out.
    """
    shoot = move.target.shoot
    timed = booking_findings(bookings(session, shoot)) if shoot is not None and shoot.starts_at else ()
    return (*timed, *same_day(session, move), *equipment(session, move))


def same_day(session: Session, move: Move) -> Iterator[Finding]:
    """Yield the people who are in another shoot of the day, where the times of one of the two are not known."""
    shoot, items = move.target.shoot, move.target.items
    mine = {item.talent_id for item in items} | ({shoot.photographer_id} if shoot else set())
    for other in session.scalars(select(Shoot).where(Shoot.shoot_on == move.new_day).order_by(Shoot.code)):
        if shoot is not None and (other.id == shoot.id or (shoot.starts_at and other.starts_at)):
            continue
        theirs = {other.photographer_id, *(item.talent_id for item in contents_of(session, other.id))}
        for person in sorted(filter(None, mine & theirs)):
            sentence = _("{name} is in shoot {code} on {day} as well: see that the times leave room for both.")
            name = session.get_one(Person, person).name
            yield warning("I5-same-day", sentence.format(name=name, code=other.code, day=move.new_day))


def equipment(session: Session, move: Move) -> Iterator[Finding]:
    """Yield what was lent to the shoot and is lent to another one on the new day."""
    shoot = move.target.shoot
    if shoot is None or move.was_on is None:
        return
    moved_by = move.new_day - move.was_on
    for loan, thing in loans_of(session, shoot.id):
        if loan.returned_at is None:
            yield from lent_elsewhere(
                session, shoot, thing.name, thing.id, loan.out_at + moved_by, loan.due_at + moved_by
            )


def lent_elsewhere(
    session: Session, shoot: Shoot, name: str, thing_id: str, out_at: datetime, due_at: datetime
) -> Iterator[Finding]:
    """Yield that a thing is lent to another shoot at a time."""
    if any(loan.shoot_id != shoot.id for loan in clashing_loans(session, thing_id, out_at, due_at)):
        yield warning("I5-lent", _("{thing} is lent to another shoot on that day.").format(thing=name))
