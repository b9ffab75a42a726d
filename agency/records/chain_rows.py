"""Reads rows of the ledger as they lie in the database, each as the one text that its link hashes.

The same row reads alike from SQLite and from PostgreSQL. Nothing in a row can stop the reading, however it was spoilt: what
no longer reads as what it was is taken as it lies, and then has another hash.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

from sqlalchemy import JSON, Boolean, Connection, Date, DateTime, Table, select, type_coerce
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine

from agency.domain.chain import row_text
from agency.records.tables.base import Base, UtcDateTime

AT_ONCE = 500  # rows of one table asked for in one statement
TELLABLE = (str, int, float, bool, list, dict, date)

Row = tuple[str, str]
"""A row of the ledger: its table and its id."""

Values = Mapping[str, object]
Tables = Mapping[str, Table]


def texts_of(connection: Connection, rows: Collection[Row], tables: Tables = Base.metadata.tables) -> dict[Row, str]:
    """Return the text of each of these rows; one that is not there has none."""
    return {row: row_text(values) for row, values in values_of(connection, rows, tables).items()}


def values_of(
    connection: Connection, rows: Collection[Row], tables: Tables = Base.metadata.tables
) -> dict[Row, Values]:
    """Return what each of these rows holds; one that is not there holds nothing."""
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for table, row_id in rows:
        wanted[table].append(row_id)
    return {
        (name, str(values["id"])): values
        for name, ids in wanted.items()
        if name in tables
        for values in read(connection, tables[name], ids)
    }


def read(connection: Connection, table: Table, ids: Sequence[str]) -> Iterator[Values]:
    """Yield the rows of a table with these ids."""
    columns = list(table.columns)
    for start in range(0, len(ids), AT_ONCE):
        query = select(*(type_coerce(column, NullType()) for column in columns))
        for row in connection.execute(query.where(table.c.id.in_(ids[start : start + AT_ONCE]))):
            yield {column.name: plain(column.type, value) for column, value in zip(columns, row, strict=True)}


def plain(kind: TypeEngine[object], value: object) -> object:
    """Return a value as it is meant, whichever driver told it; what can't be read as meant is taken as it lies."""
    if isinstance(value, str):
        with suppress(ValueError, RecursionError):
            return from_text(kind, value)
    if isinstance(kind, Boolean) and value in (0, 1):
        return bool(value)
    return value if value is None or isinstance(value, TELLABLE) else repr(value)


def from_text(kind: TypeEngine[object], text: str) -> object:
    """Return what SQLite keeps as text: a moment, a day, JSON; any other text is itself."""
    match kind:
        case DateTime() | UtcDateTime():
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        case Date():
            return date.fromisoformat(text)
        case JSON() | TypeDecorator(impl_instance=JSON()):
            return json.loads(text)
    return text
