"""Locks that one holder at a time has, whatever process or machine it is in; they end with the holder, however it ends.

On PostgreSQL the server keeps them, so they hold between machines, as long as nothing that shares sessions out by
transaction stands between. On SQLite, which serves one machine, the system keeps them on a file beside the database.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection, Engine, NullPool, create_engine, func, select

FOLDER = "locks"


@contextmanager
def held(engine: Engine, name: str) -> Iterator[None]:
    """Hold the lock of this name while the block lasts; wait for it as long as somebody else has it.

    It is not given twice to the same holder: who asks for it inside the block waits for ever.
    """
    if engine.dialect.name == "sqlite":
        with _locked_file(lock_file(engine, name)):
            yield
    else:
        with _advised(engine, name):
            yield


@contextmanager
def held_if_free(engine: Engine, name: str) -> Iterator[bool]:
    """Hold the lock of this name while the block lasts and yield True, or yield False at once when somebody has it."""
    if engine.dialect.name == "sqlite":
        with _opened(lock_file(engine, name)) as file:
            yield _locked_now(file)
    else:
        with _own_connection(engine) as connection:
            yield bool(connection.scalar(select(func.pg_try_advisory_lock(number_of(name)))))


@contextmanager
def _advised(engine: Engine, name: str) -> Iterator[None]:
    """Hold a lock of PostgreSQL's."""
    with _own_connection(engine) as connection:
        connection.execute(select(func.pg_advisory_lock(number_of(name))))
        yield


@contextmanager
def _own_connection(engine: Engine) -> Iterator[Connection]:
    """Lend a connection beside the pool: the lock ends with it, and the pool is left alone."""
    own = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with own.connect() as connection:
        yield connection


@contextmanager
def _locked_file(file: Path) -> Iterator[None]:
    """Hold a lock on a file."""
    with _opened(file) as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    """Lend the file of a lock, which stays there empty: to take it away would let two hold the lock."""
    file.parent.mkdir(exist_ok=True)
    with file.open("ab") as opened:
        yield opened


def _locked_now(file: BinaryIO) -> bool:
    """Lock a file, or return False when somebody else has it locked."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock_file(engine: Engine, name: str) -> Path:
    """Return the file that carries a lock beside a SQLite database."""
    return Path(engine.url.database or "").parent / FOLDER / f"{name}.lock"


def number_of(name: str) -> int:
    """Return the number by which PostgreSQL knows the lock of a name: 64 bits with a sign, the same everywhere."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
