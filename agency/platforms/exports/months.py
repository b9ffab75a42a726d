"""Dates with a month in words, as exports of the platforms abroad write them, and years for dates that tell none."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from agency.platforms.exports.grid import Raw

ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SPANISH = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
MONTHS = {
    **{name[:3]: number for names in (SPANISH, ENGLISH) for number, name in enumerate(names, start=1)},
    **{name: number for names in (SPANISH, ENGLISH) for number, name in enumerate(names, start=1)},
    "sept": 9,
    "setiembre": 9,
}
MONTH_FIRST = re.compile(r"(?P<month>[^\W\d]+)\.? (?P<day>\d{1,2})(?:, ?(?P<year>\d{4}))?")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2}) (?:de )?(?P<month>[^\W\d]+)\.?(?: (?:de )?(?P<year>\d{4}))?")
LEAP_YEARS_APART = 8
ONE_MONTH = timedelta(days=31)


def in_words(text: str) -> tuple[int | None, int, int, int] | None:
    """Return year (None when it is not told), month, day and where the date ends in a text that begins with one."""
    lowered = text.lower()
    match = MONTH_FIRST.match(lowered) or DAY_FIRST.match(lowered)
    if match is None or match["month"] not in MONTHS:
        return None
    year = int(match["year"]) if match["year"] else None
    return year, MONTHS[match["month"]], int(match["day"]), match.end()


def counted_back(cells: Sequence[Raw], received: date) -> Sequence[Raw]:
    """Return the days of a series with the year they have when its last row is the latest day that had come.

    Neighbours that would lie further apart than a month are not in the order of time: such a column is given back as it
    stands.
    """
    settled = list(cells)
    told = [received]
    for index in reversed(range(len(settled))):
        if found := latest_of(settled[index], told[-1]):
            told.append(found)
            settled[index] = found.isoformat()
    gaps = (later - earlier for later, earlier in pairwise(told[1:]))
    return cells if any(gap > ONE_MONTH for gap in gaps) else settled


def most_recent(cells: Sequence[Raw], received: date) -> Sequence[Raw]:
    """Return days in no order with the year they have when none of them is older than a year."""
    return [found.isoformat() if (found := latest_of(cell, received)) else cell for cell in cells]


def latest_of(cell: Raw, until: date) -> date | None:
    """Return the last day until then that a month and a day stand for, or None when the cell is no such date."""
    found = in_words(cell.strip()) if isinstance(cell, str) else None
    if found is None or found[0] is not None or found[3] != len(str(cell).strip()):
        return None
    _year, month, day, _end = found
    for year in range(until.year, until.year - LEAP_YEARS_APART - 1, -1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate <= until:
            return candidate
    return None
