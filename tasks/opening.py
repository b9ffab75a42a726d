"""Opens the agency's records for one unit of work, where the settings say they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agency.records import engine as engines
from config.settings import settings


@contextmanager
def records() -> Iterator[Session]:
    """Lend a session for one unit of work: all of it is kept at the end, or nothing."""
    with engines.records(records_engine(settings().records_url)) as session:
        yield session


@cache
def records_engine(url: str) -> Engine:
    """Return the engine of a process for these records, opened at the first use."""
    return engines.open_records(url)
