"""One file in, its figures out: the layout is told by the columns, and the first table that one knows is read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from agency.domain.calendar import beijing_day
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.export import Export
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.header import ROWS_SEARCHED, Header, find_header
from agency.platforms.exports.layout import Layout
from agency.platforms.exports.layouts import LAYOUTS
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.source import read_bytes, read_grids
from agency.platforms.exports.table import read_rows
from agency.platforms.exports.unknown import UnmappedColumns, unknown_layout

STANDARD_LIMITS = Limits()


def read_export(
    path: Path, *, received_at: datetime, layouts: Sequence[Layout] = LAYOUTS, limits: Limits = STANDARD_LIMITS
) -> Export:
    """Read a creator-centre export; its layout is told by its columns, the file's name means nothing.

    ``received_at`` is the aware moment at which the figures stood. Of a workbook the first sheet that a layout knows
    is read, of an archive the first such file. ``BadInput`` when the file is no table or holds nothing,
    ``UnmappedColumns`` when its columns belong to no layout; both begin with the file's name.
    """
    try:
        content = read_bytes(path, limits)
        grid, header, others = first_known(read_grids(content, limits), layouts)
        readings, problems = read_rows(grid, header, beijing_day(received_at))
    except BadInput as error:
        raise named(error, path.name) from error
    return Export(
        name=path.name,
        sha256=sha256(content).hexdigest(),
        received_at=received_at,
        layout=header.layout,
        encoding=grid.encoding,
        sheet=grid.sheet,
        member=grid.member,
        other_sheets=tuple(name for other in others if (name := other.sheet or other.member)),
        header_row=header.row,
        unknown_columns=header.unknown,
        readings=readings,
        problems=problems,
    )


def named(error: BadInput, file: str) -> BadInput:
    """Return the same error with the file's name before its sentence."""
    sentence = _("{file}: {sentence}").format(file=file, sentence=error)
    return UnmappedColumns(sentence, error.proposal) if isinstance(error, UnmappedColumns) else BadInput(sentence)


def first_known(grids: Iterable[Grid], layouts: Sequence[Layout]) -> tuple[Grid, Header, Sequence[Grid]]:
    """Return the first table that a layout knows, its header, and the beginnings of the other tables."""
    known: tuple[Grid, Header] | None = None
    others: list[Grid] = []
    for grid in grids:
        if grid.is_empty():
            continue
        header = None if known else find_header(grid, layouts)
        if header:
            known = grid, header
        else:
            others.append(replace(grid, rows=grid.rows[:ROWS_SEARCHED]))
    if known:
        return *known, others
    raise unknown_layout(others, layouts) if others else BadInput(_("the file holds no rows"))
