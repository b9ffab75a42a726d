"""Counts, rates and seconds out of cells; None where a cell says nothing, ``BadInput`` where it says another thing."""

import math
import re
from datetime import time, timedelta
from decimal import Decimal

from agency.locale import _
from agency.platforms.exports.cells import folded, is_null, unreadable
from agency.platforms.exports.grid import Cell

SCALES = {"": 1, "k": 10**3, "w": 10**4, "万": 10**4, "m": 10**6, "亿": 10**8}
NUMBER = re.compile(r"(?P<digits>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<scale>[kw万m亿]?)")
SECONDS = re.compile(r"(\d+(?:\.\d+)?)(?:秒|s)?")
CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)")
LARGEST_COUNT = 10**15
LONGEST_SECONDS = 10**9
CLOCK_WORDS = re.compile(r"(?:(\d+)(?:小时|时))?(\d+)分(?:钟)?(?:(\d+(?:\.\d+)?)秒)?")


def count(cell: Cell) -> int | None:
    """Return a number of things: whole and not negative. ``126.0`` is whole, ``1.2万`` is 12000, ``1,2`` is neither."""
    number = signed_count(cell)
    if number is not None and number < 0:
        raise unreadable(cell, _("a count"))
    return number


def signed_count(cell: Cell) -> int | None:
    """Return a whole number that may be negative, such as a net gain or a day's withdrawn likes."""
    if is_null(cell):
        return None
    number = decimal(cell)
    if number is None or abs(number) > LARGEST_COUNT or number != int(number):
        raise unreadable(cell, _("a whole number"))
    return int(number)


def rate(cell: Cell) -> float | None:
    """Return a share as 0-1, told by the token and the header and never by its size (platforms.md 5).

    ``83.33%`` is a percentage, so is ``1.68`` under a header with ``(%)``; a bare ``0.0875`` is a fraction.
    """
    if is_null(cell):
        return None
    token = folded(cell)
    number = decimal(Cell(token[:-1], cell.header) if token.endswith("%") else cell)
    in_percent = token.endswith("%") or cell.header.endswith("(%)")
    share = number / 100 if number is not None and in_percent else number
    if share is None or not 0 <= share <= 1:
        raise unreadable(cell, _("a share between 0 and 1"))
    return float(share)


def seconds(cell: Cell) -> float | None:
    """Return a length of time in seconds, out of ``14.73秒``, ``01:20``, ``1分20秒`` or a spreadsheet's own time."""
    if is_null(cell):
        return None
    length = told_seconds(cell)
    if length is None or not 0 <= length <= LONGEST_SECONDS:
        raise unreadable(cell, _("a length of time"))
    return length


def told_seconds(cell: Cell) -> float | None:
    """Return the seconds that a cell tells, or None when it tells another thing."""
    if isinstance(cell.raw, timedelta):
        return cell.raw.total_seconds()
    token = cell.raw.isoformat() if isinstance(cell.raw, time) else folded(cell)
    if plain := SECONDS.fullmatch(token):
        return float(plain[1])
    if clock := CLOCK.fullmatch(token) or CLOCK_WORDS.fullmatch(token):
        hours, minutes, rest = clock.groups(default="0")
        return float(hours) * 3600 + float(minutes) * 60 + float(rest)
    return None


def milliseconds(cell: Cell) -> int | None:
    """Return a length of time in milliseconds."""
    length = seconds(cell)
    return None if length is None else round(length * 1000)


def is_rounded(cell: Cell) -> bool:
    """Tell whether a number was shortened (万, 亿, k …): it must not overwrite an exact one."""
    match = NUMBER.fullmatch(folded(cell))
    return bool(match and match["scale"])


def decimal(cell: Cell) -> Decimal | None:
    """Return the cell's number exactly, or None when it holds none."""
    if isinstance(cell.raw, int | float) and not isinstance(cell.raw, bool):
        return Decimal(str(cell.raw)) if math.isfinite(cell.raw) else None
    match = NUMBER.fullmatch(folded(cell))
    return Decimal(match["digits"].replace(",", "")) * SCALES[match["scale"]] if match else None
