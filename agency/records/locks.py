"""Locks that one holder at a time has, whatever process or machine it is in; they end with the holder, however it ends.

On PostgreSQL the server keeps them, so they hold between machines, as long as nothing that shares sessions out by
transaction stands between. On SQLite, which serves one machine, the system keeps them on a file beside the database.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, NullPool, create_engine, func, select

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
def _advised(engine: Engine, name: str) -> Iterator[None]:
    """Hold a lock of PostgreSQL's on a connection of its own: it ends with the connection, and the pool is left alone."""
    own = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with own.connect() as connection:
        connection.execute(select(func.pg_advisory_lock(number_of(name))))
        yield


@contextmanager
def _locked_file(file: Path) -> Iterator[None]:
    """Hold a lock on a file, which stays there empty: to take it away would let two hold the lock."""
    file.parent.mkdir(exist_ok=True)
    with file.open("ab") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def lock_file(engine: Engine, name: str) -> Path:
    """Return the file that carries a lock beside a SQLite database."""
    return Path(engine.url.database or "").parent / FOLDER / f"{name}.lock"


def number_of(name: str) -> int:
    """Return the number by which PostgreSQL knows the lock of a name: 64 bits with a sign, the same everywhere."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
