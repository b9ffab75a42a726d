"""The steps that were taken to remind people of what they owe: read for all that is open, added and never changed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.reminding import Step, Taken
from agency.errors import AlreadyDecided
from agency.locale import _
from agency.records import bulk
from agency.records.rule_checks import UNSETTLED
from agency.records.tables import Reminder, RuleCheck
from agency.records.tables.base import ids_behind

COLUMNS = ("id", "check_id", "due_at", "step", "number", "told", "told_at", "created_at")


def taken(session: Session) -> dict[str, list[Taken]]:
    """Return the steps that were taken for each open check, by its id, oldest first, whatever the clock said."""
    table = Reminder.__table__.columns
    query = (
        select(table.check_id, table.due_at, table.step, table.number, table.told, table.told_at)
        .join(RuleCheck, RuleCheck.id == Reminder.check_id)
        .where(RuleCheck.state.in_(UNSETTLED))
        .order_by(Reminder.id)
    )
    found: defaultdict[str, list[Taken]] = defaultdict(list)
    for check_id, due_at, step, number, told, told_at in session.connection().execute(query):
        found[check_id].append(Taken(step=step, number=number, due_at=due_at, told=told, told_at=told_at))
    return found


def add(session: Session, steps: Sequence[tuple[str, datetime, Step]], at: datetime) -> list[str]:
    """Keep steps, each of a check for a moment, as taken now; return their ids. ``AlreadyDecided`` where one was taken before."""
    ids = ids_behind(session.scalar(select(func.max(Reminder.id))), len(steps))
    rows = [
        (row_id, check_id, due_at, step.step, step.number, list(step.people), at, at)
        for row_id, (check_id, due_at, step) in zip(ids, steps, strict=True)
    ]
    if bulk.add_missing(session, Reminder, COLUMNS, rows) != len(rows):
        raise AlreadyDecided(_("Somebody else has reminded of this at the same moment."))
    return ids
