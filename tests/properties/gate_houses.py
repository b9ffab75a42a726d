"""Lends a machine the records of a house that has come so far; each way there is gone once, and then copied."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import time_machine
from sqlalchemy import make_url

from tasks.opening import records_engine
from tests.databases import PostgresqlServer, SqliteFiles
from tests.properties.gate_starts import BEGINS, STARTS
from tests.properties.gate_world import World


class Houses:
    """Houses in databases of one kind."""

    def __init__(self, databases: SqliteFiles | PostgresqlServer) -> None:
        self.databases = databases
        self.begun: dict[str, Path] = {}

    @contextmanager
    def lend(self, start: str) -> Iterator[str]:
        """Lend records that nobody else sees."""
        with self.databases.migrated() as url:
            if isinstance(self.databases, SqliteFiles):
                shutil.copy(self._begun(start), file_of(url))
            else:
                begin(url, start)
            yield url
            with suppress(FileNotFoundError):
                file_of(url).unlink()

    def _begun(self, start: str) -> Path:
        if start not in self.begun:
            with self.databases.migrated() as url:
                begin(url, start)
            self.begun[start] = file_of(url)
        return self.begun[start]


def begin(url: str, start: str) -> None:
    """Go the way to a start in empty records."""
    with time_machine.travel(BEGINS):
        World(url)
        STARTS[start]()
    records_engine(url).dispose()


def file_of(url: str) -> Path:
    """Return the file of a SQLite database, of another one a file that there is not."""
    return Path(make_url(url).database or "")
