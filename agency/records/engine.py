"""Opening the records, and lending them for one unit of work that commits at its end or leaves nothing.

On SQLite a unit of work takes the write lock when it begins. A transaction that first reads and then wants to write
can't get the lock when another one wrote in between, and no patience helps it: it fails with "database is locked".
"""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential

from agency.errors import DiskFull, RecordsAway
from agency.locale import _
from agency.records.chain import keep_chain
from agency.records.trail import keep_trail

LOCK_PATIENCE_S = 30
AWAY_PATIENCE_S = 60.0
NEXT_LOOK = wait_exponential(multiplier=0.1, min=0.2, max=2)
POSTGRESQL_FULL = "53100"  # disk_full
FAMILY = 0xFF  # the part of SQLite's code that names the kind of error
LEAST_ROOM = 1 << 20  # bytes; SQLite begins with a file of 32 KiB for its readers
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
    with (
        _turn_of(engine),
        _loss_told(engine),
        Session(_reached(lent), expire_on_commit=False) as session,
        session.begin(),
    ):
        keep_trail(session, actor=actor, reason=reason)
        keep_chain(session)
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Lend the records for looking only: on SQLite it waits for no writer, and what is changed inside is never kept."""
    looking = engine.execution_options(**{READING: True})
    with _loss_told(engine), Session(_reached(looking), expire_on_commit=False, autoflush=False) as session:
        yield session


@contextmanager
def looking_into(url: str) -> Iterator[Session]:
    """Lend the records at an address for one look, by an engine of its own that is closed afterwards."""
    engine = open_records(url)
    try:
        with reading(engine) as session:
            yield session
    finally:
        engine.dispose()


def _reached(engine: Engine) -> Engine:
    """Wait, for a while, until the server of the records answers; a SQLite file is there or it is not.

    Nothing was done yet, so waiting repeats nothing. Where a connection is at hand this costs one question to the server.
    """
    if engine.dialect.name == "sqlite":
        return engine
    patience = stop_after_delay(AWAY_PATIENCE_S)
    for attempt in Retrying(
        retry=retry_if_exception_type(OperationalError), stop=patience, wait=NEXT_LOOK, reraise=True
    ):
        with attempt:
            engine.connect().close()
    return engine


@contextmanager
def _loss_told(engine: Engine) -> Iterator[None]:
    """Say in one sentence that the server of the records is away, or went away, or that somebody held a file too long."""
    try:
        yield
    except DBAPIError as error:
        if _is_held(error):
            sentence = _(
                "Somebody has been writing into the records for {seconds} s without an end: do this again later."
            )
            raise RecordsAway(sentence.format(seconds=LOCK_PATIENCE_S)) from error
        if _is_full(engine, error):
            raise DiskFull(_("The disk of the records is full: make room, then do this again.")) from error
        if not (error.connection_invalidated or _is_out_of_reach(error)):
            raise
        raise RecordsAway(_("The database of the records is not to be reached: do this again when it is.")) from error


def _is_out_of_reach(error: DBAPIError) -> bool:
    """Say whether a connection could not be made: what a server says to a statement bears a code, this does not."""
    return isinstance(error, OperationalError) and error.statement is None and hasattr(error.orig, "sqlstate")


def _is_held(error: DBAPIError) -> bool:
    """Say whether a SQLite file was locked beyond all patience; nothing was written then."""
    return isinstance(error.orig, sqlite3.OperationalError) and error.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY


def _is_full(engine: Engine, error: DBAPIError) -> bool:
    """Say whether the database had no room left; SQLite calls that a fault of the disk where it can't even begin."""
    if getattr(error.orig, "sqlstate", None) == POSTGRESQL_FULL:
        return True
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_OK)
    if code & FAMILY != sqlite3.SQLITE_IOERR:
        return bool(code == sqlite3.SQLITE_FULL)
    return shutil.disk_usage(Path(engine.url.database or "").parent).free < LEAST_ROOM


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
