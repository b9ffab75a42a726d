"""One file in, its figures out: a bad row is told and never costs the good ones."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any

from agency.domain.figures import AccountDay
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.export import Export, Reading, RowProblem
from agency.platforms.exports.grid import Cell, Grid, Raw
from agency.platforms.exports.header import Header, find_header, unknown_layout
from agency.platforms.exports.layout import Column, Layout
from agency.platforms.exports.layouts import LAYOUTS
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.numbers import is_rounded
from agency.platforms.exports.source import read_bytes, read_grids

STANDARD_LIMITS = Limits()


def read_export(
    path: Path, *, received_at: datetime, layouts: Sequence[Layout] = LAYOUTS, limits: Limits = STANDARD_LIMITS
) -> Export:
    """Read a creator-centre export; its layout is told by its columns, the file's name means nothing.

    ``received_at`` is the aware moment at which the figures stood. Of a workbook the first sheet that a layout knows
    is read. ``BadInput`` when the file is no table or holds nothing, ``UnknownLayout`` when its columns belong to no
    layout; both begin with the file's name.
    """
    try:
        content = read_bytes(path, limits)
        grids = [grid for grid in read_grids(content, limits) if not grid.is_empty()]
        grid, header = first_known(grids, layouts)
        readings, problems = read_rows(grid, header)
    except BadInput as error:
        raise type(error)(_("{file}: {sentence}").format(file=path.name, sentence=error)) from error
    return Export(
        name=path.name,
        sha256=sha256(content).hexdigest(),
        received_at=received_at,
        layout=header.layout,
        encoding=grid.encoding,
        sheet=grid.sheet,
        other_sheets=tuple(other.sheet for other in grids if other.sheet and other is not grid),
        header_row=header.row,
        unknown_columns=header.unknown,
        readings=readings,
        problems=problems,
    )


def first_known(grids: Sequence[Grid], layouts: Sequence[Layout]) -> tuple[Grid, Header]:
    """Return the first table that a layout knows, with its header."""
    if not grids:
        raise BadInput(_("the file holds no rows"))
    for grid in grids:
        if header := find_header(grid, layouts):
            return grid, header
    raise unknown_layout(grids, layouts)


def read_rows(grid: Grid, header: Header) -> tuple[tuple[Reading, ...], tuple[RowProblem, ...]]:
    """Return every row below the header as a reading or as its problems; rows without a word are passed over."""
    readings: list[Reading] = []
    problems: list[RowProblem] = []
    for row, raws in enumerate(grid.rows[header.row :], start=header.row + 1):
        if any(str(raw).strip() for raw in raws) or row in grid.computed:
            outcome = read_row(row, raws, header, grid.computed.get(row, frozenset()))
            if isinstance(outcome, Reading):
                readings.append(outcome)
            else:
                problems.extend(outcome)
    if not readings and not problems:
        raise BadInput(_("there are no rows below the header"))
    repeats = repeated_days(readings)
    repeated = {problem.row for problem in repeats}
    return tuple(reading for reading in readings if reading.row not in repeated), (*problems, *repeats)


def repeated_days(readings: Sequence[Reading]) -> tuple[RowProblem, ...]:
    """Return a problem for every row whose day an earlier row has told already; which one is right would be a guess."""
    seen: set[date] = set()
    problems: list[RowProblem] = []
    for reading in readings:
        if isinstance(reading.figures, AccountDay):
            day = reading.figures.day
            if day in seen:
                sentence = _("the day {day} stands twice in the file").format(day=day)
                problems.append(RowProblem(row=reading.row, column="", sentence=sentence))
            seen.add(day)
    return tuple(problems)


def read_row(row: int, raws: Sequence[Raw], header: Header, computed: frozenset[int]) -> Reading | list[RowProblem]:
    """Return the row's figures, or all that is wrong with it."""
    width = len(header.names)
    if any(str(raw).strip() for raw in raws[width:]):
        sentence = _("the row has more cells than the header; a comma or a quote is in the wrong place")
        return [RowProblem(row=row, column="", sentence=sentence)]
    cells = [Cell(raw, key) for raw, key in zip_longest(raws[:width], header.keys, fillvalue="")]
    fields: dict[str, Any] = {}
    problems: list[RowProblem] = []
    for index, column in header.columns.items():
        try:
            fields[column.field] = read_cell(cells[index], column, header.layout, is_computed=index in computed)
        except BadInput as error:
            problems.append(RowProblem(row=row, column=header.names[index], sentence=str(error)))
    if problems:
        return problems
    return Reading(
        row=row,
        figures=header.layout.shape(**fields),
        rounded=rounded_fields(fields, cells, header),
        raw={name: cell.text for name, cell in zip(header.names, cells, strict=True) if name},
    )


def read_cell(cell: Cell, column: Column, layout: Layout, *, is_computed: bool) -> object:
    """Return what the cell says; a computed one and a needed one that is empty are ``BadInput``."""
    if is_computed:
        raise BadInput(_("the cell holds a formula or an error; upload the file as the platform gave it"))
    said = column.read(cell)
    if said is None and column.field in layout.filled:
        raise BadInput(_("the cell is empty"))
    return said


def rounded_fields(fields: Mapping[str, object], cells: Sequence[Cell], header: Header) -> frozenset[str]:
    """Return the fields whose count was shortened in the file."""
    counts = (
        (index, column.field) for index, column in header.columns.items() if isinstance(fields[column.field], int)
    )
    return frozenset(field for index, field in counts if is_rounded(cells[index]))
