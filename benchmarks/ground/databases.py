"""Fresh databases to load into: a SQLite file, and a database of a PostgreSQL server that runs for the benchmark only."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.databases import PostgresqlServer, SqliteFiles

Lent = Callable[[], AbstractContextManager[str]]
"""Lends the address of a database without tables."""


@contextmanager
def databases(*names: str) -> Iterator[Mapping[str, Lent]]:
    """Lend what lends databases, by the name of the system; all of it is gone at the end."""
    with tempfile.TemporaryDirectory(prefix="bench_") as folder, PostgresqlServer.started() as postgresql:
        lent: Mapping[str, Lent] = {"SQLite": SqliteFiles(Path(folder)).empty, "PostgreSQL": postgresql.empty}
        yield {name: lent[name] for name in names or lent}
