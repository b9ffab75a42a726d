"""The calls of a day that the agency allows itself at a platform, shared out among all processes (S12)."""

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Platform
from agency.records.bulk import add_missing
from agency.records.tables import CallsOfDay
from agency.records.tables.base import new_id, now


def take_calls(session: Session, platform: Platform, day: date, wanted: int, most: int) -> int:
    """Take so many calls of a platform's day, or what is left of its ``most``, and return how many those are.

    The row stays locked until the unit of work ends: make it a short one.
    """
    row = {"id": new_id(), "platform": platform, "day": day, "calls": 0, "created_at": now()}
    add_missing(session, CallsOfDay, tuple(row), [tuple(row.values())])
    this_day = (CallsOfDay.platform == platform, CallsOfDay.day == day)
    taken = session.scalars(select(CallsOfDay.calls).where(*this_day).with_for_update()).one()
    given = max(0, min(wanted, most - taken))
    session.execute(update(CallsOfDay).where(*this_day).values(calls=taken + given))
    return given
