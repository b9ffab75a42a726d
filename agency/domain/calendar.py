"""The working days of China, make-up workdays among them, and the Beijing day of a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

BEIJING = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
YEARS = range(2000, 2100)  # no day outside is planned or remembered here, and reckoning from one may leave all years
SATURDAY = 5


def beijing_day(moment: datetime) -> date:
    """Return the day a moment belongs to in Beijing; raise ``ValueError`` for a moment that tells no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} tells no time zone, so its day is unknown")
    return moment.astimezone(BEIJING).date()


def beijing_minute(moment: datetime) -> str:
    """Return a moment as people in Beijing read it, to the minute."""
    return f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class ChineseYear:
    """The days off and the make-up workdays of one year, as the library has them."""

    days_off: frozenset[date]
    make_up_days: frozenset[date]


@cache
def chinese_year(year: int) -> ChineseYear:
    """Return what is on record of one year."""
    record = holidays.country_holidays("CN", years=year)
    return ChineseYear(frozenset(record), frozenset(day for day in record.weekend_workdays if day.year == year))


@dataclass(frozen=True)
class Calendar:
    """The official calendar under the agency's own entries; ``overrides`` says of a day whether work is done on it."""

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Say whether work is done on a day; in a year that is not settled, make-up workdays are missing."""
        if day in self.overrides:
            return self.overrides[day]
        year = chinese_year(day.year)
        return day in year.make_up_days or (day.weekday() < SATURDAY and day not in year.days_off)

    def settled(self, year: int) -> bool:
        """Say whether the year's make-up workdays are on record, by the library or by the agency's own entries.

        Every year has some, so a year without any has not been announced yet: its days are an estimate, and to be called one.
        """
        own = (day for day, works in self.overrides.items() if works and day.weekday() >= SATURDAY)
        return bool(chinese_year(year).make_up_days) or any(day.year == year for day in own)

    def on_or_before(self, day: date) -> date:
        """Return the day itself when it is a working day, else the last one before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def on_or_after(self, day: date) -> date:
        """Return the day itself when it is a working day, else the first one after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """Return the last working day strictly before a day."""
        return self.on_or_before(day - ONE_DAY)

    def working_days_before(self, day: date, count: int) -> date:
        """Return the working day ``count`` working days before a day, which need not be one itself; 0 is ``on_or_before``."""
        reached = day if count else self.on_or_before(day)
        for _step in range(count):
            reached = self.previous_working_day(reached)
        return reached

    def working_days_after(self, day: date, count: int) -> date:
        """Return the working day ``count`` working days after a day, which need not be one itself; 0 is ``on_or_after``."""
        reached = day if count else self.on_or_after(day)
        for _step in range(count):
            reached = self.on_or_after(reached + ONE_DAY)
        return reached

    def has_working_day(self, first: date, last: date) -> bool:
        """Say whether any day from ``first`` to ``last``, is worked; a week without one waives its meeting (I2)."""
        return self.on_or_after(first) <= last
