"""The stretches of Beijing days that reviews and reports look at: half-months (I10), ISO weeks and months (C4).

Servers run in UTC: from 00:00 to 08:00 Beijing it is still the day before there (domain.md 7), so no day is ever
taken from a UTC date.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from agency.domain.calendar import BEIJING
from agency.errors import BadInput
from agency.locale import _
from config.policy import Policy

DAY = timedelta(days=1)
STANDARD = Policy()
KEY = re.compile(r"(?P<year>\d{4})-(?:W(?P<week>\d{2})|(?P<month>\d{2})(?:-H(?P<half>[12]))?)")


@dataclass(frozen=True, kw_only=True)
class Window:
    """Whole Beijing days from ``first`` to ``last``, both inside.

    The key is like ``2026-11-H1``, ``2026-W47`` or ``2026-11``.
    """

    key: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it holds."""
        return (self.last - self.first).days + 1

    @property
    def begins(self) -> datetime:
        """Its first moment, in UTC."""
        return beginning_of(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after it, in UTC."""
        return beginning_of(self.last + DAY)

    def holds(self, moment: datetime) -> bool:
        """Tell whether an aware moment lies inside."""
        return self.begins <= moment < self.ends


@cache
def beginning_of(day: date) -> datetime:
    """Return the moment, in UTC, at which a Beijing day begins."""
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def half_month(day: date, policy: Policy = STANDARD) -> Window:
    """Return the half-month of a day: up to ``half_month_day``, or from the day after it to the month's end."""
    return half_ending(day, policy.half_month_day)


def half_ending(day: date, first_half_ends: int) -> Window:
    """Return the half-month of a day, where the first half of a month ends on this day of it."""
    if day.day <= first_half_ends:
        return Window(key=f"{day:%Y-%m}-H1", first=day.replace(day=1), last=day.replace(day=first_half_ends))
    return Window(key=f"{day:%Y-%m}-H2", first=day.replace(day=first_half_ends + 1), last=month(day).last)


def iso_week(day: date) -> Window:
    """Return the ISO week of a day, Monday to Sunday; around New Year its year may be another than the day's."""
    year, week, weekday = day.isocalendar()
    monday = day - DAY * (weekday - 1)
    return Window(key=f"{year}-W{week:02}", first=monday, last=monday + DAY * 6)


def month(day: date) -> Window:
    """Return the month of a day."""
    first = day.replace(day=1)
    return Window(key=f"{day:%Y-%m}", first=first, last=(first + DAY * 31).replace(day=1) - DAY)


def month_so_far(window: Window) -> Window:
    """Return the days of the month in which a window ends, up to its last."""
    whole = month(window.last)
    return Window(key=whole.key, first=whole.first, last=window.last)


def window_of(key: str, policy: Policy = STANDARD) -> Window:
    """Return the window of a key; a key that names none (``2025-W53``, ``2026-13``) is ``BadInput``.

    A half-month is known by its key wherever an agency lets it end.
    """
    match = KEY.fullmatch(key)
    try:
        if match is None:
            raise ValueError(key)
        if match["week"]:
            return iso_week(date.fromisocalendar(int(match["year"]), int(match["week"]), 1))
        first = date(int(match["year"]), int(match["month"]), 1)
    except ValueError as error:
        raise BadInput(_("{key} names no half-month, week or month").format(key=key)) from error
    if match["half"] is None:
        return month(first)
    return half_month(first if match["half"] == "1" else month(first).last, policy)


def window_like(window: Window, day: date) -> Window:
    """Return the window of the same kind that holds the day."""
    match window.key[5:]:
        case week if week.startswith("W"):
            return iso_week(day)
        case half if half.endswith("H1"):
            return half_ending(day, window.last.day)
        case half if half.endswith("H2"):
            return half_ending(day, window.first.day - 1)
        case _month:
            return month(day)


def previous(window: Window) -> Window:
    """Return the window of the same kind just before."""
    return window_like(window, window.first - DAY)


def following(window: Window) -> Window:
    """Return the window of the same kind just after."""
    return window_like(window, window.last + DAY)


def share_elapsed(window: Window, moment: datetime) -> float:
    """Return how much of the window is over at a moment, 0 before it and 1 after it."""
    share = (moment - window.begins) / (window.ends - window.begins)
    return min(max(share, 0.0), 1.0)
