"""Opens the agency's records for one unit of work, where the settings say they are.

A run whose database goes away is cut off there and then, past every ``except Exception`` on its way, so that no step can
take the loss for an answer. Prefect calls that run Crashed, and the house carries it on when the database is back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from prefect.runtime import flow_run
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from agency.errors import RecordsAway
from agency.records import engine as engines
from config.settings import settings


class CutOff(BaseException):
    """The run of this process can't go on, through no fault of its own."""


@contextmanager
def records(*, repeatable: bool = False, actor: str | None = None, reason: str | None = None) -> Iterator[Session]:
    """Lend a session for one unit of work: all of it is kept at the end, or nothing.

    One that is ``repeatable`` does not wait for the disk; ``actor`` (a person's code) and ``reason`` are written beside
    every change (``agency.records.engine.records``).
    """
    engine = records_engine(settings().records_url)
    with a_loss_cuts_off(), engines.records(engine, repeatable=repeatable, actor=actor, reason=reason) as session:
        yield session


@contextmanager
def looking() -> Iterator[Session]:
    """Lend a session for looking only, which waits for no writer."""
    with a_loss_cuts_off(), engines.reading(records_engine(settings().records_url)) as session:
        yield session


@contextmanager
def a_loss_cuts_off() -> Iterator[None]:
    """Cut a run off whose database went away; outside of runs the error stays what it is."""
    try:
        yield
    except RecordsAway as error:
        if flow_run.id is None:
            raise
        raise CutOff(str(error)) from error


@cache
def records_engine(url: str) -> Engine:
    """Return the engine of a process for these records, opened at the first use."""
    return engines.open_records(url)
