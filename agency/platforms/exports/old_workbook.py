"""An old .xls workbook as grids: its records are walked first, as far as its cells reach, then calamine reads it.

calamine allocates the whole rectangle of a sheet, and gives a formula's last result as if the platform had written it.
"""

import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.archive import damaged
from agency.platforms.exports.compound import stream
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.sheet_survey import too_large
from agency.platforms.exports.workbook import open_workbook, rows_of, visible_sheets

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BEGIN, SHEET, PASSWORD = 0x0809, 0x0085, 0x002F  # kinds of records in Microsoft's [MS-XLS]
FORMULA, BOOLEAN_OR_ERROR, SEVERAL_NUMBERS = 0x0006, 0x0205, 0x00BD
CELLS = {0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6, FORMULA, BOOLEAN_OR_ERROR, SEVERAL_NUMBERS}
SHORTEST_CELL = 5
ERROR_MARK = 7  # where the byte stands that tells an error from a boolean

Computed = Mapping[int, frozenset[int]]


def read_old_workbook(content: bytes, limits: Limits) -> Iterator[Grid]:
    """Yield the visible sheets of an old workbook that hold anything; one under a password is ``BadInput``."""
    if ENCRYPTED in content:
        raise BadInput(_("the file is protected by a password; save it without one"))
    records = stream(content, "Workbook", "Book")
    if records is None:
        raise damaged()
    surveys = survey_records(records, limits)
    with open_workbook(content) as workbook:
        for index, name in visible_sheets(workbook):
            if rows := rows_of(workbook, index, limits):
                yield Grid(sheet=name, encoding=None, rows=rows, computed=surveys[index])


def survey_records(records: bytes, limits: Limits) -> list[Computed]:
    """Return the computed cells of each sheet, in the workbook's order; a sheet that reaches too far is ``BadInput``.

    A workbook that says of a sheet that it begins where none does is damaged: nobody has seen how far that reaches.
    """
    begun: list[int] = []
    named: list[int] = []
    computed: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for place, kind, body in records_of(records):
        if kind == BEGIN:
            begun.append(place)
        elif kind == PASSWORD:
            raise BadInput(_("the file is protected by a password; save it without one"))
        elif kind == SHEET and len(body) > SHORTEST_CELL:
            named.append(int.from_bytes(body[:4], "little"))
        elif kind in CELLS and len(body) > SHORTEST_CELL and begun:
            row, column, is_computed = cell(kind, body)
            if row >= limits.rows or column >= limits.columns:
                raise too_large(str(len(begun) - 1), limits)
            if is_computed:
                computed[begun[-1]][row + 1].add(column)
    if not set(named) <= set(begun):
        raise damaged()
    return [{row: frozenset(found) for row, found in computed[place].items()} for place in named]


def cell(kind: int, body: bytes) -> tuple[int, int, bool]:
    """Return row and column (from 0) of a record's last cell, and whether it is computed."""
    row, column = struct.unpack_from("<HH", body)
    if kind == SEVERAL_NUMBERS:
        (column,) = struct.unpack_from("<H", body, len(body) - 2)
    is_error = kind == BOOLEAN_OR_ERROR and body[ERROR_MARK : ERROR_MARK + 1] == b"\1"
    return row, column, kind == FORMULA or is_error


def records_of(records: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield place, kind and body of every record."""
    place = 0
    while place + 4 <= len(records):
        kind, length = struct.unpack_from("<HH", records, place)
        yield place, kind, records[place + 4 : place + 4 + length]
        place += 4 + length
