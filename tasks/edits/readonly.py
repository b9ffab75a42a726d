"""What stands otherwise in columns for reading only: said, never taken, and never held against the sheet (C4).

Such a column is worked out from the records, and moves with every figure that comes in and every gate that is passed. So
nobody can tell a cell that the lead wrote over from one that the world has overtaken.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from math import isclose

from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.edits import Cell, says_nothing, text_of
from agency.locale import _
from agency.records.tables.base import now
from agency.reports.sheet import Value
from agency.reports.tables.reading import GivenSheet
from agency.reports.tables.table import Filled
from tasks.edits.cells import A_MINUTE
from tasks.edits.values import EditPlan, SheetPlan
from tasks.tables.six_tables import gather

COLUMNS_TOLD = 6


def with_readonly_remarks(session: Session, plan: EditPlan) -> EditPlan:
    """Return a plan that says of each sheet which columns for reading only differ from the tables as they are now."""
    shown = {filled.table.code: filled for filled in gather(session, now())}
    given = {sheet.table.code: sheet for sheet in plan.file.book.sheets}
    sheets = (remarked(sheet, given[sheet.table.code], shown[sheet.table.code]) for sheet in plan.sheets)
    return replace(plan, sheets=tuple(sheets))


def remarked(sheet: SheetPlan, given: GivenSheet, shown: Filled) -> SheetPlan:
    """Return a sheet with what is to be said of its columns for reading only."""
    told = {refusal.column for refusal in sheet.refusals}
    found = Counter({name: count for name, count in differing(given, shown).items() if name not in told})
    if not found:
        return sheet
    names = [f"{name} ({count})" for name, count in found.most_common(COLUMNS_TOLD)]
    sentence = _("cells for reading only that differ from the records as they are now, not taken: {columns}")
    return replace(sheet, remarks=(*sheet.remarks, sentence.format(columns=_(", ").join(names))))


def differing(given: GivenSheet, shown: Filled) -> Counter[str]:
    """Return how many cells of each column for reading only differ, by the column's header."""
    table = shown.table
    key = table.place(table.key)
    rows: Mapping[str, tuple[Value, ...]] = {str(row[key]): tuple(row) for row in shown.rows}
    readonly = [
        (place, column)
        for place, column in enumerate(table.columns)
        if not column.editable and column.code not in {table.key, "number"}
    ]
    return Counter(
        column.name
        for row in given.rows
        if (now_shown := rows.get(row.code))
        for place, column in readonly
        if column.code in row.cells and not is_shown(row.cells[column.code], now_shown[place])
    )


def is_shown(cell: Cell, value: Value) -> bool:
    """Say whether a cell holds what the table shows; a silent one says nothing against it."""
    if says_nothing(cell):
        return True
    match value:
        case None:
            return False
        case datetime():
            return isinstance(cell, datetime) and abs(cell - value.astimezone(BEIJING).replace(tzinfo=None)) < A_MINUTE
        case date():
            return (cell.date() if isinstance(cell, datetime) else cell) == value
        case int() | float():
            return isinstance(cell, int | float) and isclose(cell, value, rel_tol=1e-9, abs_tol=1e-9)
        case _:
            return text_of(cell) == text_of(value)
