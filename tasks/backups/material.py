"""The files on record as a backup finds them: where each was put, what it held, and where it is on this machine."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select, union

from agency.records.tables import ImportBatch, KeptFile, TablesGivenBack
from tasks.files import file_store
from tasks.files.downloads import FETCHED
from tasks.files.file_store import Content

OWNER_ONLY = 0o600


class Kept(NamedTuple):
    """A file on record: where it was put, and what it held."""

    place: str
    sha256: str
    bytes: int


def material_of(connection: Connection) -> list[Kept]:
    """Return the files on record."""
    query = select(KeptFile.place, KeptFile.sha256, KeptFile.bytes).order_by(KeptFile.place)
    return [Kept(*row) for row in connection.execute(query)]


def brought(folder: Path, kept: Kept) -> Path:
    """Return where a file on record is found on this machine; another's is fetched out of the store that they share."""
    path = folder / kept.place
    if path.is_file():
        return path
    return file_store.fetched(Content(kept.sha256, kept.bytes), folder / FETCHED, path.suffix) or path


class Raw(NamedTuple):
    """A file that was brought in and read, as it came: where it was put, and what it held."""

    place: str
    sha256: str


def raw_of(connection: Connection) -> list[Raw]:
    """Return the files that were brought in, tables that were given back among them."""
    each = [
        select(table.kept_as, table.sha256).where(table.kept_as.is_not(None))
        for table in (ImportBatch, TablesGivenBack)
    ]
    return sorted(Raw(*row) for row in connection.execute(union(*each)))


def bring_raw(folder: Path, raw: Raw) -> bool:
    """Say whether a file that was brought in is on this machine, once one of another's was fetched out of their store.

    Nobody but the house may read it.
    """
    path = folder / raw.place
    if not path.is_file() and (size := file_store.bytes_of(raw.sha256)) is not None:
        brought_now = file_store.fetched(Content(raw.sha256, size), folder, path.suffix)
        if brought_now is not None:
            brought_now.chmod(OWNER_ONLY)
    return path.is_file()
