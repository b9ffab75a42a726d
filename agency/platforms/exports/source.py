"""The bytes of a file as grids, told by content and not by its name; no table is refused in one sentence."""

from collections.abc import Iterator
from pathlib import Path

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.delimited import read_delimited
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.workbook import read_workbook

ARCHIVE = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old .xls, or a workbook under a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WEB_PAGE = (b"<!doctype", b"<html", b"<?xml", b"<table")


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Return the file's bytes; one that is not there, too long or empty is ``BadInput``."""
    try:
        if path.stat().st_size > limits.file_bytes:
            raise BadInput(_("the file is larger than {megabytes} MB").format(megabytes=limits.file_bytes >> 20))
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(_("the file cannot be opened: {reason}").format(reason=error.strerror)) from error
    if not content.strip():
        raise BadInput(_("the file is empty"))
    return content


def read_grids(content: bytes, limits: Limits) -> Iterator[Grid]:
    """Yield every table of a workbook, or the one of a CSV file."""
    if content.startswith(COMPOUND):
        raise BadInput(protected() if ENCRYPTED in content else _("this is an old .xls workbook; save it as .xlsx"))
    if content.lstrip()[:20].lower().startswith(WEB_PAGE):
        raise BadInput(_("this is a web page, not a table; download the export again"))
    if content.startswith(ARCHIVE):
        yield from read_workbook(content, limits)
    else:
        yield read_delimited(content, limits)


def protected() -> str:
    """Return the sentence for a workbook under a password."""
    return _("the workbook is protected by a password; save it without one")
