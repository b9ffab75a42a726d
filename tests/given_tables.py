"""Workbooks of the six tables as an invented lead gives them back: written by XlsxWriter from what should stand in each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import select

from agency.domain.calendar import BEIJING
from agency.domain.terms import label
from agency.locale import _
from agency.records.tables import Account, ContentItem, Person, Shoot
from agency.reports.tables.six import six_tables
from agency.reports.tables.table import Table
from tasks.opening import records

Cells = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A cell that is computed; ``value`` is what the spreadsheet worked out, None where it was never opened."""

    formula: str
    value: Any = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: the table it is, its rows by the columns' codes with their ``rev``, and what the lead did to it."""

    table: str
    rows: Sequence[Cells]
    name: str = ""
    without: frozenset[str] = frozenset()
    beside: Sequence[str] = ()
    above: Sequence[str] = ()
    merged: str = ""
    with_version: bool = True


def table_of(code: str) -> Table:
    """Return one of the six tables."""
    return next(table for table in six_tables() if table.code == code)


def header(table: str, column: str) -> str:
    """Return what a column is called."""
    found = table_of(table)
    return found.columns[found.place(column)].name


def give(path: Path, *sheets: Sheet) -> Path:
    """Write a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False}) as book:
        book.day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for sheet in sheets:
            write_sheet(book, sheet)
    return path


def write_sheet(book: Any, sheet: Sheet) -> None:
    """Write one sheet, the version last."""
    table = table_of(sheet.table)
    columns = [column for column in table.columns if column.code not in sheet.without]
    page = book.add_worksheet(sheet.name or table.name)
    for line in sheet.above:
        page.write_string(0, 0, line)
    top = len(sheet.above)
    names = [*(column.name for column in columns), *sheet.beside, *([_("version")] if sheet.with_version else [])]
    for place, name in enumerate(names):
        page.write_string(top, place, name)
    for number, row in enumerate(sheet.rows, start=top + 1):
        for place, column in enumerate(columns):
            write_cell(book, page, number, place, row.get(column.code, ""))
        if sheet.with_version and "rev" in row:
            page.write_number(number, len(names) - 1, row["rev"])
    if sheet.merged:
        page.merge_range(sheet.merged, "合并")


def write_cell(book: Any, page: Any, row: int, place: int, value: Any) -> None:
    """Write one cell as a spreadsheet keeps it."""
    match value:
        case "":
            pass
        case Formula():
            page.write_formula(row, place, value.formula, None, "" if value.value is None else value.value)
        case datetime():
            shown = value.astimezone(BEIJING).replace(tzinfo=None) if value.tzinfo else value
            page.write_datetime(row, place, shown, book.moment)
        case date():
            page.write_datetime(row, place, value, book.day)
        case None:
            page.write_string(row, place, _("no data"))
        case int() | float():
            page.write_number(row, place, value)
        case _:
            page.write_string(row, place, str(value))


def standing(table: str, code: str, **written: Any) -> dict[str, Any]:
    """Return a row as the workbook shows it now, with what the lead wrote over it."""
    kind: Any = {"accounts": Account, "content": ContentItem, "cuts": ContentItem, "shoots": Shoot}[table]
    with records() as session:
        row = session.scalars(select(kind).where(kind.code == code)).one()
        people = {person.id: person.name for person in session.scalars(select(Person))}
        shown = {"code": code, "rev": row.rev}
        for column in table_of(table).editable:
            if column.is_person:
                shown[column.code] = people.get(getattr(row, f"{column.code}_id"))
            else:
                value = getattr(row, column.code)
                shown[column.code] = label(value) if column.choices else value
    return shown | written
