"""Writes an archive: a zip file that has its name only once all of it is on the disk."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection

from agency.records.archive.manifest import MEMBER, ArchivedDatabase, ArchivedTable, Manifest, Member
from agency.records.archive.snapshot import Table, head_of, lines_of, tables_of

UNFINISHED = ".part"
QUICKLY = 1  # the level of compression: a higher one takes three times as long for a tenth less
BLOCK = 1 << 20


@contextmanager
def packed(archive: Path) -> Iterator[ZipFile]:
    """Lend the file to write; it gets its name at the end, and an error inside leaves nothing.

    Raise ``FileExistsError`` when something else has that name by then: no backup is ever written over.
    """
    archive.parent.mkdir(parents=True, exist_ok=True)
    opened, draft = mkstemp(prefix=f"{archive.name}.", suffix=UNFINISHED, dir=archive.parent)  # of mode 600
    try:
        with os.fdopen(opened, "wb") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=QUICKLY) as writing:
                yield writing
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, archive)
        _keep_names(archive.parent)
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()


def _keep_names(folder: Path) -> None:
    """Let the name of a new file outlast a power failure."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def pack_database(writing: ZipFile, name: str, connection: Connection, version: str) -> ArchivedDatabase:
    """Write every table of a database that a snapshot shows, and return what was written."""
    return ArchivedDatabase(
        engine=connection.dialect.name,
        head=head_of(connection),
        version=version,
        tables=tuple(pack_table(writing, name, connection, table) for table in tables_of(connection)),
    )


def pack_table(writing: ZipFile, database: str, connection: Connection, table: Table) -> ArchivedTable:
    """Write a table, a line for each row."""
    lines = Counted(lines_of(connection, table))
    member = pack(writing, f"{database}/{table.name}.jsonl", lines)
    columns = tuple((each.name, each.kind) for each in table.columns)
    key = tuple(each.name for each in table.key)
    return ArchivedTable(name=table.name, columns=columns, key=key, rows=lines.count, member=member)


class Counted:
    """Lines that are counted as they pass."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.lines = lines
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        """Yield each line with its end."""
        for line in self.lines:
            self.count += 1
            yield line + b"\n"


def pack_file(writing: ZipFile, name: str, file: IO[bytes]) -> Member:
    """Write a file that was opened, and return what was written."""
    return pack(writing, name, iter(lambda: file.read(BLOCK), b""))


def pack(writing: ZipFile, name: str, blocks: Iterable[bytes]) -> Member:
    """Write a member block by block, and return its bytes and hash; only as much as a block is held in memory."""
    digest, size = sha256(), 0
    with writing.open(name, "w", force_zip64=True) as member:
        for block in blocks:
            digest.update(block)
            size += len(block)
            member.write(block)
    return Member(name=name, bytes=size, sha256=digest.hexdigest())


def pack_manifest(writing: ZipFile, manifest: Manifest) -> None:
    """Write the manifest, last of all."""
    writing.writestr(MEMBER, manifest.model_dump_json(indent=1).encode())
