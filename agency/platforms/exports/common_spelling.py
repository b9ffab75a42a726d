"""Whole columns read at once where every cell is written as the platforms themselves write it; the careful readers of
single cells stay the truth.

Each function returns what the careful reader of ``COMMON`` says of each cell, or None when it is not sure of all of
them. One expression looks at a column as lines of text, then all of its lines are converted together. A test holds every
pair together.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import wraps
from typing import cast

import numpy as np

from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.grid import Cell, Raw

Whole = Callable[[Sequence[str], str], Sequence[object] | None]

EMPTY = frozenset({"", "-", "--"})
COUNTS = re.compile(r"(?:\d{1,15}+\n)+", re.ASCII)
SIGNED_COUNTS = re.compile(r"(?:-?\d{1,15}+\n)+", re.ASCII)
DECIMALS = re.compile(r"(?:\d{1,9}+(?:\.\d{1,6}+)?\n)+", re.ASCII)
FIRST_DECIMAL = re.compile(r"\d{1,9}\.(\d{1,6})\n", re.ASCII)
DAY = r"(?:199[2-9]|20\d\d)-\d\d-\d\d"  # before, Beijing had a summer time
MOMENTS = re.compile(rf"(?:{DAY} (?!24)\d\d:\d\d:\d\d\n)+", re.ASCII)
DAYS = re.compile(rf"(?:{DAY}\n)+", re.ASCII)
BEIJING_AHEAD = timedelta(hours=8)


def read_whole(raws: Sequence[Raw], header: str, read: Callable[[Cell], object]) -> Sequence[object] | None:
    """Return the whole column as its careful reader ``read`` would give it, or None when it must be asked.

    What is no text or no date raises where all cells are joined or read at once: then somebody must look.
    """
    whole = COMMON.get(read)
    if whole is None or not raws:
        return None
    try:
        return whole(cast("Sequence[str]", raws), header)
    except (TypeError, ValueError):
        return None


def empty_apart(whole: Whole) -> Whole:
    """Say None of the cells that say nothing, and read the others at once."""

    @wraps(whole)
    def read(texts: Sequence[str], header: str) -> Sequence[object] | None:
        with suppress(ValueError):
            if (found := whole(texts, header)) is not None:
                return found
        told = [text for text in texts if text not in EMPTY]
        if len(told) == len(texts):
            return None
        if (found := whole(told, header) if told else ()) is None:
            return None
        rest = iter(found)
        return [None if text in EMPTY else next(rest) for text in texts]

    return read


def lines_of(texts: Sequence[str]) -> str:
    """Return the cells as lines; ``ValueError`` when one of them has several."""
    lines = "\n".join(texts) + "\n"
    if lines.count("\n") != len(texts):
        raise ValueError("a cell has several lines")
    return lines


def titles(texts: Sequence[str], header: str) -> Sequence[str] | None:
    """Read titles without blanks around them and with one kind of line break."""
    joined = "".join(texts)
    return None if "\r" in joined or "_x000D_" in joined else [text.strip() for text in texts]


def integers(lines: str) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return lines that are known to be whole numbers of up to fifteen digits."""
    return np.fromstring(lines, dtype=np.int64, sep="\n")


@empty_apart
def counts(texts: Sequence[str], header: str) -> Sequence[object] | None:
    """Read whole numbers of digits alone."""
    lines = lines_of(texts)
    return integers(lines).tolist() if COUNTS.fullmatch(lines) else None


@empty_apart
def signed_counts(texts: Sequence[str], header: str) -> Sequence[object] | None:
    """Read whole numbers of digits alone, some of them with a minus."""
    lines = lines_of(texts)
    return integers(lines).tolist() if SIGNED_COUNTS.fullmatch(lines) else None


@empty_apart
def rates(texts: Sequence[str], header: str) -> Sequence[object] | None:
    """Read shares that are all fractions, or all percentages."""
    lines = lines_of(texts)
    signs = lines.count("%\n")
    if signs not in (0, len(texts)):
        return None
    found = decimals(lines.replace("%\n", "\n") if signs else lines, places=2 if signs or header.endswith("(%)") else 0)
    return found if found and max(found) <= 1 else None


@empty_apart
def seconds(texts: Sequence[str], header: str) -> Sequence[object] | None:
    """Read seconds written as plain numbers."""
    return decimals(lines_of(texts), places=0)


def decimals(lines: str, *, places: int) -> Sequence[float] | None:
    """Read plain decimal numbers, shifted right by so many places.

    Numbers with equally many decimals are read as whole ones and divided once: both are below 2^53, so the quotient is
    the very float that is nearest to the number as written.
    """
    first = FIRST_DECIMAL.match(lines)
    if first and re.fullmatch(rf"(?:\d{{1,9}}+\.\d{{{len(first[1])}}}\n)+", lines, re.ASCII):
        shifted: list[float] = (integers(lines.replace(".", "")) / 10 ** (len(first[1]) + places)).tolist()
        return shifted
    if DECIMALS.fullmatch(lines) is None:
        return None
    return list(map(float, lines.replace("\n", f"e-{places}\n").split()))


@empty_apart
def published(texts: Sequence[str], header: str) -> Sequence[object] | None:
    """Read Beijing moments such as ``2026-07-18 14:11:20``."""
    lines = lines_of(texts)
    if MOMENTS.fullmatch(lines) is None:
        return None
    as_if_in_utc = map(datetime.fromisoformat, lines.replace("\n", "+00:00\n").splitlines())
    return [moment - BEIJING_AHEAD for moment in as_if_in_utc]


@empty_apart
def days(texts: Sequence[str], header: str) -> Sequence[object] | None:
    """Read days such as ``2026-07-18``."""
    if DAYS.fullmatch(lines_of(texts)) is None:
        return None
    return list(map(date.fromisoformat, texts))


COMMON: dict[Callable[[Cell], object], Whole] = {
    cells.title: titles,
    numbers.count: counts,
    numbers.signed_count: signed_counts,
    numbers.rate: rates,
    numbers.seconds: seconds,
    moments.moment: published,
    moments.day: days,
}
