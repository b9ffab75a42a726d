"""The meetings that come round, each slot with the last day on which its meeting is in time (I2, I10, C1)."""

from dataclasses import dataclass
from datetime import date

from agency.domain.calendar import Calendar
from agency.domain.deadlines import month_meeting
from agency.domain.windows import Window, following, half_month, iso_week, month, previous
from config.policy import Policy


@dataclass(frozen=True)
class Slot:
    """One time a meeting comes round; a week without a working day is waived (R02)."""

    key: str
    last_day: date
    is_waived: bool = False


def topic_slot(week: Window, calendar: Calendar) -> Slot:
    """Return the topic meeting of a week: it is in time until the week's last working day."""
    if not calendar.has_working_day(week.first, week.last):
        return Slot(week.key, week.last, is_waived=True)
    return Slot(week.key, calendar.on_or_before(week.last))


def review_slot(half: Window, calendar: Calendar) -> Slot:
    """Return the review of a half-month: it is in time until the last working day of the next one, when another is due."""
    return Slot(half.key, calendar.on_or_before(following(half).last))


def month_slot(planned: Window, calendar: Calendar, policy: Policy) -> Slot:
    """Return the meeting about a month, held in the month before on the day that the calendar rolls it to (R15)."""
    return Slot(planned.key, month_meeting(previous(planned).first, calendar, policy).held_on)


def topic_slots(today: date, calendar: Calendar, remembered: frozenset[str]) -> list[Slot]:
    """Return this week's slot, and last week's where it is remembered as open."""
    week = iso_week(today)
    return [topic_slot(each, calendar) for each in still_due(week, remembered)]


def review_slots(today: date, calendar: Calendar, policy: Policy, remembered: frozenset[str]) -> list[Slot]:
    """Return the slot of the half-month that ended last, and the one before where it is remembered as open."""
    ended = previous(half_month(today, policy))
    return [review_slot(each, calendar) for each in still_due(ended, remembered)]


def month_slots(today: date, calendar: Calendar, policy: Policy, remembered: frozenset[str]) -> list[Slot]:
    """Return the slot of the next month, and the present month's where it is remembered as open."""
    return [month_slot(each, calendar, policy) for each in still_due(following(month(today)), remembered)]


def still_due(now: Window, remembered: frozenset[str]) -> list[Window]:
    """Return the window of now, and the one before while it is remembered: what is older can't be made up for."""
    before = previous(now)
    return [before, now] if before.key in remembered else [now]
