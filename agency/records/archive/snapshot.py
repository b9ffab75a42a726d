"""A database as it stood at one moment, table by table and line by line, while others go on writing to it."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from agency.records.archive.kinds import Kind, kind_of, step_into_line, told_by
from agency.records.engine import READING, open_records

AT_ONCE = 1000  # rows in memory
STANDING = "alembic_version"
FIRST_LOOK = {  # with that look, and not with BEGIN, either engine takes its snapshot
    "sqlite": "SELECT 1 FROM sqlite_schema LIMIT 1",
    "postgresql": "SELECT 1 FROM pg_class LIMIT 1",
}


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Table:
    """One table: its columns in their order, and those of its primary key."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[Column, ...]


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """Lend a connection for looking only, which sees the database as it stood when it was lent."""
    engine = open_records(url)
    try:
        with _looking(engine).connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
            connection.execute(text(FIRST_LOOK[engine.dialect.name]))
            yield connection
    finally:
        engine.dispose()


def _looking(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{READING: True})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def head_of(connection: Connection) -> str | None:
    """Return the migration that the database stands at, None for one without any."""
    return MigrationContext.configure(connection).get_current_revision()


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables with their columns, by name; that of the migrations is none of them."""
    inspector = inspect(connection)
    keys = inspector.get_multi_pk_constraint()
    found = inspector.get_multi_columns()
    return [
        table_of(name, columns, keys[schema, name]["constrained_columns"])
        for (schema, name), columns in sorted(found.items(), key=lambda each: each[0][1])
        if name != STANDING
    ]


def table_of(name: str, reflected: list[Any], key: list[str]) -> Table:
    """Return a table as it was reflected; what the database works out by itself is left out."""
    columns = {
        each["name"]: Column(each["name"], kind_of(each["type"])) for each in reflected if not each.get("computed")
    }
    return Table(name, tuple(columns.values()), tuple(columns[each] for each in key))


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Yield the rows in the order of their keys, each a JSON list; that order is the same on either engine."""
    engine = connection.dialect.name
    steps = [(place, step) for place, each in enumerate(table.columns) if (step := step_into_line(each.kind))]
    streamed = {"stream_results": True, "max_row_buffer": AT_ONCE}
    rows = connection.execute(text(query_of(table, engine)), execution_options=streamed)
    for some in rows.partitions(AT_ONCE):
        for row in some:
            yield orjson.dumps(stepped(row, steps), default=in_letters)


def stepped(row: Any, steps: list[tuple[int, Any]]) -> tuple[Any, ...]:  # noqa: ANN401 - a row of any table
    """Return the values of a row, those of some places turned into something else; a missing one stays missing."""
    if not steps:
        return tuple(row)
    values = list(row)
    for place, step in steps:
        if values[place] is not None:
            values[place] = step(values[place])
    return tuple(values)


def query_of(table: Table, engine: str) -> str:
    """Return the SQL of all rows."""
    told = ", ".join(told_by(engine, each.kind, quoted(each.name)) for each in table.columns)
    order = ", ".join(ordered_by(engine, each) for each in table.key)
    return f"SELECT {told} FROM {quoted(table.name)} ORDER BY {order}"  # noqa: S608 - names that the database told


def ordered_by(engine: str, column: Column) -> str:
    """Return what puts rows in order: texts by their bytes, and never by what a language makes of them."""
    if engine == "postgresql" and column.kind is Kind.TEXT:
        return f'{quoted(column.name)}::text COLLATE "C"'
    return quoted(column.name)


def quoted(name: str) -> str:
    """Return a name as SQL reads it, whatever word it is."""
    return '"{}"'.format(name.replace('"', '""'))


def in_letters(value: object) -> str:
    """Return what JSON knows no word for: bytes, in base 64."""
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    raise TypeError(f"a value of an unknown kind: {type(value)!r}")
