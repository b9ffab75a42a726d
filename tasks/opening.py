"""Opens the agency's records for one unit of work, where the settings say they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agency.records import engine as engines
from config.settings import settings


@contextmanager
def records(*, repeatable: bool = False, actor: str | None = None, reason: str | None = None) -> Iterator[Session]:
    """Lend a session for one unit of work: all of it is kept at the end, or nothing.

    One that is ``repeatable`` does not wait for the disk; ``actor`` (a person's code) and ``reason`` are written beside
    every change (``agency.records.engine.records``).
    """
    engine = records_engine(settings().records_url)
    with engines.records(engine, repeatable=repeatable, actor=actor, reason=reason) as session:
        yield session


@contextmanager
def looking() -> Iterator[Session]:
    """Lend a session for looking only, which waits for no writer."""
    with engines.reading(records_engine(settings().records_url)) as session:
        yield session


@cache
def records_engine(url: str) -> Engine:
    """Return the engine of a process for these records, opened at the first use."""
    return engines.open_records(url)
