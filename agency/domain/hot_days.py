"""The days ahead to make topics of: holidays, solar terms, the agency's occasions and its own days (I2, domain.md 6.3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import holidays

from agency.domain.calendar import ONE_DAY
from agency.domain.solar_terms import STEP, solar_terms
from agency.domain.terms.content import HotDayKind
from agency.locale import language, term
from config.hot_days import HotDays

LIBRARY_LANGUAGES = {"zh_CN": "zh_CN", "en": "en_US"}
EXPLAINED = ("(", "（")


@dataclass(frozen=True, kw_only=True)
class HotDay:
    """One day and what it is called, in the language of this process."""

    day: date
    kind: HotDayKind
    name: str


def hot_days_ahead(first: date, days: int, occasions: HotDays, own: Mapping[date, str]) -> list[HotDay]:
    """Return the hot days from ``first`` on, so many days, in their order; of a holiday of several days the first one.

    ``own`` are the agency's own days by their notes. A name that stands on a day more than once is told once.
    """
    found: dict[tuple[date, str], HotDay] = {}
    for step in range(days):
        day = first + step * ONE_DAY
        for each in (*holiday(day), *solar_term(day), *named(day, occasions), *noted(day, own)):
            found.setdefault((each.day, each.name), each)
    return [each for each in found.values() if not is_told_twice(each, found)]


def is_told_twice(one: HotDay, found: Mapping[tuple[date, str], HotDay]) -> bool:
    """Say whether a solar term is a holiday of the same name as well."""
    return one.kind is HotDayKind.SOLAR_TERM and any(
        day == one.day and one.name in name and each.kind is HotDayKind.HOLIDAY for (day, name), each in found.items()
    )


def holiday(day: date) -> list[HotDay]:
    """Return the public holiday that begins on a day; days off that only make a holiday longer have none."""
    names = public_names(day)
    before = public_names(day - ONE_DAY)
    return [HotDay(day=day, kind=HotDayKind.HOLIDAY, name=name) for name in names if name not in before]


def public_names(day: date) -> list[str]:
    """Return the public holidays of a day by their names, without the days off in lieu."""
    record = holidays.country_holidays("CN", years=day.year, language=LIBRARY_LANGUAGES.get(language(), "en_US"))
    return [name for name in record.get_list(day) if not any(mark in name for mark in EXPLAINED)]


def solar_term(day: date) -> list[HotDay]:
    """Return the solar term that falls on a day; its name stands in the catalogue by its place from the March equinox."""
    longitude = solar_terms(day.year).get(day)
    if longitude is None:
        return []
    name = term("SolarTerm", f"solar term {longitude // STEP}")
    return [HotDay(day=day, kind=HotDayKind.SOLAR_TERM, name=name)]


def named(day: date, occasions: HotDays) -> list[HotDay]:
    """Return what the agency has written down of a day."""
    return [HotDay(day=day, kind=HotDayKind.OCCASION, name=name) for name in occasions.names_of(day)]


def noted(day: date, own: Mapping[date, str]) -> list[HotDay]:
    """Return the note in the agency's own calendar of a day."""
    note = own.get(day, "").strip()
    return [HotDay(day=day, kind=HotDayKind.OWN, name=note)] if note else []
