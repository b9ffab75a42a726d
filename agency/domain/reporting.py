"""Which operations report covers which days, which ones are owed, and whether one was there in time (C4, R23).

By when a report is due is ``agency.domain.timers.report_due``.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from agency.domain.calendar import beijing_day
from agency.domain.terms.reports import PublishOutcome, ReportState
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.timers import is_on_time
from agency.domain.windows import DAY, Window, iso_week, month, window_of
from agency.errors import BadInput
from agency.locale import _
from config.policy import Policy


def window_with(period: ReportPeriod, day: date) -> Window:
    """Return the days that the report of a period covers, given one of them; a day's key reads ``2026-11-23``."""
    match period:
        case ReportPeriod.DAY:
            return Window(key=day.isoformat(), first=day, last=day)
        case ReportPeriod.WEEK:
            return iso_week(day)
        case ReportPeriod.MONTH:
            return month(day)


def window_named(period: ReportPeriod, key: str) -> Window:
    """Return the days of a report's key, ``2026-11-23``, ``2026-W47`` or ``2026-11``; ``BadInput`` for another key."""
    try:
        window = window_with(period, date.fromisoformat(key) if period is ReportPeriod.DAY else window_of(key).first)
    except ValueError:
        window = None
    if window is None or window.key != key:
        sentence = _("{key} names no period of this report; a day reads 2026-11-23, a week 2026-W47, a month 2026-11.")
        raise BadInput(sentence.format(key=key))
    return window


def before(period: ReportPeriod, window: Window) -> Window:
    """Return the days of the report just before."""
    return window_with(period, window.first - DAY)


def last_ended(period: ReportPeriod, now: datetime) -> Window:
    """Return the days of the newest report that can be made: those that ended last."""
    return before(period, window_with(period, beijing_day(now)))


def owed(period: ReportPeriod, now: datetime, since: datetime, policy: Policy) -> list[Window]:
    """Return the days of the reports that should be there by now, oldest first.

    These are the ones that ended last, and those before it that ended after ``since``, when the project came under way on
    record, ``made_up_reports`` of them at most: nobody reads a hundred reports after a long absence.
    """
    newest = last_ended(period, now)
    earlier = islice(going_back(period, newest), policy.made_up_reports)
    return [*reversed([window for window in earlier if is_tracked(window, since)]), newest]


def going_back(period: ReportPeriod, window: Window) -> Iterator[Window]:
    """Yield the days of the reports before one, the latest first, without end."""
    while True:
        window = before(period, window)
        yield window


def is_tracked(window: Window, since: datetime) -> bool:
    """Tell whether a report was owed at all: its last day was not over when its project came under way on record."""
    return window.ends > since


def has_come(due_at: datetime, now: datetime) -> bool:
    """Tell whether the Beijing day has come on which a report is due: it is made that day, and not before.

    A month's last figures come in on the first days of the next, and a week's while its Monday is off.
    """
    return beijing_day(now) >= beijing_day(due_at)


def state_of(due_at: datetime, made_at: datetime | None, now: datetime) -> ReportState:
    """Return how a report stands that was made first at a moment, None for never; due to the minute is on time."""
    if made_at is None:
        return ReportState.MISSING if now > due_at else ReportState.NOT_DUE
    return ReportState.LATE if made_at > due_at else ReportState.ON_TIME


def publish_outcome(
    planned_at: datetime, published_at: datetime | None, now: datetime, policy: Policy, *, to_the_day: bool = False
) -> PublishOutcome:
    """Return what became of a planned publication (S11); one known ``to_the_day`` is in time on its Beijing day."""
    if published_at is None:
        is_over = now - planned_at > timedelta(minutes=policy.on_time_minutes)
        return PublishOutcome.MISSED if is_over else PublishOutcome.TO_COME
    is_that_day = to_the_day and beijing_day(planned_at) == beijing_day(published_at)
    if is_that_day or is_on_time(planned_at, published_at, policy):
        return PublishOutcome.ON_TIME
    return PublishOutcome.LATE if published_at > planned_at else PublishOutcome.EARLY
