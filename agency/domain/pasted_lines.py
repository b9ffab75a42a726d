"""Rows pasted into a form, one a line, cells parted by ``|`` or a tab; what cannot be read is told line by line."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Generic, TypeVar

from agency.domain.calendar import BEIJING, YEARS
from agency.domain.terms import label
from agency.errors import BadInput
from agency.locale import _

Row = TypeVar("Row")
Code = TypeVar("Code", bound=StrEnum)

DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
MOMENT = re.compile(r"(\S+)\s+(\d{1,2}):(\d{2})", re.ASCII)
YUAN = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?", re.ASCII)
QUANTITY = re.compile(r"\d{1,6}(?:\.\d{1,2})?", re.ASCII)
FEN = 100


@dataclass(frozen=True)
class PastedLines(Generic[Row]):
    """What was read, and a sentence for each line that was not."""

    rows: tuple[Row, ...]
    faults: tuple[str, ...]


def read_lines(pasted: str, read: Callable[[Sequence[str]], Row]) -> PastedLines[Row]:
    """Read each line by its cells; ``read`` raises ``BadInput`` with half a sentence. Empty lines are passed over."""
    rows: list[Row] = []
    faults: list[str] = []
    for number, line in enumerate(pasted.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(read(cells(line)))
        except BadInput as fault:
            faults.append(_("Line {number}: {fault}.").format(number=number, fault=fault))
    return PastedLines(tuple(rows), tuple(faults))


def cells(line: str) -> list[str]:
    """Return the cells of a line without the blanks around them; a bar of full width parts them too."""
    return [cell.strip() for cell in re.split(r"[|｜\t]", line)]


def exactly(row: Sequence[str], columns: Sequence[str], optional: int = 0) -> list[str]:
    """Return the cells of these columns, of which the last ``optional`` may be left out; raise ``BadInput`` otherwise."""
    if not len(columns) - optional <= len(row) <= len(columns):
        raise BadInput(_("expected {columns}").format(columns=" | ".join(columns)))
    return [*row, *[""] * (len(columns) - len(row))]


def lines(pasted: str) -> tuple[str, ...]:
    """Return the lines that say something, each once, in the order given."""
    return tuple(dict.fromkeys(line.strip() for line in pasted.splitlines() if line.strip()))


def read_day(text: str) -> date:
    """Read a day such as ``2026-12-04`` or ``2026/12/4``."""
    if found := DAY.fullmatch(narrow(text)):
        with suppress(ValueError):
            day = date(*map(int, found.groups()))
            if day.year in YEARS:
                return day
    raise BadInput(_("“{text}” is no day like 2026-12-04").format(text=text))


def read_moment(text: str) -> datetime:
    """Read a Beijing moment such as ``2026-12-10 18:00``."""
    if found := MOMENT.fullmatch(narrow(text)):
        with suppress(ValueError):
            return datetime.combine(read_day(found[1]), time(int(found[2]), int(found[3])), BEIJING)
    raise BadInput(_("“{text}” is no moment like 2026-12-10 18:00").format(text=text))


def read_fen(text: str) -> int:
    """Read yuan with two decimals at most, such as ``1,280.50`` or ``¥300``, as fen."""
    bare = narrow(text).replace(",", "").removeprefix("¥").removesuffix(_("yuan")).strip()
    found = YUAN.fullmatch(bare)
    if found is None:
        raise BadInput(_("“{text}” is no amount in yuan like 1280.50").format(text=text))
    return int(found[1]) * FEN + int((found[2] or "").ljust(2, "0"))


def read_quantity(text: str) -> float:
    """Read a quantity with two decimals at most, such as ``3`` or ``0.5``."""
    if not QUANTITY.fullmatch(narrow(text)):
        raise BadInput(_("“{text}” is no quantity like 3 or 0.5").format(text=text))
    return float(narrow(text))


def read_word(text: str, kind: type[Code]) -> Code:
    """Read a word of a closed list as people write it."""
    words = {label(code): code for code in kind}
    if text not in words:
        raise BadInput(_("“{text}” is none of {words}").format(text=text, words=_(", ").join(words)))
    return words[text]


def narrow(text: str) -> str:
    """Return digits and marks in half width, as a Chinese keyboard does not always give them."""
    return unicodedata.normalize("NFKC", text).strip()
