"""Whether a cell says what the records hold: at a glance for nearly all of them, and in whatever hand for the others (C4)."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from agency.domain.calendar import BEIJING, beijing_day
from agency.domain.edits import Cell, text_of, written_moment
from tasks.edits.editors import Around

A_MINUTE = timedelta(minutes=1)


def is_as_shown(cell: Cell, was: object, around: Around) -> bool:
    """Say at a glance whether a cell holds what the workbook shows of a value: so do nearly all."""
    if isinstance(was, datetime):
        return isinstance(cell, datetime) and abs(cell - was.astimezone(BEIJING).replace(tzinfo=None)) < A_MINUTE
    if isinstance(was, date):
        return isinstance(cell, date) and not isinstance(cell, datetime) and cell == was
    if isinstance(was, StrEnum) or was in around.people:
        return cell == around.shown(was)
    return isinstance(was, str) and cell == was


def is_same(value: object, held: object) -> bool:
    """Say whether a cell says what the records hold: texts without blanks at their ends, moments to the minute."""
    if isinstance(value, str) and isinstance(held, str):
        return value == held or text_of(value) == text_of(held)
    if isinstance(value, datetime) and isinstance(held, datetime):
        return abs(value - held) < A_MINUTE
    return value == held


def shown_as(cell: Cell) -> str:
    """Return what a cell says, a day as it is written."""
    day = written_moment(cell)
    return day.date().isoformat() if day else text_of(cell)


def day_of(value: object) -> date | None:
    """Return the Beijing day of a day or moment."""
    if isinstance(value, datetime):
        return beijing_day(value)
    return value if isinstance(value, date) else None
