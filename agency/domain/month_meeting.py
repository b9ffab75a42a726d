"""When a month's meeting is prepared, what its targets came to so far, and the slots of a month that opens (C1, R15, R16)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agency.domain.calendar import ONE_DAY, Calendar, beijing_day
from agency.domain.deadlines import MonthMeeting, month_meeting
from agency.domain.finding import Finding, rule
from agency.domain.pace import Pace, pace
from agency.domain.plan_lines import ScheduledTopic
from agency.domain.terms.figures import Metric
from agency.domain.terms.meetings import MeetingKind
from agency.domain.terms.plans import TargetDirection
from agency.domain.windows import Window, following, half_month, iso_week, month, previous
from agency.locale import _
from config.policy import Policy

COUNTED = frozenset(
    {
        Metric.PLAYS,
        Metric.LIKES,
        Metric.COMMENTS,
        Metric.SHARES,
        Metric.SAVES,
        Metric.PROFILE_VISITS,
        Metric.FOLLOWER_GAIN,
        Metric.WORKS_PUBLISHED,
    }
)
"""The metrics that grow over a month, so that a share of the month has a share of the target to show."""


@dataclass(frozen=True, kw_only=True)
class DueMeeting:
    """A month meeting with the month it plans, the one after its own."""

    meeting: MonthMeeting
    planned: Window


def meetings_around(today: date, calendar: Calendar, policy: Policy) -> Iterator[DueMeeting]:
    """Yield the meetings of the month before, of this month and of the next: a holiday may roll one over an edge."""
    this = month(today)
    for own in (previous(this), this, following(this)):
        yield DueMeeting(meeting=month_meeting(own.first, calendar, policy), planned=following(own))


def due_meeting(today: date, calendar: Calendar, policy: Policy) -> DueMeeting | None:
    """Return the meeting that is to be prepared on a day: from the day it is held until its month is over (C1, R15).

    The days after it are for what was missed: a house that was closed, a project that began later. None on other days.
    """
    due = [
        each
        for each in meetings_around(today, calendar, policy)
        if each.meeting.held_on <= today <= max(each.meeting.held_on, each.planned.first - ONE_DAY)
    ]
    return due[-1] if due else None


def next_meeting(today: date, calendar: Calendar, policy: Policy) -> DueMeeting:
    """Return the first meeting that is held on a day or after it."""
    around = (each for each in meetings_around(today, calendar, policy) if each.meeting.held_on >= today)
    following_month = following(month(today))
    later = DueMeeting(
        meeting=month_meeting(following_month.first, calendar, policy), planned=following(following_month)
    )
    return next(around, later)


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One meeting of a month: what kind, its key (``2026-W49``, ``2026-12-H1``, ``2027-01``), and the day it is on."""

    kind: MeetingKind
    key: str
    day: date


def slots_of(planned: Window, calendar: Calendar, policy: Policy) -> list[Slot]:
    """Return the meetings a month brings, in their order: topics every week, two reviews, the month's own (I2, I10, C1).

    A week belongs to the month of its Monday; one without a working day has no meeting. A topic meeting is on the
    week's first working day, a review on the first day after its half-month.
    """
    mondays = [day for day in days_of(planned) if day.isocalendar().weekday == 1]
    topics = [
        Slot(kind=MeetingKind.TOPICS, key=iso_week(day).key, day=calendar.on_or_after(day))
        for day in mondays
        if calendar.has_working_day(day, iso_week(day).last)
    ]
    before = half_month(planned.first - ONE_DAY, policy)
    halves = [before, half_month(planned.first, policy)]
    reviews = [Slot(kind=MeetingKind.REVIEW, key=half.key, day=half.last + ONE_DAY) for half in halves]
    own = month_meeting(planned.first, calendar, policy)
    meeting = Slot(kind=MeetingKind.MONTH, key=following(planned).key, day=own.held_on)
    return sorted([*topics, *reviews, meeting], key=lambda slot: slot.day)


def days_of(window: Window) -> list[date]:
    """Return the days of a window."""
    return [window.first + timedelta(days=step) for step in range(window.days)]


@rule
def open_month_findings(planned: ScheduledTopic, closed: Collection[str]) -> Iterator[Finding]:
    """A video goes live in a month that is open: one whose plan is talked over takes none before the client confirms (R16)."""
    key = month(beijing_day(planned.publish_at)).key
    if key in closed:
        sentence = _("{title} is to go live in {month}, whose plan the client has not confirmed yet (C1).")
        yield Finding("C1-month-closed", sentence.format(title=planned.title, month=key))


@dataclass(frozen=True, kw_only=True)
class Reached:
    """How far a target was reached: ``rate`` is None where nothing is known of it or it has no share to reach."""

    rate: float | None
    pace: Pace | None
    is_met: bool | None


def reached(
    metric: Metric, value: float, direction: TargetDirection, actual: float | None, elapsed: float, policy: Policy
) -> Reached:
    """Return how an actual figure stands to its target when this share of the month is over; None is not known, never 0.

    A counter that is to grow has a pace. A rate, a level and a ceiling have none: they are met today or they are not.
    """
    if actual is None:
        return Reached(rate=None, pace=None, is_met=None)
    is_floor = direction is TargetDirection.AT_LEAST
    is_met = actual >= value if is_floor else actual <= value
    if not is_floor or value <= 0:
        return Reached(rate=None, pace=None, is_met=is_met)
    grows = metric in COUNTED
    return Reached(
        rate=actual / value,
        pace=pace(round(actual), round(value), elapsed, policy) if grows and round(value) else None,
        is_met=is_met,
    )
