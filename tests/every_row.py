"""Every row of every table, seen without asking the product: what a refused step must leave as it was."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Engine

from agency.records.engine import READING
from agency.records.tables.base import Base

Rows = Mapping[str, frozenset[str]]

WHERE_TO_LOOK = frozenset({"waits"})
"""The inbox, which only tells where to look: a question that is asked again is written into it again."""


def every_row(engine: Engine, *, but: Collection[str] = WHERE_TO_LOOK) -> Rows:
    """Return the rows of every table as texts, by the table's name."""
    with engine.execution_options(**{READING: True}).connect() as connection:
        cursor = connection.connection.cursor()  # the driver's own: this is looked at after every step
        return {name: rows_of(cursor, name) for name in Base.metadata.tables if name not in but}


def rows_of(cursor: Any, table: str) -> frozenset[str]:
    """Return every row of one table as a text."""
    cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of our own
    return frozenset(map(repr, cursor.fetchall()))


def changed(before: Rows, after: Rows) -> set[str]:
    """Return the tables in which anything was added, changed or taken away."""
    return {table for table in before if before[table] != after[table]}
