"""The floor: bare ``requests`` in threads, then one bulk upsert in one transaction, with nothing checked and nothing kept.

Of what was tried this is the fastest way in: ``executemany`` for SQLite, COPY and one INSERT for PostgreSQL.
"""

import sqlite3
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import psycopg
from sqlalchemy import make_url

from benchmarks.ground.errand import Errand
from benchmarks.ground.taking import session_of_one
from benchmarks.peers.reading import FIELDS, Fields, days, works

TABLES = {
    "works": (FIELDS, ("item_id",)),
    "account_days": (("open_id", "day", "told"), ("open_id", "day")),
}
NUMBERS = frozenset(FIELDS[6:])

_own = threading.local()


def prepare(errand: Errand) -> None:
    """Create the tables."""
    created = [
        f"CREATE TABLE {table} ({', '.join(typed(name) for name in columns)}, PRIMARY KEY ({', '.join(key)}))"
        for table, (columns, key) in TABLES.items()
    ]
    if errand.database.startswith("sqlite"):
        with closing(opened_sqlite(errand.database)) as connection:
            connection.executescript(";".join(created))
    else:
        with opened_postgresql(errand.database) as connection:
            connection.execute(";".join(created))


def typed(column: str) -> str:
    """Return a column's definition."""
    if column.startswith("is_"):
        return f"{column} BOOLEAN"
    return f"{column} {'BIGINT' if column in NUMBERS else 'TEXT'}"


def load(errand: Errand) -> int:
    """Read everything, and write it at the end."""
    with ThreadPoolExecutor(errand.connections) as threads:
        read = list(threads.map(lambda open_id: read_account(errand, open_id), errand.scale.open_ids()))
    found = [work for of_account, _days in read for work in of_account]
    upsert(errand.database, "works", found)
    if errand.days:
        upsert(errand.database, "account_days", [day for _works, of_account in read for day in of_account])
    return len(found)


def read_account(errand: Errand, open_id: str) -> tuple[list[Fields], list[Fields]]:
    """Return an account's works and days, over the connection of this thread."""
    if not hasattr(_own, "session"):
        _own.session = session_of_one()
    told = list(days(_own.session, errand.base_url, open_id)) if errand.days else []
    return list(works(_own.session, errand.base_url, open_id)), told


def upsert(database: str, table: str, rows: Sequence[Fields]) -> None:
    """Write rows in one transaction, over what is there of them."""
    columns, key = TABLES[table]
    names = ", ".join(columns)
    news = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    write = into_sqlite if database.startswith("sqlite") else into_postgresql
    write(database, f"{table} ({names})", names, rows, f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {news}")


def into_sqlite(database: str, into: str, names: str, rows: Sequence[Fields], on_conflict: str) -> None:
    """Write rows one by one, prepared once."""
    marks = ", ".join("?" for _name in names.split(", "))
    with closing(opened_sqlite(database)) as connection, connection:
        connection.executemany(f"INSERT INTO {into} VALUES ({marks}) {on_conflict}", rows)  # noqa: S608 - names of ours


def into_postgresql(database: str, into: str, names: str, rows: Sequence[Fields], on_conflict: str) -> None:
    """Copy rows beside the table, and from there into it."""
    with opened_postgresql(database) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE coming (LIKE {into.partition(' ')[0]}) ON COMMIT DROP")
        with cursor.copy(f"COPY coming ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {into} SELECT {names} FROM coming {on_conflict}")  # noqa: S608 - names of ours


def opened_sqlite(database: str) -> sqlite3.Connection:
    """Open a SQLite file as our records are: with a write-ahead log."""
    connection = sqlite3.connect(make_url(database).database or "")
    connection.execute("PRAGMA journal_mode = WAL")
    return connection


def opened_postgresql(database: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Connect to PostgreSQL."""
    return psycopg.connect(make_url(database).set(drivername="postgresql").render_as_string(hide_password=False))
