"""Moments and days out of cells: Chinese exports write Beijing time, a snapshot keeps UTC."""

import re
from datetime import UTC, date, datetime, timedelta

from agency.domain.calendar import BEIJING
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.cells import is_null, unreadable
from agency.platforms.exports.grid import Cell
from agency.platforms.exports.months import in_words

YEAR_FIRST = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?")
YEAR_LAST = re.compile(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})")
CLOCK = re.compile(r"(?:(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})?秒?)?)?")
SERIAL_ORIGIN = datetime(1899, 12, 30, tzinfo=BEIJING)  # a spreadsheet's day 0
SERIALS = range(36_526, 73_051)  # 2000 to 2099: any other number is no date
YEARS = range(1980, 2100)
LAST_MONTH = 12


def moment(cell: Cell) -> datetime | None:
    """Return the moment in UTC to the second; a cell without a time of day is refused, nothing is assumed."""
    if is_null(cell):
        return None
    local = local_moment(cell)
    if local is None:
        raise unreadable(cell, _("a date with a time of day"))
    return local.astimezone(UTC)


def moment_or_day(cell: Cell) -> datetime | None:
    """Return the moment, or the first moment of the Beijing day where no time of day is told (``tells_a_day_only``)."""
    if tells_a_day_only(cell) and (found := day(cell)):
        return datetime(found.year, found.month, found.day, tzinfo=BEIJING).astimezone(UTC)
    return moment(cell)


def tells_a_day_only(cell: Cell) -> bool:
    """Tell whether a cell holds a date without a time of day; one that holds no date at all does not."""
    try:
        return not is_null(cell) and local_moment(cell) is None and day(cell) is not None
    except BadInput:
        return False


def day(cell: Cell) -> date | None:
    """Return the Beijing day."""
    if is_null(cell):
        return None
    if isinstance(cell.raw, date) and cell.raw.year in YEARS:
        return cell.raw.date() if isinstance(cell.raw, datetime) else cell.raw
    if isinstance(cell.raw, int | float) and SERIALS.start <= cell.raw < SERIALS.stop:
        return from_serial(cell.raw).date()
    found, rest = leading_day(cell)
    if CLOCK.fullmatch(rest) is None:
        raise unreadable(cell, _("a date"))
    return found


def local_moment(cell: Cell) -> datetime | None:
    """Return the moment in Beijing time, or None when the cell has no time of day that exists."""
    if isinstance(cell.raw, datetime) and cell.raw.year in YEARS:
        return to_the_second(cell.raw.replace(tzinfo=BEIJING))
    if isinstance(cell.raw, float) and SERIALS.start <= cell.raw < SERIALS.stop:
        return from_serial(cell.raw)
    found, rest = leading_day(cell)
    clock = CLOCK.fullmatch(rest)
    if clock is None or clock["hour"] is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock.group("hour", "minute", "second"))
    try:
        return datetime(found.year, found.month, found.day, hour, minute, second, tzinfo=BEIJING)
    except ValueError:
        return None


def leading_day(cell: Cell) -> tuple[date, str]:
    """Return the day that the text begins with, and what follows it."""
    text = cell.text
    if match := YEAR_FIRST.match(text):
        year, month, day_of_month, end = *(int(match[part]) for part in ("year", "month", "day")), match.end()
    elif match := YEAR_LAST.match(text):
        year, end = int(match["year"]), match.end()
        month, day_of_month = month_and_day(cell, int(match["first"]), int(match["second"]))
    else:
        told, month, day_of_month, end = in_words(text) or (None, 0, 0, 0)
        year = told or 0
    try:
        if year in YEARS:
            return date(year, month, day_of_month), text[end:].strip()
    except ValueError as error:
        raise unreadable(cell, _("a date")) from error
    raise unreadable(cell, _("a date"))


def month_and_day(cell: Cell, first: int, second: int) -> tuple[int, int]:
    """Tell month from day where a spreadsheet has put the year last; where both could be either, nothing is guessed."""
    if first == second or second > LAST_MONTH:
        return first, second
    if first > LAST_MONTH:
        return second, first
    sentence = _("a spreadsheet rewrote the date {text}, day and month can be either; upload the file untouched")
    raise BadInput(sentence.format(text=cell.text))


def from_serial(number: float) -> datetime:
    """Return the moment of a spreadsheet's day number."""
    return to_the_second(SERIAL_ORIGIN + timedelta(days=number))


def to_the_second(local: datetime) -> datetime:
    """Undo the microseconds that a day kept as a float gathers."""
    return (local + timedelta(milliseconds=500)).replace(microsecond=0)
