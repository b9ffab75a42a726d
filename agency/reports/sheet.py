"""One sheet of a workbook: a frozen header, a format for each column, and no cell that a spreadsheet could take for a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import xlsxwriter

from agency.domain.calendar import BEIJING
from agency.locale import _

Value = str | int | float | date | datetime | None


class Format(StrEnum):
    """How a column shows its numbers; the value is the spreadsheet's own pattern."""

    TEXT = "@"
    COUNT = "#,##0"
    CHANGE = "+#,##0;-#,##0;0"
    SHARE = "0.00%"
    NUMBER = "0.00"
    DAY = "yyyy-mm-dd"
    MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True)
class Column:
    """One column: its header, its format, and its width in characters."""

    name: str
    format: Format = Format.TEXT
    width: int = 12


class Book:
    """A workbook that is being written; moments are shown in Beijing time, and what is missing says so."""

    def __init__(self, path: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book = xlsxwriter.Workbook(str(path), options)
        self._head = self._book.add_format({"bold": True, "bg_color": "#DDE5F0", "text_wrap": True, "valign": "top"})
        self._quiet = self._book.add_format({"font_color": "#8B95A1"})
        self._formats = {
            each: self._book.add_format({"num_format": each.value, "text_wrap": each is Format.TEXT, "valign": "top"})
            for each in Format
        }

    def sheet(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> None:
        """Write one sheet; a row has a value for every column."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.name, self._head)
        for number, row in enumerate(rows, start=1):
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._write(sheet, number, place, value, column.format)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _write(self, sheet: Any, row: int, place: int, value: Value, pattern: Format) -> None:  # noqa: ANN401 - untyped
        shown = self._formats[pattern]
        match value:
            case None:
                sheet.write_string(row, place, no_figures(), self._quiet)
            case str():
                sheet.write_string(row, place, value, self._formats[Format.TEXT])
            case datetime():
                sheet.write_datetime(row, place, value.astimezone(BEIJING).replace(tzinfo=None), shown)
            case date():
                sheet.write_datetime(row, place, value, shown)
            case _:
                sheet.write_number(row, place, value, shown)


def no_figures() -> str:
    """Return what stands where nothing is known: never a 0."""
    return _("no data")
