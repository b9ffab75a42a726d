"""Puts the values of rows into the order of a table's columns."""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import TypeVar

from agency.reports.sheet import Value
from agency.reports.tables.table import Row, Table

K = TypeVar("K")
V = TypeVar("V")


def in_order(table: Table) -> Callable[[Mapping[str, Value]], Row]:
    """Return what makes a row of its values by the columns' codes; a value that is missing raises ``KeyError``."""
    return itemgetter(*(column.code for column in table.columns))


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """Return the values of each key, in the order in which they come."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def or_blank(value: Value) -> Value:
    """Return a value as it stands where a missing one means that there is nothing yet, not that nobody knows."""
    return "" if value is None else value
