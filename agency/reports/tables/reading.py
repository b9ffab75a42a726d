"""A workbook of the six tables as it comes back: which sheets are ours, which row is which, what is written where (C4).

A lead sorts, filters, renames sheets, deletes columns and adds their own: a table is known by its name or by its
headers, a column by its header, a row by its code. Cells in a row with nothing in it are nobody's.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agency.domain.edits import Cell, says_nothing, text_of
from agency.locale import _
from agency.reports.tables.table import Table

HEADERS_SEARCHED = 10
MOST_TOLD = 5
LAST_ROW = re.compile(r"\d+$")


@dataclass(frozen=True, kw_only=True)
class GivenRow:
    """One row as it came back; ``number`` counts as a spreadsheet does, ``cells`` are by the column's code.

    ``version`` is None where the file does not say which version of the row it was made from.
    """

    number: int
    code: str
    version: int | None
    cells: Mapping[str, Cell]


@dataclass(frozen=True, kw_only=True)
class GivenSheet:
    """One of the tables as it came back, under the name its sheet has now.

    ``faults`` are sentences on why the sheet can't be taken, whatever its cells say; ``remarks`` change nothing.
    """

    table: Table
    name: str
    rows: tuple[GivenRow, ...] = ()
    has_versions: bool = True
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """Where the columns of a table stand in a sheet, by their codes; ``row`` counts from 0."""

    row: int
    places: Mapping[str, int]
    version: int | None
    strange: tuple[str, ...]
    twice: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RawSheet:
    """A sheet of a workbook as it was read: its rows from the first on, and where cells were merged (``C3:C5``).

    ``unknown`` are computed cells whose result the file does not hold, row and column of each counted from 0.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[str] = ()
    unknown: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, kw_only=True)
class GivenBook:
    """The tables of a workbook that came back, in the order of the six; ``others`` are sheets that were not read."""

    sheets: tuple[GivenSheet, ...]
    others: tuple[str, ...]


def is_ours(names: Iterable[str], tables: Sequence[Table]) -> bool:
    """Say whether a workbook with sheets of these names is one of the six tables given back."""
    return bool({name.strip() for name in names} & {table.name for table in tables})


def read_book(sheets: Sequence[RawSheet], tables: Sequence[Table]) -> GivenBook:
    """Return the tables that stand in a workbook, whatever the order of its sheets.

    A sheet that bears a table's name is that table; a table without one is looked for by its headers.
    """
    found = {table.code: sheet for table in tables for sheet in sheets if sheet.name.strip() == table.name}
    for table in tables:
        free = (sheet for sheet in sheets if sheet not in found.values() and looks_like(sheet, table))
        if table.code not in found and (sheet := next(free, None)):
            found[table.code] = sheet
    read = tuple(read_sheet(found[table.code], table) for table in tables if table.code in found)
    return GivenBook(sheets=read, others=tuple(sheet.name for sheet in sheets if sheet not in found.values()))


def looks_like(sheet: RawSheet, table: Table) -> bool:
    """Say whether a sheet has the headers of a table, most of them at least."""
    header = find_header(sheet.rows, table)
    return header is not None and len(header.places) > len(table.columns) // 2


def read_sheet(sheet: RawSheet, table: Table) -> GivenSheet:
    """Return a sheet's rows as those of a table, with what is wrong or worth saying of it as a whole."""
    header = find_header(sheet.rows, table)
    if header is None:
        sentence = _("the column “{column}” is missing, so no row can be told; put it back")
        return GivenSheet(table=table, name=sheet.name, faults=(sentence.format(column=key_name(table)),))
    rows = tuple(rows_below(table, header, sheet.rows))
    return GivenSheet(
        table=table,
        name=sheet.name,
        rows=rows,
        has_versions=header.version is not None,
        faults=(
            *column_faults(header),
            *merged_faults(sheet, header),
            *unknown_faults(sheet, header),
            *row_faults(rows),
        ),
        remarks=remarks(table, header),
    )


