"""A workbook of the six tables as a file: whether it is one, and what stands in it, before anything is compared (C4)."""

import html
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.archive import damaged, open_archive, whole
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.source import ARCHIVE, read_bytes
from agency.platforms.exports.workbook import part_of_sheet, read_workbook
from agency.reports.tables.reading import GivenBook, RawSheet, is_ours, key_name, read_book
from agency.reports.tables.six import six_tables
from config.settings import settings

LIMITS = Limits()
BOOK, TEXTS = "xl/workbook.xml", "xl/sharedStrings.xml"
NAME_OF_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\bname=[\"']([^\"']*)[\"']")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")


@dataclass(frozen=True, kw_only=True)
class GivenFile:
    """A workbook that came back: its name, the hash of its bytes, and its tables."""

    name: str
    sha256: str
    book: GivenBook


def is_given_back(path: Path) -> bool:
    """Say whether a file is a workbook of the six tables: by the name of a sheet, else by the headers of one.

    What can't be opened is none, and is for somebody else to tell about. A workbook is read for its headers only where
    its list of texts holds some of them.
    """
    try:
        content = read_bytes(path, LIMITS)
        if not content.startswith(ARCHIVE):
            return False
        archive = open_archive(content, LIMITS)
        tables = six_tables(settings().policy)
        if is_ours(names_of_sheets(archive), tables):
            return True
        texts = whole(archive, TEXTS) if TEXTS in archive.namelist() else b""
        return any(key_name(table).encode() in texts for table in tables) and bool(read_tables(path).book.sheets)
    except BadInput:
        return False


def names_of_sheets(archive: ZipFile) -> list[str]:
    """Return the names of a workbook's sheets in its own order; an archive that is no workbook has none."""
    listed = whole(archive, BOOK) if BOOK in archive.namelist() else b""
    return [html.unescape(name.decode(errors="replace")) for name in NAME_OF_SHEET.findall(listed)]


def read_tables(path: Path) -> GivenFile:
    """Read a workbook of the six tables; ``BadInput``, which begins with the file's name, where it is none or damaged."""
    try:
        content = read_bytes(path, LIMITS)
        sheets = raw_sheets(content)
    except BadInput as error:
        raise BadInput(_("{file}: {sentence}").format(file=path.name, sentence=error)) from error
    book = read_book(sheets, six_tables(settings().policy))
    if not book.sheets:
        raise BadInput(_("{file} holds none of the six tables.").format(file=path.name))
    return GivenFile(name=path.name, sha256=sha256(content).hexdigest(), book=book)


def raw_sheets(content: bytes) -> list[RawSheet]:
    """Return the visible sheets of a workbook that hold anything; one too large is refused before it is loaded."""
    if not content.startswith(ARCHIVE):
        raise damaged()
    archive = open_archive(content, LIMITS)
    grids = list(read_workbook(content, archive, LIMITS))
    places = {name: index for index, name in enumerate(names_of_sheets(archive))}
    return [
        RawSheet(
            name=grid.sheet or "",
            rows=grid.rows,
            merged=merged_cells(archive, places.get(grid.sheet or "", 0)),
            unknown=silent(grid),
        )
        for grid in grids
    ]


def merged_cells(archive: ZipFile, index: int) -> list[str]:
    """Return where cells of a sheet were merged, as a spreadsheet names it: ``C3:C5``."""
    return [cells.decode() for cells in MERGED.findall(whole(archive, part_of_sheet(archive, index)))]


def silent(grid: Grid) -> tuple[tuple[int, int], ...]:
    """Return the cells, both counted from 0, that are computed and whose result the file does not hold."""
    return tuple(
        (row - 1, column)
        for row, columns in grid.computed.items()
        for column in sorted(columns)
        if row <= len(grid.rows) and column < len(grid.rows[row - 1]) and is_no_result(grid.rows[row - 1][column])
    )


def is_no_result(cell: object) -> bool:
    """Say whether a computed cell holds nothing, or an error such as #REF!."""
    return str(cell) == "" or str(cell).startswith("#")
