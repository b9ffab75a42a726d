"""The workbook of the six tables: what a lead reads, filters, writes in and gives back (C4, R22)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from agency.domain.calendar import beijing_minute
from agency.locale import _
from agency.reports.sheet import Book, Format, whole_book
from agency.reports.sheet import Column as SheetColumn
from agency.reports.tables.column import Column
from agency.reports.tables.marks import late_formula, quoted, soon_formula
from agency.reports.tables.table import Filled, Row, Table
from agency.reports.tables.validation import Lists, cell_rule, header_rule

RED, YELLOW = ("#FFC7CE", "#9C0006"), ("#FFEB9C", "#7F6000")  # the ground, and what is written on it

A3 = 8  # as a spreadsheet numbers its papers


def write_tables(filled: Sequence[Filled], path: Path, *, made_at: datetime) -> None:
    """Write the tables as one workbook, a sheet each; a file that is there is replaced at once, and never half written.

    Row 1 of a sheet is the columns' names, the rows follow. A sheet that may be edited has one more column, hidden: the
    row's version, by which a row that was changed since is told when the workbook is given back.
    """
    lists = Lists(filled)
    with whole_book(path, made_at=made_at) as book:
        for each in filled:
            write_table(book, each, lists)
        write_notes(book, filled, made_at)
        lists.write(book)


def write_table(book: Book, filled: Filled, lists: Lists) -> None:
    """Write one table: its rows, what stands out in them, and what its cells take."""
    table = filled.table
    frozen = table.place(table.frozen or table.key) + 1
    sheet = book.sheet(table.name, sheet_columns(filled), rows_of(filled), frozen_columns=frozen)
    print_wide(sheet)
    for place, column in enumerate(table.columns):
        sheet.data_validation(0, place, 0, place, header_rule(column))
        if filled.rows:
            span = (1, place, len(filled.rows), place)
            if rule := cell_rule(filled, column, lists):
                sheet.data_validation(*span, rule)
            for condition in conditions(book, table, column):
                sheet.conditional_format(*span, condition)


def print_wide(sheet: Any) -> None:  # noqa: ANN401 - untyped
    """Let a sheet print on A3 lying, all its columns on one page, the header on each."""
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def sheet_columns(filled: Filled) -> list[SheetColumn]:
    """Return a table's columns as a sheet has them, the version last where something may be edited."""
    columns = [
        SheetColumn(each.name, each.format, each.width, is_editable=each.editable, is_hidden=each.hidden)
        for each in filled.table.columns
    ]
    if filled.table.editable:
        columns.append(SheetColumn(_("version"), Format.COUNT, is_hidden=True))
    return columns


def rows_of(filled: Filled) -> Iterable[Row]:
    """Return a table's rows as a sheet has them."""
    if not filled.table.editable:
        return filled.rows
    return ([*row, rev] for row, rev in zip(filled.rows, filled.revs, strict=True))


def conditions(book: Book, table: Table, column: Column) -> Iterator[dict[str, Any]]:
    """Yield what makes a column's cells stand out, the graver first."""
    red, yellow = book.ground(*RED), book.ground(*YELLOW)
    if column.due:
        yield {"type": "formula", "criteria": late_formula(table, column, column.due), "format": red}
        yield {"type": "formula", "criteria": soon_formula(table, column, column.due), "format": yellow}
    for words, ground in ((column.red, red), (column.yellow, yellow)):
        for word in words:
            yield {"type": "cell", "criteria": "==", "value": quoted(word), "format": ground}


def write_notes(book: Book, filled: Sequence[Filled], made_at: datetime) -> None:
    """Write the sheet that says how the tables are read and given back, and what each column means."""
    columns = [
        SheetColumn(_("Name of the table"), width=18),
        SheetColumn(_("Column of the table"), width=20),
        SheetColumn(_("What it means"), width=64),
        SheetColumn(_("Clause"), width=12),
        SheetColumn(_("May be edited"), width=14),
    ]
    sheet = book.sheet(_("About"), columns, [*guide(made_at), *meanings(filled)])
    sheet.fit_to_pages(1, 0)


def guide(made_at: datetime) -> Iterator[Row]:
    """Yield the lines that say how the tables are read, and how they are given back."""
    stand = _("As on record on {moment}, Beijing time.").format(moment=beijing_minute(made_at))
    for topic, sentence in (
        (_("As of"), stand),
        (_("No data"), _("Nothing on record tells it; it is not 0. An empty cell: there is nothing yet.")),
        (_("Red and yellow"), _("Red: past its day and not done, or done too late. Yellow: due soon.")),
        (_("To edit"), _("Write in the cells on a pale yellow ground only, and leave the rows' codes as they are.")),
        (
            _("To give back"),
            _(
                "Save it as xlsx, put it into the inbox or run: shortvideo import FILE --by CODE. Changes are shown first."
            ),
        ),
        (_("Empty cells"), _("An emptied cell erases nothing.")),
        (_("New rows"), _("Rows are not added here: topics, shoots and accounts come from their own flows.")),
    ):
        yield ["", topic, sentence, "", ""]


def meanings(filled: Sequence[Filled]) -> Iterator[Row]:
    """Yield what each column of each table means."""
    yes = _("yes")
    for each in filled:
        for column in each.table.columns:
            if not column.hidden:
                editable = yes if column.editable else ""
                yield [each.table.name, column.name, column.means, column.clause or each.table.clause, editable]
