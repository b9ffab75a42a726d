"""The bytes of a file as grids, told by content and not by its name; no table is refused in one sentence."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from agency.domain.closed_files import why_closed
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.archive import open_archive, whole
from agency.platforms.exports.compound import COMPOUND
from agency.platforms.exports.delimited import read_delimited
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.old_workbook import read_old_workbook
from agency.platforms.exports.workbook import read_workbook

ARCHIVE = b"PK\x03\x04"
WEB_PAGE = (b"<!doctype", b"<html", b"<?xml", b"<table")
TYPES = "[Content_Types].xml"  # what every new workbook holds and no other archive
NOT_FILES = ("/", ".DS_Store", "Thumbs.db")
MAC_SHADOWS = "__MACOSX/"


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Return the file's bytes; one that is not there, too long or empty is ``BadInput``."""
    try:
        if path.stat().st_size > limits.file_bytes:
            raise BadInput(_("the file is larger than {megabytes} MB").format(megabytes=limits.file_bytes >> 20))
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(_("the file cannot be opened: {reason}").format(reason=why_closed(error))) from error
    if not content.strip():
        raise BadInput(_("the file is empty"))
    return content


def read_grids(content: bytes, limits: Limits) -> Iterator[Grid]:
    """Yield every table of a workbook, the one of a CSV file, or those of the files in an archive."""
    if content.startswith(ARCHIVE):
        archive = open_archive(content, limits)
        if TYPES in archive.namelist():
            yield from read_workbook(content, archive, limits)
        else:
            yield from read_members(archive, limits)
    else:
        yield from read_single(content, limits)


def read_single(content: bytes, limits: Limits) -> Iterator[Grid]:
    """Yield the tables of a file that is no archive."""
    if content.startswith(COMPOUND):
        yield from read_old_workbook(content, limits)
    elif content.lstrip()[:20].lower().startswith(WEB_PAGE):
        raise BadInput(_("this is a web page, not a table; download the export again"))
    else:
        yield read_delimited(content, limits)


def read_members(archive: zipfile.ZipFile, limits: Limits) -> Iterator[Grid]:
    """Yield the tables of the files in an archive, each with its file's name; an archive in an archive is refused.

    A file that is no table (a note, a picture) is passed over as long as another one is.
    """
    refused: BadInput | None = None
    found = False
    for name in archive.namelist():
        if name.endswith(NOT_FILES) or name.startswith(MAC_SHADOWS):
            continue
        try:
            for grid in read_member(whole(archive, name), limits):
                found = True
                yield replace(grid, member=name)
        except BadInput as error:
            refused = refused or error
    if refused and not found:
        raise refused


def read_member(content: bytes, limits: Limits) -> Iterator[Grid]:
    """Yield the tables of one file of an archive."""
    if not content.startswith(ARCHIVE):
        yield from read_single(content, limits) if content.strip() else ()
        return
    archive = open_archive(content, limits)
    if TYPES not in archive.namelist():
        raise BadInput(_("there is an archive within the archive; unpack it and bring in its files"))
    yield from read_workbook(content, archive, limits)
