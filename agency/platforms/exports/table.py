"""The rows below a header as figures: a bad row is told and never costs the good ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, compress
from typing import TypeVar

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.cells import folded
from agency.platforms.exports.columns import ColumnRead, read_column
from agency.platforms.exports.export import Readings, RowProblem
from agency.platforms.exports.grid import Cell, Grid, Raw
from agency.platforms.exports.header import Header
from agency.platforms.exports.layout import Column

T = TypeVar("T")
Faults = Mapping[tuple[int, int], str]
WHOLE_ROW = -1


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the column at a position of the table tells of one field."""

    index: int
    column: Column
    read: ColumnRead


def read_rows(grid: Grid, header: Header, received: date) -> tuple[Readings, tuple[RowProblem, ...]]:
    """Return the rows below the header, and what is wrong with those that cannot be read.

    Rows without a word and the table's own sums are passed over. ``received`` is the Beijing day on which the file came.
    """
    rows, raws = spoken_rows(grid, header)
    if not rows:
        raise BadInput(_("there are no rows below the header"))
    cells = list(zip(*raws, strict=False))  # a row is as wide as the header, or wider
    told = [read_field(index, column, header, cells[index], received) for index, column in header.fields()]
    faults = faults_of(grid, header, rows, raws, told)
    values = {one.column.field: one.read.values for one in told}
    repeats = repeated_days(values.get("day", ()), {place for place, _index in faults})
    good = [True] * len(rows)
    for place, _index in (*faults, *repeats):
        good[place] = False
    mended = header.layout.mend(values) if header.layout.mend else values
    readings = Readings(
        shape=header.layout.shape,
        names=header.names,
        rows=kept(rows, good),
        raws=kept(raws, good),
        values={field: kept(column, good) for field, column in mended.items()},
        always=header.layout.always,
        rounded=rounded_fields(told, good),
    )
    return readings, problems_of(header, rows, sorted(faults.items())) + problems_of(header, rows, repeats.items())


def spoken_rows(grid: Grid, header: Header) -> tuple[Sequence[int], Sequence[Sequence[Raw]]]:
    """Return the rows below the header that say something, by their place in the file, each at least as wide as it is."""
    width, first, sums = len(header.names), min(header.columns), header.layout.sums
    raws: Sequence[Sequence[Raw]] = grid.rows[header.row :]
    rows = range(header.row + 1, header.row + 1 + len(raws))
    if min(map(len, raws), default=width) < width:
        raws = [[*raw, *[""] * (width - len(raw))] for raw in raws]
    leading = [raw[first] for raw in raws]
    silent = {
        rows[place]
        for place, cell in enumerate(leading)
        if (not cell or str(cell).isspace()) and not says_anything(raws[place])
    } - grid.computed.keys()
    silent |= (
        {row for row, cell in zip(rows, leading, strict=True) if folded(Cell(cell, "")) in sums} if sums else set()
    )
    if not silent:
        return rows, raws
    spoken = [row not in silent for row in rows]
    return kept(rows, spoken), kept(raws, spoken)


def says_anything(raws: Iterable[Raw]) -> bool:
    """Tell whether any of these cells holds more than blanks."""
    return any(str(raw).strip() for raw in raws)


def read_field(index: int, column: Column, header: Header, cells: Sequence[Raw], received: date) -> Told:
    """Read one field of the table from top to bottom."""
    settled = cells if column.settle is None else column.settle(cells, received)
    return Told(index=index, column=column, read=read_column(settled, header.keys[index], column.read))


def faults_of(
    grid: Grid, header: Header, rows: Sequence[int], raws: Sequence[Sequence[Raw]], told: Sequence[Told]
) -> Faults:
    """Return what is wrong with each cell, by its row's position and its column; a row too wide is wrong as a whole."""
    width, places = len(header.names), {row: place for place, row in enumerate(rows) if row in grid.computed}
    faults: dict[tuple[int, int], str] = {}
    for one in told:
        faults |= {(place, one.index): sentence for place, sentence in one.read.faults.items()}
        if one.column.field in header.layout.filled and None in one.read.values:
            empty = (place for place, value in enumerate(one.read.values) if value is None)
            faults = {(place, one.index): _("the cell is empty") for place in empty} | faults
    computed = {(place, index) for row, place in places.items() for index in grid.computed[row] & set(header.columns)}
    faults |= dict.fromkeys(
        computed, _("the cell holds a formula or an error; upload the file as the platform gave it")
    )
    is_wide = max(map(len, raws)) > width
    wide = {place for place, raw in enumerate(raws) if says_anything(raw[width:])} if is_wide else set()
    sentence = _("the row has more cells than the header; a comma or a quote is in the wrong place")
    return {
        **{key: fault for key, fault in faults.items() if key[0] not in wide},
        **{(place, WHOLE_ROW): sentence for place in wide},
    }


def repeated_days(days: Sequence[object], bad: set[int]) -> Faults:
    """Return a fault for every row whose day an earlier row has told already; which one is right would be a guess."""
    seen: set[object] = set()
    faults = {}
    for place, day in enumerate(days):
        if place not in bad:
            if day in seen:
                faults[place, WHOLE_ROW] = _("the day {day} stands twice in the file").format(day=day)
            seen.add(day)
    return faults


def rounded_fields(told: Sequence[Told], good: Sequence[bool]) -> dict[int, frozenset[str]]:
    """Return the fields that were shortened in the file, by the position of the row among the good ones."""
    before = list(accumulate(good, initial=0))
    shortened = {place for one in told for place in one.read.rounded if good[place]}
    return {
        before[place]: frozenset(one.column.field for one in told if place in one.read.rounded) for place in shortened
    }


def problems_of(
    header: Header, rows: Sequence[int], faults: Iterable[tuple[tuple[int, int], str]]
) -> tuple[RowProblem, ...]:
    """Return faults as a person finds them in the file."""
    return tuple(
        RowProblem(row=rows[place], column="" if index == WHOLE_ROW else header.names[index], sentence=sentence)
        for (place, index), sentence in faults
    )


def kept(values: Sequence[T], good: Sequence[bool]) -> Sequence[T]:
    """Return the values of the rows that are good."""
    return list(compress(values, good))
