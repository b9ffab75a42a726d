"""Many rows in one statement, past the session's own bookkeeping, the shortest way that either engine has.

PostgreSQL unpacks all rows out of one JSON text, SQLite takes them one after the other in a loop of its own. No audit
trail is left by what is written here: it is for what software found, and its origin stands in the row.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from agency.records.append_only import CHAINED
from agency.records.tables.base import Base

Row = Sequence[Any]
Columns = tuple[str, ...]
Convert = Callable[[Any], Any]
SQLITE = sqlite.dialect()
NUL = b"\\u0000"


class Sheaf:
    """Rows of several tables, gathered from many looks, to be written with one statement for each table."""

    def __init__(self) -> None:
        self._missing: defaultdict[tuple[type[Base], Columns], list[Row]] = defaultdict(list)
        self._over: defaultdict[tuple[type[Base], Columns], list[Row]] = defaultdict(list)

    def lay(self, table: type[Base], columns: Columns, rows: Iterable[Row], *, over: bool = False) -> None:
        """Lay rows in, to be added where they are missing, or ``over`` the ones with their primary keys."""
        (self._over if over else self._missing)[table, columns].extend(rows)

    def write(self, session: Session) -> None:
        """Write all that was laid in, each table after those that it points to."""
        for table, columns in sorted(self._missing, key=_place):
            add_missing(session, table, columns, self._missing[table, columns])
        for table, columns in sorted(self._over, key=_place):
            put(session, table, columns, self._over[table, columns])


def _place(laid: tuple[type[Base], Columns]) -> int:
    return _places()[laid[0].__tablename__]


@cache
def _places() -> dict[str, int]:
    return {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}


def add_missing(session: Session, table: type[Base], columns: Columns, rows: Sequence[Row]) -> int:
    """Add the rows, each in the order of ``columns``, whose key is not on record; return how many those were."""
    return _write(session, table, columns, rows, "ON CONFLICT DO NOTHING")


def put(session: Session, table: type[Base], columns: Columns, rows: Sequence[Row]) -> None:
    """Add the rows, each in the place of the one with its primary key; no two rows have the same."""
    key = [column.name for column in table.__table__.primary_key]
    changed = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    _write(session, table, columns, rows, f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changed}")


def _write(session: Session, table: type[Base], columns: Columns, rows: Sequence[Row], conflict: str) -> int:
    if not rows:
        return 0
    if table.__tablename__ in CHAINED:
        raise TypeError(f"{table.__tablename__} is bound by the chain of the ledger: its rows go through the session")
    connection = session.connection()
    into = f"INSERT INTO {table.__tablename__} ({', '.join(columns)})"
    if connection.dialect.name == "sqlite":
        return _one_by_one(connection, f"{into} VALUES ({_marks(columns)}) {conflict}", _stored(table, columns, rows))
    return _all_at_once(connection, table, columns, rows, into, conflict)


def _one_by_one(connection: Connection, statement: str, rows: Sequence[Row]) -> int:
    return connection.exec_driver_sql(statement, rows).rowcount


def _all_at_once(
    connection: Connection, table: type[Base], columns: Columns, rows: Sequence[Row], into: str, conflict: str
) -> int:
    unpacked = f"FROM json_populate_recordset(NULL::{table.__tablename__}, %(rows)s::json)"
    sent = orjson.dumps([dict(zip(columns, row, strict=True)) for row in rows])
    if NUL in sent:
        sent = orjson.dumps([dict(zip(columns, map(_without_nul, row), strict=True)) for row in rows])
    statement = f"{into} SELECT {', '.join(columns)} {unpacked} {conflict}"
    return connection.exec_driver_sql(statement, {"rows": sent.decode()}).rowcount


def _without_nul(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return a value as PostgreSQL can keep it, whose texts hold no NUL."""
    return value.replace("\0", "") if isinstance(value, str) else value


def _stored(table: type[Base], columns: Columns, rows: Sequence[Row]) -> list[Row]:
    """Return the rows as SQLite stores them, which knows neither moments nor codes nor lists."""
    converts = _converts(table, columns)
    told = zip(*rows, strict=True)
    return list(zip(*map(_converted, told, converts), strict=True))


def _converted(values: Row, convert: Convert | None) -> Iterable[Any]:
    """Return a column as it is stored; what stands in many rows, such as the moment of a look, is converted once."""
    if convert is None:
        return values
    try:
        distinct = {value: convert(value) for value in set(values)}
    except TypeError:  # lists
        return [convert(value) for value in values]
    return map(distinct.__getitem__, values)


@cache
def _converts(table: type[Base], columns: Columns) -> Sequence[Convert | None]:
    """Return what turns a value of each column into what SQLite keeps of it, None where nothing does."""
    types = (table.__table__.columns[name].type.dialect_impl(SQLITE) for name in columns)
    return [each.bind_processor(SQLITE) for each in types]


def _marks(columns: Columns) -> str:
    return ", ".join("?" * len(columns))
