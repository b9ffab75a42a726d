"""A zip archive, from its directory to its last checksum: nothing in it is unpacked that is not bounded first."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.limits import MEGABYTE, Limits

ENCRYPTED = 1  # the flag of a member under a password
BLOCK = MEGABYTE
DENSE_FROM = 10 * MEGABYTE  # less does no harm, however densely it is packed


def open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Return the archive, whose members say of themselves that they stay within the limits (``whole`` holds them to it)."""
    with damage_told():
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members:
        raise BadInput(_("the file holds more than {members} files").format(members=limits.members))
    if unpacked > limits.unpacked_bytes:
        sentence = _("the file unpacks to more than {megabytes} MB")
        raise BadInput(sentence.format(megabytes=limits.unpacked_bytes // MEGABYTE))
    if unpacked > limits.ratio * len(content) and unpacked > DENSE_FROM:
        raise BadInput(_("the file unpacks to more than {times} times its size").format(times=limits.ratio))
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise BadInput(_("the file is protected by a password; save it without one"))
    if len({member.filename.lower() for member in members}) < len(members):
        raise damaged()
    return archive


def blocks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a member piece by piece; one that is longer than it says, or other than its checksum, is ``BadInput``."""
    with damage_told(), archive.open(name) as member:
        while block := member.read(BLOCK):
            yield block


def read_ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the same pieces, each of them unpacked while the one before it is looked at."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, pieces, None)
        while piece := coming.result():
            coming = pool.submit(next, pieces, None)
            yield piece


def whole(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return a member; ``BadInput`` as ``blocks``."""
    return b"".join(blocks(archive, name))


def prove(archive: zipfile.ZipFile, *, but: str) -> None:
    """Read every member to its checksum, except those in the folder ``but``, which somebody else reads."""
    for name in archive.namelist():
        if not name.startswith(but):
            for _block in blocks(archive, name):
                pass


@contextmanager
def damage_told() -> Iterator[None]:
    """Say of whatever a damaged archive raises that it is damaged."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError) as error:
        raise damaged() from error


def damaged() -> BadInput:
    """Return the error for an archive that is no workbook or is damaged."""
    return BadInput(_("this is not an Excel workbook, or it is damaged; download it again"))
