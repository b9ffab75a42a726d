"""One sheet of a workbook: a frozen header, a format for each column, and no cell that a spreadsheet could take for a formula."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from inspect import unwrap
from math import ceil, inf
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from agency.locale import _
from agency.reports.whole import whole

write_text, write_figure, write_blank = (
    unwrap(each) for each in (Worksheet.write_string, Worksheet.write_number, Worksheet.write_blank)
)
"""The writers of a cell without what reads cells named like ``A1``: they are called a million times."""

Value = str | int | float | date | datetime | None

HEAD, PALE, EDGE, QUIET = "#DDE5F0", "#FFF9E3", "#D9D9D9", "#8B95A1"
FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
LONGEST_TEXT = 32_767  # characters of a cell
DAY_ZERO = date(1899, 12, 30).toordinal()
MOMENT_ZERO = datetime(1899, 12, 30, tzinfo=timezone(timedelta(hours=8)))
ONE_DAY = timedelta(days=1)
WIDE, EDGES = 2, 1  # half-width characters that a Chinese one takes, and a cell's edges
LINE, MOST_LINES = 15, 8  # the height of a line of text in points, and how many a row grows to


class Format(StrEnum):
    """How a column shows its values; the value is the spreadsheet's own pattern. A link stays on one line, text wraps."""

    TEXT = "@"
    LINK = "General"
    COUNT = "#,##0"
    CHANGE = "+#,##0;-#,##0;0"
    SHARE = "0.00%"
    MONEY = "#,##0.00"
    NUMBER = "0.00"
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


ALIGNED: Mapping[Format, Mapping[str, Any]] = {
    each: {"align": "right", "indent": 1}
    for each in Format
    if each not in (Format.TEXT, Format.LINK, Format.DAY, Format.MOMENT)
} | {
    Format.TEXT: {"text_wrap": True},
    Format.LINK: {"align": "left"},
    Format.DAY: {"align": "center"},
    Format.MOMENT: {"align": "center"},
}


@dataclass(frozen=True)
class Column:
    """One column: its header, its format, its width in characters, whether it is to be written in, and to be seen."""

    name: str
    format: Format = Format.TEXT
    width: float = 12
    is_editable: bool = False
    is_hidden: bool = False


class Book:
    """A workbook that is being written; moments are shown in Beijing time, and what is missing says so.

    What may be written in stands on a pale ground, and there an empty cell waits for a value.
    """

    def __init__(self, path: Path, *, made_at: datetime | None = None, frugal: bool = False) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        options["constant_memory"] = frugal
        self.file = xlsxwriter.Workbook(str(path), options | {"default_format_properties": FONT})
        if made_at is not None:
            self.file.set_properties({"created": made_at.replace(tzinfo=None)})
        self._head = self.file.add_format({"bold": True, "bg_color": HEAD, "text_wrap": True, "valign": "vcenter"})
        self._pens: dict[tuple[Format, bool], Any] = {}
        self._quiet: dict[Format, Any] = {}
        self._grounds: dict[tuple[str, str], Any] = {}

    def sheet(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, frozen_columns: int = 0
    ) -> Any:  # noqa: ANN401 - untyped
        """Write one sheet and return it; a row has a value for every column."""
        sheet = self.file.add_worksheet(name)
        sheet.freeze_panes(1, frozen_columns)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, None, {"hidden": column.is_hidden})
            sheet.write_string(0, place, column.name, self._head)
        sheet.set_row(0, LINE * max(lines_of(column.name, column.width - EDGES) for column in columns) + LINE // 3)
        if last := self._write(sheet, columns, rows):
            sheet.autofilter(0, 0, last, len(columns) - 1)
        return sheet

    def close(self) -> None:
        """Write the file."""
        self.file.close()

    def pen(self, pattern: Format, *, is_pale: bool = False) -> Any:  # noqa: ANN401 - untyped
        """Return the format of a cell, made once: whatever shows text wraps."""
        if (pattern, is_pale) not in self._pens:
            look = {"num_format": pattern.value, "valign": "top", **ALIGNED[pattern]}
            ground = {"bg_color": PALE, "border": 1, "border_color": EDGE} if is_pale else {}
            self._pens[pattern, is_pale] = self.file.add_format(look | ground)
        return self._pens[pattern, is_pale]

    def quiet(self, pattern: Format) -> Any:  # noqa: ANN401 - untyped
        """Return the format of what is missing in a column, made once; it stands where the column's values stand."""
        if pattern not in self._quiet:
            look = {"font_color": QUIET, "valign": "top", **ALIGNED[pattern]}
            self._quiet[pattern] = self.file.add_format(look)
        return self._quiet[pattern]

    def ground(self, colour: str, words: str) -> Any:  # noqa: ANN401 - untyped
        """Return the format that lays a ground under a cell that stands out, made once."""
        if (colour, words) not in self._grounds:
            self._grounds[colour, words] = self.file.add_format({"bg_color": colour, "font_color": words})
        return self._grounds[colour, words]

    def _write(self, sheet: Any, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:  # noqa: ANN401 - untyped
        """Write the rows below the header, each cell by its column's formats, and return the number of the last."""
        number, nothing = 0, no_figures()
        quiet = [self.quiet(each.format) for each in columns]
        words = [
            self.pen(each.format if each.format is Format.LINK else Format.TEXT, is_pale=each.is_editable)
            for each in columns
        ]
        pens = [self.pen(each.format, is_pale=each.is_editable) for each in columns]
        widths = [inf if each.format is Format.LINK else each.width for each in columns]
        for number, row in enumerate(rows, start=1):
            lines = 1
            for place, value in enumerate(row):
                if isinstance(value, str) and value:
                    write_text(sheet, number, place, value[:LONGEST_TEXT], words[place])
                    if WIDE * len(value) > widths[place] or "\n" in value:
                        lines = max(lines, lines_of(value, widths[place]))
                elif isinstance(value, date):
                    write_figure(sheet, number, place, serial(value), pens[place])
                elif value is not None and value != "":
                    write_figure(sheet, number, place, value, pens[place])
                elif columns[place].is_editable:
                    write_blank(sheet, number, place, None, pens[place])
                elif value is None:
                    write_text(sheet, number, place, nothing, quiet[place])
            if lines > 1:
                sheet.set_row(number, LINE * min(lines, MOST_LINES))
        return number


@contextmanager
def whole_book(path: Path, *, made_at: datetime | None = None, frugal: bool = False) -> Iterator[Book]:
    """Lend a workbook that takes a file's place at once when all of it is written; an error leaves what was there.

    A ``frugal`` one keeps one row in memory, so its sheets are written one after another, row by row.
    """
    with whole(path) as draft:
        book = Book(draft, made_at=made_at, frugal=frugal)
        try:
            yield book
        finally:
            book.close()


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of so many half-width characters; a Chinese one takes two."""
    return sum(max(1, ceil((len(line.encode("gb18030", "replace")) + EDGES) / width)) for line in text.split("\n"))


def serial(day: date) -> float:
    """Return a day or an aware moment as a spreadsheet counts: days since the end of 1899, a moment's in Beijing.

    Beijing's clock has not been set since 1991, so its zone need not be asked.
    """
    if isinstance(day, datetime):
        return (day - MOMENT_ZERO) / ONE_DAY
    return day.toordinal() - DAY_ZERO


def no_figures() -> str:
    """Return what stands where nothing is known: never a 0."""
    return _("no data")
