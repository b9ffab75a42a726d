"""The files on record as a backup finds them: where each was put, what it held, and where it is on this machine."""

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from agency.records.tables import KeptFile
from tasks.files import file_store
from tasks.files.downloads import FETCHED
from tasks.files.file_store import Content


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
