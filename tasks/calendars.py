"""The working calendar of the agency: the official days under the agency's own entries."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar
from agency.records.tables import WorkDayOverride


def calendar(session: Session) -> Calendar:
    """Return the calendar as the records have it now."""
    own = session.scalars(select(WorkDayOverride))
    return Calendar({entry.day: entry.is_workday for entry in own})
