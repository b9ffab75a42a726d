"""A shot table pasted from a spreadsheet, read into shots; what cannot be read is told by row and column (S7, P3)."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO
from typing import Any, TypeVar

from agency.domain.finding import Finding, Findings, warning
from agency.domain.scripts import MILLISECONDS, Shot
from agency.domain.terms.content import CameraMove, ShotSize
from agency.domain.terms.rules import Beat
from agency.errors import BadInput
from agency.locale import _
from config.lexicon import ShotWords

Code = TypeVar("Code", bound=StrEnum)

REQUIRED = ("number", "size", "picture", "duration_ms")
UNIT = re.compile(r"\s*\([^)]*\)$")
CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,4}(?:\.\d{1,3})?)", re.ASCII)
WHOLE_NUMBER = re.compile(r"0*[1-9]\d{0,2}", re.ASCII)


@dataclass(frozen=True)
class ShotTable:
    """What was read: the shots, and a finding for each cell and column that was not understood."""

    shots: tuple[Shot, ...]
    findings: Findings


@dataclass(frozen=True)
class Column:
    """One column of the table: where it stands, how it is headed, and the part of a shot it fills."""

    place: int
    heading: str
    part: str


def read_shot_table(pasted: str, words: ShotWords) -> ShotTable:
    """Read a table whose first row names its columns; its rows are counted from that one, as a spreadsheet shows them.

    Empty rows are passed over. An empty cell is left empty: whether it may be is a matter of the script, not of the table.
    """
    try:
        header, *body = list(csv.reader(StringIO(pasted.strip("\r\n")), delimiter="\t")) or [[]]
    except csv.Error as broken:
        sentence = _("The table cannot be read: {reason}.").format(reason=broken)
        return ShotTable((), (Finding("P3-table-unreadable", sentence),))
    columns = known_columns(header, words)
    lacking = [words.columns[part][0] for part in REQUIRED if part not in {column.part for column in columns}]
    if lacking:
        sentence = _("The table's first row lacks these columns: {columns}.").format(columns=_(", ").join(lacking))
        return ShotTable((), (Finding("P3-table-columns", sentence),))
    findings = list(left_out(header, columns))
    shots = [read_row(number, row, columns, words, findings) for number, row in enumerate(body, start=2)]
    return ShotTable(tuple(shot for shot in shots if shot), tuple(findings))


def known_columns(header: Sequence[str], words: ShotWords) -> list[Column]:
    """Return the columns that fill a part of a shot; of two for the same part the first. A unit in brackets does not matter."""
    columns: dict[str, Column] = {}
    for place, heading in enumerate(header):
        part = meaning(UNIT.sub("", fold(heading)), words.columns)
        if part:
            columns.setdefault(part, Column(place, heading.strip(), part))
    return list(columns.values())


def left_out(header: Sequence[str], columns: Sequence[Column]) -> Iterator[Finding]:
    """Say which columns were left out, so that nothing disappears in silence."""
    used = {column.place for column in columns}
    for place, heading in enumerate(header):
        if heading.strip() and place not in used:
            sentence = _("The column {column} is not known, or there twice, and was left out.")
            yield warning("P3-table-column-unknown", sentence.format(column=heading.strip()))


def read_row(
    number: int, row: Sequence[str], columns: Sequence[Column], words: ShotWords, findings: list[Finding]
) -> Shot | None:
    """Read one row, None without a number or when it is empty; a cell that cannot be read stays empty and joins the findings."""
    cells: dict[str, Any] = {}
    for column in columns if any(cell.strip() for cell in row) else ():
        text = row[column.place].strip() if column.place < len(row) else ""
        try:
            cells[column.part] = read_cell(column.part, text, words)
        except BadInput as fault:
            sentence = _("Row {row}, column {column}: {fault}.")
            findings.append(Finding("P3-table-cell", sentence.format(row=number, column=column.heading, fault=fault)))
    return Shot(**cells) if "number" in cells else None


def read_cell(part: str, text: str, words: ShotWords) -> object:
    """Read one cell by the part it fills; raise ``BadInput`` with half a sentence for one that cannot be read."""
    match part:
        case "number" if not text:
            raise BadInput(_("a shot needs a number"))
        case "number" | "planned_takes":
            return whole_number(text)
        case "size":
            return code(text, words.sizes, ShotSize)
        case "move":
            return code(text, words.moves, CameraMove)
        case "beat":
            return code(text, words.beats, Beat)
        case "duration_ms":
            return milliseconds(text, words.seconds)
    return text


def code(text: str, vocabulary: Mapping[str, Sequence[str]], kind: type[Code]) -> Code | None:
    """Return the code a word stands for, None for an empty cell."""
    if not text:
        return None
    if found := meaning(fold(text), vocabulary):
        return kind(found)
    known = _(", ").join(spellings[0] for spellings in vocabulary.values())
    raise BadInput(_("“{text}” is not one of {known}").format(text=text, known=known))


def milliseconds(text: str, units: Sequence[str]) -> int | None:
    """Read ``3``, ``2.5 s`` or ``0:03`` as milliseconds, None for an empty cell; nothing lasts no time at all."""
    if not text:
        return None
    folded = fold(text)
    unit = next((unit for unit in sorted(units, key=len, reverse=True) if folded.endswith(unit)), "")
    clock = CLOCK.fullmatch(folded.removesuffix(unit).strip())
    length = round((int(clock[1] or 0) * 60 + float(clock[2])) * MILLISECONDS) if clock else 0
    if length == 0:
        raise BadInput(_("“{text}” is no duration in seconds").format(text=text))
    return length


def whole_number(text: str) -> int | None:
    """Read a number from 1 to 999, None for an empty cell."""
    if not text:
        return None
    if not WHOLE_NUMBER.fullmatch(fold(text)):
        raise BadInput(_("“{text}” is no whole number from 1 to 999").format(text=text))
    return int(fold(text))


def meaning(word: str, vocabulary: Mapping[str, Sequence[str]]) -> str | None:
    """Return the code whose spellings hold a folded word."""
    return next((key for key, spellings in vocabulary.items() if word in map(fold, spellings)), None)


def fold(text: str) -> str:
    """Return a text as it is compared: without regard to width, case and the blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().casefold()
