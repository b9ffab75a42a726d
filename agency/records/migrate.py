"""Bringing a database up to the tables of this version.

There is no way down: records are kept, and a backup is the way back.
"""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.pool import ConnectionPoolEntry

from agency.errors import Misconfigured
from agency.locale import _
from agency.records.engine import open_records

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = MIGRATIONS / "versions"
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('shortvideo migrations'))"


class Standing(NamedTuple):
    """Which migration a database stands at, None for an empty one, and which is the last one known."""

    current: str | None
    head: str | None

    @property
    def is_current(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.current == self.head


def upgrade(url: str, versions: Path = VERSIONS, *, to: str = "head") -> None:
    """Bring the database at ``url`` to the last migration (or that of ``to``), or leave it as it was; nothing when it is there.

    Two processes that start at once do it one after the other. Raise ``Misconfigured`` when rows would be left that
    point to nothing.
    """
    engine = open_records(url)
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        event.listen(engine, "connect", _lift_foreign_keys)
    try:
        with engine.begin() as connection:
            if not is_sqlite:
                connection.exec_driver_sql(ONE_AT_A_TIME)
            command.upgrade(alembic_config(connection, versions), to)
            if is_sqlite:
                _check_foreign_keys(connection)
    finally:
        engine.dispose()


def current_and_head(url: str) -> Standing:
    """Tell where the database at ``url`` stands and where this version wants it."""
    engine = open_records(url)
    try:
        return Standing(_current(engine), head())
    finally:
        engine.dispose()


def head() -> str | None:
    """Return the last migration of this version."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def alembic_config(connection: Connection, versions: Path = VERSIONS) -> Config:
    """Return what Alembic needs to know, in place of its own settings file."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("version_locations", str(versions))
    config.set_main_option("path_separator", "newline")
    return config


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _lift_foreign_keys(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Let a step rebuild a table that others point to, which is how SQLite changes one; the end is checked instead."""
    connection.execute("PRAGMA foreign_keys = OFF")


def _check_foreign_keys(connection: Connection) -> None:
    broken = {row.table for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if broken:
        sentence = _("The migration would leave rows that point to nothing, in: {tables}.")
        raise Misconfigured(sentence.format(tables=", ".join(sorted(broken))))