def column_faults(header: Header) -> Iterator[str]:
    """Yield that a column stands twice, so that nobody knows which counts."""
    if header.twice:
        sentence = _("there are two columns of one name: {columns}; delete one of them")
        yield sentence.format(columns=_(", ").join(header.twice))


def merged_faults(sheet: RawSheet, header: Header) -> Iterator[str]:
    """Yield that cells were merged: of such cells only the first says anything, so what is meant is unknown."""
    merged = [cells for cells in sheet.merged if (last := LAST_ROW.search(cells)) and int(last[0]) > header.row]
    if merged:
        sentence = _("cells were merged: {cells}; split them and fill in each")
        yield sentence.format(cells=_(", ").join(merged[:MOST_TOLD]))


def unknown_faults(sheet: RawSheet, header: Header) -> Iterator[str]:
    """Yield that a formula has no result in the file, where a column of the table is concerned."""
    read = set(header.places.values())
    found = [place(row, column) for row, column in sheet.unknown if row > header.row and column in read]
    if found:
        sentence = _("formulas without a result: {cells}; open the workbook, save it, and give it back again")
        yield sentence.format(cells=_(", ").join(found[:MOST_TOLD]))


def place(row: int, column: int) -> str:
    """Return what a spreadsheet calls a cell, both counted from 0: ``C3``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def key_name(table: Table) -> str:
    """Return the header of the column that holds a row's code."""
    return table.columns[table.place(table.key)].name


def find_header(rows: Sequence[Sequence[Cell]], table: Table) -> Header | None:
    """Return where the table's columns stand, from the first row that has its key column; None when none has."""
    by_name = {column.name: column.code for column in table.columns}
    for number, row in enumerate(rows[:HEADERS_SEARCHED]):
        names = [text_of(cell) for cell in row]
        if key_name(table) not in names:
            continue
        places = {by_name[name]: at for at, name in reversed(list(enumerate(names))) if name in by_name}
        version = names.index(_("version")) if _("version") in names else None
        counted = Counter(names)
        return Header(
            row=number,
            places=places,
            version=version,
            strange=tuple(name for name in names if name and name not in by_name and name != _("version")),
            twice=tuple(name for name in by_name if counted[name] > 1),
        )
    return None


def rows_below(table: Table, header: Header, rows: Sequence[Sequence[Cell]]) -> Iterator[GivenRow]:
    """Yield the rows below the header that say anything."""
    for number, row in enumerate(rows[header.row + 1 :], start=header.row + 2):
        cells = {code: row[at] for code, at in header.places.items() if at < len(row)}
        code = text_of(cells.get(table.key, ""))
        if not code and all(says_nothing(cell) for cell in cells.values()):
            continue
        written = row[header.version] if header.version is not None and header.version < len(row) else ""
        yield GivenRow(number=number, code=code, version=version_of(written), cells=cells)


def version_of(cell: Cell) -> int | None:
    """Return the version that a row was made from, None where the cell holds none."""
    text = text_of(cell)
    return int(text) if text.isdecimal() and text.isascii() else None


def row_faults(rows: Sequence[GivenRow]) -> Iterator[str]:
    """Yield each code that stands in several rows: nobody knows which of them counts."""
    numbers: dict[str, list[str]] = {}
    for row in rows:
        numbers.setdefault(row.code, []).append(str(row.number))
    for code, several in numbers.items():
        if code and len(several) > 1:
            sentence = _("{code} stands in several rows: {rows}; leave one of them")
            yield sentence.format(code=code, rows=_(", ").join(several))


def remarks(table: Table, header: Header) -> tuple[str, ...]:
    """Return what is worth saying of the columns: those left out are unchanged, those added are not read."""
    lacking = [column.name for column in table.editable if column.code not in header.places]
    told = []
    if lacking:
        told.append(_("columns left out, nothing of them changes: {columns}").format(columns=_(", ").join(lacking)))
    if header.strange:
        told.append(_("columns of your own, not read: {columns}").format(columns=_(", ").join(header.strange)))
    return tuple(told)
