"""Opening the records, and lending them for one unit of work that commits at its end or leaves nothing.

On SQLite a unit of work takes the write lock when it begins. A transaction that first reads and then wants to write
can't get the lock when another one wrote in between, and no patience helps it: it fails with "database is locked".
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from agency.records.trail import keep_trail

LOCK_PATIENCE_S = 30
POOLED = 8
READING = "records_reading"
REPEATABLE = "records_repeatable"

_turns: WeakKeyDictionary[Engine, threading.RLock] = WeakKeyDictionary()


def open_records(url: str) -> Engine:
    """Return the engine of the records at ``url`` (``sqlite:///…`` or ``postgresql+psycopg://…``); nothing is read yet.

    The caller disposes of it.
    """
    if make_url(url).get_backend_name() != "sqlite":
        engine = create_engine(url, pool_pre_ping=True, pool_size=POOLED, max_overflow=2 * POOLED)
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    engine = create_engine(url, connect_args={"timeout": LOCK_PATIENCE_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def records(
    engine: Engine, *, actor: str | None = None, reason: str | None = None, repeatable: bool = False
) -> Iterator[Session]:
    """Lend the records for one unit of work: it commits at the end, and an error inside leaves nothing.

    What was read stays readable after the end (nothing expires at the commit). Every change of a kept row is written
    to the audit trail, with the actor (a person's code) and the reason where they are given. One that is
    ``repeatable``, like a pull, does not wait for the disk: should the power fail the next moment, it is as if it had
    not been done.
    """
    lent = engine.execution_options(**{REPEATABLE: True}) if repeatable else engine
    with _turn_of(engine), Session(lent, expire_on_commit=False) as session, session.begin():
        keep_trail(session, actor=actor, reason=reason)
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Lend the records for looking only: on SQLite it waits for no writer, and what is changed inside is never kept."""
    looking = engine.execution_options(**{READING: True})
    with Session(looking, expire_on_commit=False, autoflush=False) as session:
        yield session


def _turn_of(engine: Engine) -> AbstractContextManager[object]:
    """Let the threads of a process write to a SQLite file in turn: its own way is to sleep and look again."""
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return _turns.setdefault(engine, threading.RLock())


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Leave transactions to ``_begin_sqlite``; let readers and one writer work side by side; enforce foreign keys.

    Without recursive triggers ``INSERT OR REPLACE`` would delete a row of an append-only table unseen.
    """
    connection.isolation_level = None
    with suppress(sqlite3.OperationalError):  # another one is turning it on this moment, and once on it stays so
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")


def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer, unless the connection was lent for looking only."""
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if options.get(REPEATABLE) else 'FULL'}")
    connection.exec_driver_sql("BEGIN" if options.get(READING) else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(REPEATABLE):
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
