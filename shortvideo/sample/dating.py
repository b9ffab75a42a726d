"""Dates the rows of the sample: its history was not made on the day the demo was started.

The product's one clock cannot be moved, and should not be: this dates nothing but what a unit of work of the sample writes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from agency.records.tables.base import Base, Identified, UtcDateTime, now


@contextmanager
def dated(session: Session, moment: datetime) -> Iterator[None]:
    """Let everything that is written meanwhile bear a moment of the past wherever it would bear the present one."""
    begun = now()

    def date_rows(flushing: Session, _context: UOWTransaction, _rows: object) -> None:
        for row in flushing.new:
            if isinstance(row, Identified) and row.created_at is None:
                row.created_at = moment
        for row in (*flushing.new, *flushing.dirty):
            for name in moments_of(row):
                told = getattr(row, name)
                if told is not None and begun <= told <= now():
                    setattr(row, name, moment)

    session.flush()
    event.listen(session, "before_flush", date_rows)
    try:
        yield
        session.flush()
    finally:
        event.remove(session, "before_flush", date_rows)


def moments_of(row: Base) -> list[str]:
    """Return the names of a row's moments."""
    attributes = inspect(row).mapper.column_attrs
    return [each.key for each in attributes if isinstance(each.columns[0].type, UtcDateTime)]
