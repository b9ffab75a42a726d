"""XlsxWriter alone: the cells of the six tables, written from memory as its manual shows, each with its column's format."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from agency.domain.calendar import BEIJING
from agency.records.engine import open_records, reading
from agency.reports.sheet import no_figures
from agency.reports.tables.table import Filled
from benchmarks.ground.errand import Errand
from benchmarks.ground.full_agency import NOW
from tasks.tables.six_tables import gather

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}

_cells: list[tuple[str, list[str], list[list[Any]]]] = []


def prepare(errand: Errand) -> None:
    """Gather the cells, which is not measured."""
    engine = open_records(errand.database)
    with reading(engine) as session:
        _cells.extend(cells(each) for each in gather(session, NOW))
    engine.dispose()


def cells(filled: Filled) -> tuple[str, list[str], list[list[Any]]]:
    """Return a sheet's name, its columns' formats, and its cells as XlsxWriter takes them; None where there is none."""
    columns = filled.table.columns
    rows = [
        [cell(value, is_editable=column.editable) for value, column in zip(row, columns, strict=True)]
        for row in filled.rows
    ]
    return filled.table.name, [column.format.value for column in columns], rows


def cell(value: Any, *, is_editable: bool) -> Any:  # noqa: ANN401 - whatever stands in a cell
    """Return a value as XlsxWriter takes it: a moment of Beijing's clock, the word for what is missing, or a blank."""
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).replace(tzinfo=None)
    if value is None or value == "":
        return "" if is_editable else no_figures() if value is None else None
    return value


def load(errand: Errand) -> int:
    """Write all cells; return how many content items that were."""
    with tempfile.TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(str(Path(folder) / "cells.xlsx"), AS_TEXT)
        for name, patterns, rows in _cells:
            sheet = book.add_worksheet(name)
            formats = [book.add_format({"num_format": pattern}) for pattern in patterns]
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, place, value, formats[place])
        book.close()
    return len(_cells[-1][2])
