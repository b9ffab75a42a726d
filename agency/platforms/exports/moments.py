"""Moments and days out of cells: Chinese exports write Beijing time, a snapshot keeps UTC."""

import re
from datetime import UTC, date, datetime, timedelta

from agency.domain.calendar import BEIJING
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.cells import is_null, unreadable
from agency.platforms.exports.grid import Cell

YEAR_FIRST = re.compile(r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?")
YEAR_LAST = re.compile(r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<year>\d{4})")
CLOCK = re.compile(r"(?:(?P<hour>\d{1,2})[:时](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})?秒?)?)?")
SERIAL_ORIGIN = datetime(1899, 12, 30, tzinfo=BEIJING)  # a spreadsheet's day 0
SERIALS = range(36_526, 73_051)  # 2000 to 2099: any other number is no date
LAST_MONTH = 12


def moment(cell: Cell) -> datetime | None:
    """Return the moment in UTC to the second; a cell without a time of day is refused, nothing is assumed."""
    if is_null(cell):
        return None
    local = local_moment(cell)
    if local is None:
        raise unreadable(cell, _("a date with a time of day"))
    return local.astimezone(UTC)


def day(cell: Cell) -> date | None:
    """Return the Beijing day."""
    if is_null(cell):
        return None
    if isinstance(cell.raw, datetime):
        return cell.raw.date()
    if isinstance(cell.raw, date):
        return cell.raw
    if isinstance(cell.raw, int | float) and int(cell.raw) in SERIALS:
        return from_serial(cell.raw).date()
    found, rest = leading_day(cell)
    if CLOCK.fullmatch(rest) is None:
        raise unreadable(cell, _("a date"))
    return found


def local_moment(cell: Cell) -> datetime | None:
    """Return the moment in Beijing time, or None when the cell has no time of day that exists."""
    if isinstance(cell.raw, datetime):
        return to_the_second(cell.raw.replace(tzinfo=BEIJING))
    if isinstance(cell.raw, float) and int(cell.raw) in SERIALS:
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
    if match := YEAR_FIRST.match(cell.text):
        year, month, day_of_month = (int(match[part]) for part in ("year", "month", "day"))
    elif match := YEAR_LAST.match(cell.text):
        year, month, day_of_month = int(match["year"]), *month_and_day(cell, int(match["first"]), int(match["second"]))
    else:
        raise unreadable(cell, _("a date"))
    try:
        return date(year, month, day_of_month), cell.text[match.end() :].strip()
    except ValueError as error:
        raise unreadable(cell, _("a date")) from error


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
