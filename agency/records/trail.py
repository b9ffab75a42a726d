"""The audit trail: every change of a kept row is written down beside the change itself, in the same unit of work.

A statement that changes rows past the session (``session.execute(update(…))``) leaves no trail: change rows. The trail is
kept for ever, so of what is personal it tells that it was changed, and not what it was.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session
from sqlalchemy.orm.unitofwork import UOWTransaction

from agency.domain.masking import MASK
from agency.domain.terms.governance import AuditAction
from agency.records.tables.base import Kept, new_id
from agency.records.tables.governance import AuditEvent

BOOKKEEPING = {"id", "created_at", "created_by", "updated_at", "rev"}
PERSONAL = {
    ("people", "email"),
    ("people", "im_ids"),
    ("clients", "contacts"),
    ("partners", "contacts"),
    ("comments", "words"),
    ("notifications", "body"),
}


def keep_trail(session: Session, *, actor: str | None, reason: str | None) -> None:
    """Let this session write who (a person's code) changed what, and why; new rows are signed by the actor."""
    event.listen(session, "before_flush", partial(_write_trail, actor=actor, reason=reason))


def _write_trail(session: Session, _: UOWTransaction, __: object, *, actor: str | None, reason: str | None) -> None:
    for entry in [*_created(session, actor), *_changed(session), *_deleted(session)]:
        entry.actor, entry.reason = actor, reason
        session.add(entry)


def _created(session: Session, actor: str | None) -> Iterator[AuditEvent]:
    for row in _kept(session.new):
        row.id = row.id or new_id()
        row.created_by = row.created_by or actor
        yield _entry(row, AuditAction.CREATED, after=_values(row))


def _changed(session: Session) -> Iterator[AuditEvent]:
    for row in _kept(session.dirty):
        before, after = _difference(row)
        if after:
            yield _entry(row, AuditAction.CHANGED, before=before, after=after)


def _deleted(session: Session) -> Iterator[AuditEvent]:
    for row in _kept(session.deleted):
        yield _entry(row, AuditAction.DELETED, before=_values(row))


def _kept(rows: Any) -> list[Kept]:  # noqa: ANN401 - SQLAlchemy's IdentitySet is not typed
    return [row for row in rows if isinstance(row, Kept)]


def _entry(row: Kept, action: AuditAction, **sides: dict[str, Any]) -> AuditEvent:
    return AuditEvent(action=action, entity=_table(row), entity_id=row.id, **sides)


def _table(row: Kept) -> str:
    return str(inspect(row, raiseerr=True).mapper.local_table.name)


def _columns(row: Kept) -> list[str]:
    """Return the columns worth keeping: not the bookkeeping, and never a sealed secret."""
    names = inspect(row, raiseerr=True).mapper.column_attrs.keys()
    return [name for name in names if name not in BOOKKEEPING and not name.endswith("_sealed")]


def _values(row: Kept) -> dict[str, Any]:
    told = {name: _told(row, name, getattr(row, name)) for name in _columns(row)}
    return {name: value for name, value in told.items() if value is not None}


def _difference(row: Kept) -> tuple[dict[str, Any], dict[str, Any]]:
    state = inspect(row, raiseerr=True)
    histories = {name: state.attrs[name].history for name in _columns(row)}
    changed = {name: history for name, history in histories.items() if history.has_changes()}
    before = {name: _told(row, name, *history.deleted[:1]) for name, history in changed.items()}
    return before, {name: _told(row, name, *history.added[:1]) for name, history in changed.items()}


def _told(row: Kept, name: str, value: Any = None) -> Any:  # noqa: ANN401 - whatever a column holds
    """Return a value as the trail tells it: a day or a moment by its ISO text, what is personal not at all."""
    if value and (_table(row), name) in PERSONAL:
        return MASK
    return value.isoformat() if isinstance(value, date) else value
