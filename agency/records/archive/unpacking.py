"""Opens an archive and checks every part of it, so that nothing is touched for the sake of a damaged one."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import IO, cast
from zipfile import BadZipFile, ZipFile

from agency.errors import BadInput
from agency.locale import _
from agency.records.archive.manifest import MEMBER, ArchivedTable, Manifest, Member, damaged, manifest_of

BLOCK = 1 << 20
LARGEST_MANIFEST = 1 << 28
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class Archive:
    """An archive that was opened, and what it says of itself."""

    path: Path
    zipped: ZipFile
    manifest: Manifest

    def read(self, member: Member) -> IO[bytes]:
        """Return a part of it as a file to read."""
        return self.zipped.open(member.name)

    def lines(self, table: ArchivedTable) -> Iterator[bytes]:
        """Yield the lines of a table, without their ends."""
        with self.read(table.member) as member:
            for line in BufferedReader(cast("BufferedReader", member), BLOCK):
                yield line.rstrip(b"\n")


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Lend an archive; ``BadInput`` for a file that is not there, is none, is damaged, or was made by a newer version."""
    if not path.is_file():
        raise BadInput(_("There is no file {file}.").format(file=path))
    try:
        zipped = ZipFile(path)
    except BROKEN as error:
        raise damaged(path.name) from error
    with zipped:
        yield Archive(path, zipped, read_manifest(zipped, path.name))


def read_manifest(zipped: ZipFile, name: str) -> Manifest:
    """Return what an archive says of itself."""
    try:
        head = zipped.getinfo(MEMBER)
    except KeyError as error:
        raise BadInput(_("{file} is no backup of this system.").format(file=name)) from error
    if head.file_size > LARGEST_MANIFEST:
        raise damaged(name)
    try:
        return manifest_of(zipped.read(head), name)
    except BROKEN as error:
        raise damaged(name) from error


def check(archive: Archive) -> None:
    """Read every part once; ``BadInput`` when one is missing, changed, or would be put outside of the house's folders."""
    for file in archive.manifest.files:
        path = PurePosixPath(file.path)
        if path.is_absolute() or ".." in path.parts or "\0" in file.path:
            raise damaged(archive.path.name)
    for member in archive.manifest.members:
        if digest_of(archive, member) != (member.sha256, member.bytes):
            raise damaged(archive.path.name)


def digest_of(archive: Archive, member: Member) -> tuple[str, int]:
    """Return the hash and the bytes of a part as it is read; ``BadInput`` when it cannot be."""
    digest, size = sha256(), 0
    try:
        with archive.read(member) as reading:
            while block := reading.read(BLOCK):
                digest.update(block)
                size += len(block)
    except (*BROKEN, KeyError) as error:
        raise damaged(archive.path.name) from error
    return digest.hexdigest(), size
