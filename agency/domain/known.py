"""Sums over what is known: what nobody told counts for nothing, and is never taken for 0."""

from collections.abc import Sequence
from typing import TypeVar

Known = TypeVar("Known", int, float)


def sum_known(values: Sequence[Known | None]) -> Known | None:
    """Return the sum of what is known, None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
