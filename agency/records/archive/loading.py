"""Brings an archived database into an empty one with the same tables, and compares every row with what was archived.

On PostgreSQL the foreign keys are taken away before and put back after, which also proves them; on SQLite they are
looked through at the end. So tables that point to one another may be loaded in any order.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any, cast

import orjson
import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import SQLAlchemyError

from agency.errors import BadInput
from agency.locale import _
from agency.records.archive.kinds import same, step_into
from agency.records.archive.manifest import ArchivedDatabase, ArchivedTable, damaged
from agency.records.archive.snapshot import AT_ONCE, Column, Table, lines_of, quoted, stepped, tables_of
from agency.records.archive.unpacking import Archive
from agency.records.engine import open_records

FOREIGN_KEYS = """
    SELECT conrelid::regclass::text AS "table", quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2
"""


def load(archive: Archive, database: ArchivedDatabase, url: str) -> None:
    """Fill the database at ``url``, whose tables are there, in one transaction; ``BadInput`` where it does not fit."""
    engine = filling(url)
    try:
        with engine.begin() as connection:
            tables = matched(archive, database, tables_of(connection))
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
                fill_postgresql(archive, connection, tables)
            else:
                fill_sqlite(archive, connection, tables)
            for archived, table in tables:
                compare(archive, archived, connection, table)
    except (psycopg.Error, SQLAlchemyError, sqlite3.Error) as error:
        raise BadInput(
            _("{file} cannot be loaded: {reason}").format(file=archive.path.name, reason=first_line(error))
        ) from error
    finally:
        engine.dispose()


def filling(url: str) -> Engine:
    """Return an engine for a database that nobody else looks at yet."""
    engine = open_records(url)
    if engine.dialect.name == "postgresql":
        return engine
    engine.dispose()
    engine = create_engine(url)
    event.listen(engine, "connect", _without_care)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _without_care(connection: sqlite3.Connection, _entry: object) -> None:
    """Leave transactions to us, foreign keys to the end, and the disk to whoever puts the file in its place."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA synchronous = OFF")


def first_line(error: Exception) -> str:
    """Return what a database says first of a mistake."""
    return str(getattr(error, "orig", None) or error).strip().partition("\n")[0]


def matched(archive: Archive, database: ArchivedDatabase, tables: Sequence[Table]) -> list[tuple[ArchivedTable, Table]]:
    """Return each archived table with the one that takes its rows, its columns in the archive's order."""
    there = {table.name: table for table in tables}
    pairs = []
    for archived in database.tables:
        table = there.get(archived.name)
        columns = {column.name: column for column in table.columns} if table else {}
        if table is None or set(columns) != {name for name, _kind in archived.columns}:
            sentence = _("{file} does not fit this version: the table {table} is another one.")
            raise BadInput(sentence.format(file=archive.path.name, table=archived.name))
        pairs.append((archived, Table(table.name, tuple(columns[name] for name, _kind in archived.columns), table.key)))
    return pairs


def fill_sqlite(archive: Archive, connection: Connection, tables: Iterable[tuple[ArchivedTable, Table]]) -> None:
    """Insert all rows; what migrations put into a table is replaced."""
    for archived, table in tables:
        clear(connection, table)
        names = ", ".join(quoted(column.name) for column in table.columns)
        marks = ", ".join("?" * len(table.columns))
        statement = f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - names of tables
        rows = rows_for("sqlite", archive, archived, table.columns)
        while some := list(islice(rows, AT_ONCE)):
            connection.exec_driver_sql(statement, some)
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        sentence = _("{file} holds rows of {table} that point to nothing.")
        raise BadInput(sentence.format(file=archive.path.name, table=broken[0]))


def fill_postgresql(archive: Archive, connection: Connection, tables: Iterable[tuple[ArchivedTable, Table]]) -> None:
    """Copy all rows; what migrations put into a table is replaced."""
    keys = connection.execute(text(FOREIGN_KEYS)).all()
    for key in keys:
        connection.exec_driver_sql(f"ALTER TABLE {key.table} DROP CONSTRAINT {key.name}")
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    for archived, table in tables:
        clear(connection, table)
        names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
        command = sql.SQL("COPY {table} ({names}) FROM STDIN").format(table=sql.Identifier(table.name), names=names)
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            for row in rows_for("postgresql", archive, archived, table.columns):
                copy.write_row(row)
    for key in keys:
        connection.exec_driver_sql(f"ALTER TABLE {key.table} ADD CONSTRAINT {key.name} {key.definition}")


def clear(connection: Connection, table: Table) -> None:
    """Take away what a migration has put into a table; tables that only grow are empty at first."""
    if connection.exec_driver_sql(f"SELECT 1 FROM {quoted(table.name)} LIMIT 1").first():  # noqa: S608 - a table's name
        connection.exec_driver_sql(f"DELETE FROM {quoted(table.name)}")  # noqa: S608 - likewise


def rows_for(
    engine: str, archive: Archive, archived: ArchivedTable, columns: Sequence[Column]
) -> Iterator[Sequence[Any]]:
    """Yield the rows of an archived table as an engine takes them."""
    steps = [(place, step) for place, each in enumerate(columns) if (step := step_into(engine, each.kind))]
    for line in archive.lines(archived):
        yield stepped(orjson.loads(line), steps)


def compare(archive: Archive, archived: ArchivedTable, connection: Connection, table: Table) -> None:
    """Read the table back and compare row by row; ``BadInput`` names the first table that came out different."""
    count = 0
    for told, kept in zip_longest(archive.lines(archived), lines_of(connection, table)):
        if told != kept and not (told and kept and same_row(table, told, kept)):
            sentence = _("The table {table} came out different from what {file} holds, at row {row}.")
            raise BadInput(sentence.format(table=table.name, file=archive.path.name, row=count + 1))
        count += 1
    if count != archived.rows:
        raise damaged(archive.path.name)


def same_row(table: Table, told: bytes, kept: bytes) -> bool:
    """Say whether two lines tell the same row, as far as an engine can keep it."""
    pairs = zip(table.columns, orjson.loads(told), orjson.loads(kept), strict=True)
    return all(same(column.kind, one, other) for column, one, other in pairs)
