"""The short table of the browser: what fits of a table, as text, the most urgent rows first (C4)."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import IntEnum

from agency.domain.calendar import beijing_minute
from agency.locale import _
from agency.reports.sheet import Format, Value, no_figures
from agency.reports.tables.column import Column
from agency.reports.tables.marks import due_soon, overdue
from agency.reports.tables.table import Filled, Row, Table

PERCENT = 100
LONGEST = 200  # characters of a cell
NOTHING = "–"

TextRow = dict[str, str]


class Rank(IntEnum):
    """How urgent a row is."""

    OVERDUE = 0
    RED = 1
    SOON = 2
    YELLOW = 3
    CALM = 4


def urgency(table: Table, row: Row, today: date) -> tuple[Rank, date, str]:
    """Return how urgent a row is, its most urgent day, and that in words; nothing is said of a calm one."""
    if late := overdue(table, row, today):
        column, day = min(late, key=day_of)
        return Rank.OVERDUE, day, _("{what}: overdue since {day}").format(what=column.name, day=day)
    if red := [column for column, value in shown(table, row) if value in column.red]:
        return Rank.RED, date.max, red[0].name
    if soon := due_soon(table, row, today):
        column, day = min(soon, key=day_of)
        return Rank.SOON, day, _("{what}: due on {day}").format(what=column.name, day=day)
    if yellow := [column for column, value in shown(table, row) if value in column.yellow]:
        return Rank.YELLOW, date.max, yellow[0].name
    return Rank.CALM, date.max, ""


def day_of(found: tuple[Column, date]) -> date:
    """Return the day alone."""
    return found[1]


def shown(table: Table, row: Row) -> Iterator[tuple[Column, Value]]:
    """Yield the columns that have words which stand out, with their values."""
    for place, column in enumerate(table.columns):
        if column.red or column.yellow:
            yield column, row[place]


def page_rows(filled: Filled, today: date, most: int) -> list[TextRow]:
    """Return at most so many rows with the columns that fit, as text: the most urgent first, then in their order."""
    table = filled.table
    columns = [(place, column) for place, column in enumerate(table.columns) if column.on_page]
    ranked = [(*urgency(table, row, today), number) for number, row in enumerate(filled.rows)]
    ranked.sort(key=lambda one: (one[0], one[1], one[3]))
    return [
        {_("Urgency"): said or NOTHING}
        | {column.name: as_text(filled.rows[number][place], column.format) for place, column in columns}
        for _rank, _day, said, number in ranked[:most]
    ]


def count_urgent(filled: Filled, today: date) -> int:
    """Return how many rows are overdue or stand out in red."""
    return sum(urgency(filled.table, row, today)[0] <= Rank.RED for row in filled.rows)


def as_text(value: Value, kind: Format) -> str:
    """Return a value as people read it."""
    match value:
        case None:
            return no_figures()
        case "":
            return NOTHING
        case str():
            return value.replace("\n", " ")[:LONGEST]
        case datetime():
            return beijing_minute(value)
        case date():
            return value.isoformat()
    return figure(value, kind)


def figure(value: float, kind: Format) -> str:
    """Return a number in its column's format."""
    match kind:
        case Format.SHARE:
            return f"{value * PERCENT:.2f}%"
        case Format.CHANGE:
            return f"{value:+,.0f}" if value else "0"
        case Format.MONEY:
            return f"{value:,.2f}"
        case Format.NUMBER:
            return f"{value:.2f}"
    return f"{value:,.0f}"
