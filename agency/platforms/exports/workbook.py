"""An Excel workbook as grids: proved as an archive first, then read by calamine, one visible sheet at a time."""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.archive import damaged, prove, whole
from agency.platforms.exports.grid import Grid, Raw
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.sheet_survey import survey_sheet, too_large

RUST_GAVE_UP = "PanicException"  # calamine's own mistake over a damaged file; its class cannot be imported
SHEETS = "xl/worksheets/"
SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\br:id=[\"']([^\"']+)[\"']")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
ID = re.compile(rb"\bId=[\"']([^\"']+)[\"']")
TARGET = re.compile(rb"\bTarget=[\"']([^\"']+)[\"']")


def read_workbook(content: bytes, archive: zipfile.ZipFile, limits: Limits) -> Iterator[Grid]:
    """Yield the visible sheets of a workbook that hold anything; hidden ones are nobody's export."""
    prove(archive, but=SHEETS)
    with open_workbook(content) as workbook:
        for index, name in visible_sheets(workbook):
            survey = survey_sheet(archive, part_of_sheet(archive, index), limits, name)
            rows = rows_of(workbook, index, limits)
            if rows:
                yield Grid(sheet=name, encoding=None, rows=rows, computed=survey.computed)


@contextmanager
def calamine_told() -> Iterator[None]:
    """Say of whatever calamine raises that the workbook is damaged, or under a password."""
    try:
        yield
    except PasswordError as error:
        raise BadInput(_("the file is protected by a password; save it without one")) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != RUST_GAVE_UP:
            raise
        raise damaged() from error


def open_workbook(content: bytes) -> CalamineWorkbook:
    """Return the workbook; a file of another kind is ``BadInput``."""
    with calamine_told():
        return CalamineWorkbook.from_filelike(io.BytesIO(content))


def visible_sheets(workbook: CalamineWorkbook) -> Iterator[tuple[int, str]]:
    """Yield position and name of the sheets that a person sees."""
    for index, sheet in enumerate(workbook.sheets_metadata):
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            yield index, sheet.name


def rows_of(workbook: CalamineWorkbook, index: int, limits: Limits) -> list[list[Raw]]:
    """Return the rows of a sheet from its first on, blank ones included; a sheet that holds nothing has none."""
    with calamine_told():
        sheet = workbook.get_sheet_by_index(index)
        rows: list[list[Raw]] = sheet.to_python(skip_empty_area=False)
    if len(rows) > limits.rows or (rows and len(rows[0]) > limits.columns):
        raise too_large(sheet.name, limits)
    return rows


def part_of_sheet(archive: zipfile.ZipFile, index: int) -> str:
    """Return the name of the archive's member that holds the sheet."""
    try:
        wanted = SHEET.findall(whole(archive, "xl/workbook.xml"))[index]
        relations = RELATION.findall(whole(archive, "xl/_rels/workbook.xml.rels"))
        target = next(
            found[1]
            for line in relations
            if (id_ := ID.search(line)) and id_[1] == wanted and (found := TARGET.search(line))
        )
        return archive.getinfo(posixpath.join("xl", target.decode()).lstrip("/")).filename
    except (KeyError, IndexError, StopIteration, UnicodeDecodeError) as error:
        raise BadInput(_("this is not an .xlsx workbook; save it as .xlsx")) from error
