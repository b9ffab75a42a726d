"""What stands out in a sheet: overdue and missed on a red ground, due soon on a yellow one (C4)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from xlsxwriter.utility import xl_col_to_name

from agency.domain.calendar import beijing_day
from agency.reports.sheet import Value
from agency.reports.tables.column import Column, Due
from agency.reports.tables.table import Row, Table

FIRST_ROW = 2  # below the header, as a spreadsheet counts


def overdue(table: Table, row: Row, today: date) -> list[tuple[Column, date]]:
    """Return the columns in which something of a row is past its day and not done, each with that day."""
    return [(column, day) for column, day in open_days(table, row) if day < today]


def due_soon(table: Table, row: Row, today: date) -> list[tuple[Column, date]]:
    """Return the columns in which something of a row is due within the days that are near, each with its day."""
    return [
        (column, day)
        for column, day in open_days(table, row)
        if column.due and today <= day <= today + timedelta(days=column.due.near)
    ]


def open_days(table: Table, row: Row) -> Iterator[tuple[Column, date]]:
    """Yield the days and moments of a row by which something that is not done is to be done."""
    if table.standing and row[table.place(table.standing)] in table.at_rest:
        return
    for place, column in enumerate(table.columns):
        day = day_of(row[place])
        if column.due and day and not is_done(table, row, column.due):
            yield column, day


def is_done(table: Table, row: Row, due: Due) -> bool:
    """Say whether what is due in a column is done."""
    if due.done:
        return day_of(row[table.place(due.done)]) is not None
    return bool(due.awaiting) and row[table.place(table.standing)] not in due.awaiting


def day_of(value: Value) -> date | None:
    """Return the Beijing day of a day or a moment, None for anything else."""
    if isinstance(value, datetime):
        return beijing_day(value)
    return value if isinstance(value, date) else None


def late_formula(table: Table, column: Column, due: Due) -> str:
    """Return the formula that is true where a thing is overdue, or was done later than its day; it goes by TODAY()."""
    day = whole_day(table, column.code)
    overdue = every(is_known(table, column.code), *conditions(table, due), f"{day}<TODAY()")
    if not due.done:
        return f"={overdue}"
    done_later = f"{whole_day(table, due.done)}>{day}"
    return f"=OR({overdue},{every(is_known(table, column.code), is_known(table, due.done), done_later)})"


def soon_formula(table: Table, column: Column, due: Due) -> str:
    """Return the formula that is true where a thing is due within the days that are near."""
    day = whole_day(table, column.code)
    near = (f"{day}>=TODAY()", f"{day}<=TODAY()+{due.near}")
    return f"={every(is_known(table, column.code), *conditions(table, due), *near)}"


def conditions(table: Table, due: Due) -> Iterator[str]:
    """Yield what is true while a thing is not done."""
    if due.done:
        yield f"NOT({is_known(table, due.done)})"
    if due.awaiting:
        yield one_of(table, due.awaiting)
    elif table.standing:
        yield f"NOT({one_of(table, table.at_rest)})"


def every(*terms: str) -> str:
    """Return the formula that is true where all of these are."""
    return f"AND({','.join(terms)})"


def is_known(table: Table, code: str) -> str:
    """Return the formula that is true where a column holds a day or a moment."""
    return f"ISNUMBER({cell(table, code)})"


def whole_day(table: Table, code: str) -> str:
    """Return the formula of a column's day; text counts as long ago, so that it breaks no formula."""
    return f"INT(N({cell(table, code)}))"


def one_of(table: Table, words: Sequence[str]) -> str:
    """Return the formula that is true where the standing is one of some words."""
    standing = cell(table, table.standing)
    return f"OR({','.join(f'{standing}={quoted(word)}' for word in words)})"


def quoted(word: str) -> str:
    """Return a word as a formula has it."""
    return '"' + word.replace('"', '""') + '"'


def cell(table: Table, code: str) -> str:
    """Return the cell of a column in the first row of data, its row free to move down."""
    return f"${xl_col_to_name(table.place(code))}{FIRST_ROW}"
