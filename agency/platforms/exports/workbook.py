"""An Excel workbook as grids: checked as an archive first, then read by calamine, one visible sheet at a time."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.grid import Grid, Raw
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.sheet_survey import survey_sheet


def read_workbook(content: bytes, limits: Limits) -> Iterator[Grid]:
    """Yield the visible sheets of a workbook that hold anything; hidden ones are nobody's export."""
    with open_archive(content, limits) as archive, open_workbook(content) as workbook:
        for index, sheet in enumerate(workbook.sheets_metadata):
            if sheet.visible != SheetVisibleEnum.Visible or sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            survey = survey_sheet(archive, index)
            if survey.rows > limits.rows or survey.columns > limits.columns:
                sentence = _("the sheet {sheet} has more than {rows} rows or {columns} columns")
                raise BadInput(sentence.format(sheet=sheet.name, rows=limits.rows, columns=limits.columns))
            grid = Grid(sheet=sheet.name, encoding=None, rows=rows_of(workbook, index), computed=survey.computed)
            if not grid.is_empty():
                yield grid


def open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the workbook as an archive whose unpacked size is known to be true and within the limits."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
        if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked_bytes:
            sentence = _("the workbook unpacks to more than {megabytes} MB")
            raise BadInput(sentence.format(megabytes=limits.unpacked_bytes >> 20))
        damaged = archive.testzip()  # reads every member: one that is longer than it says fails its checksum
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        raise broken_workbook() from error
    if damaged is not None:
        raise broken_workbook()
    return archive


def open_workbook(content: bytes) -> CalamineWorkbook:
    """Return the workbook; an archive of another kind is ``BadInput``."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise broken_workbook() from error


def rows_of(workbook: CalamineWorkbook, index: int) -> list[list[Raw]]:
    """Return the rows of a sheet from its first on, blank ones included."""
    try:
        return [list(row) for row in workbook.get_sheet_by_index(index).iter_rows()]
    except CalamineError as error:
        raise broken_workbook() from error


def broken_workbook() -> BadInput:
    """Return the error for an archive that is no workbook or is damaged."""
    return BadInput(_("this is not an Excel workbook, or it is damaged; download it again"))
