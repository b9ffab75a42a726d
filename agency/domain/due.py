"""When a gate's answer is due: the standard's deadline, applied to the days of one subject (gates.md 7).

The result is a business date for reminders and escalation; no deadline ever passes a gate or fails a run.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from agency.domain.calendar import Calendar
from config.standard import Due


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """The days a deadline may hang on; None while a day is not fixed yet."""

    asked: date
    kickoff: date | None = None
    shoot: date | None = None
    publish: date | None = None


def due_on(due: Due, anchors: Anchors, calendar: Calendar) -> date | None:
    """Return the day an answer is due, None while the day it hangs on is not fixed.

    A day counted back from a shoot or a publication that is no working day is pulled back to the one before (domain.md R04);
    the day itself is not: what is shot on a Sunday is recorded that Sunday.
    """
    anchor: date | None = getattr(anchors, due.after or due.before or "asked")
    if anchor is None:
        return None
    if due.after is not None:
        return (
            calendar.working_days_after(anchor, due.days)
            if due.unit == "working_days"
            else anchor + timedelta(due.days)
        )
    if due.days == 0:
        return anchor
    if due.unit == "working_days":
        return calendar.working_days_before(anchor, due.days)
    return calendar.on_or_before(anchor - timedelta(due.days))
