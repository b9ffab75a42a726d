"""What happened to a row after a workbook was made of it, told from the audit trail: who changed what, and when (C4)."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.locale import _
from agency.records import edits as records
from agency.records.tables import AuditEvent
from agency.records.tables.base import Kept
from agency.reports.tables.column import Column
from tasks.edits.editors import Around

MOST_TOLD = 3


@dataclass(frozen=True, kw_only=True)
class Since:
    """What the columns of a table held at a row's version where they changed since, and the changes, newest first.

    ``is_known`` is false where the workbook names no version, or one that the trail does not reach back to.
    """

    held: Mapping[str, object] = field(default_factory=dict)
    changes: Sequence[AuditEvent] = ()
    has_version: bool = True
    is_known: bool = True


def since_version(version: int | None, record: Kept, trail: Sequence[AuditEvent], columns: AbstractSet[str]) -> Since:
    """Return what happened to the columns of a row since a version of it; ``trail`` is every change, the newest first."""
    if version is None:
        return Since(has_version=False, is_known=False)
    count = record.rev - version
    if not 0 <= count <= len(trail):
        return Since(is_known=False)
    touching = [event for event in trail[:count] if not columns.isdisjoint(event.after)]
    held: dict[str, object] = {}
    for event in touching:
        held |= {name: value for name, value in event.before.items() if name in columns}
    return Since(held=held, changes=touching)


def underneath(session: Session, record: Kept, since: Since, columns: Mapping[str, Column], around: Around) -> str:
    """Return why a row that the lead changed can't be taken: what happened to it since, or that nobody can tell."""
    if not since.has_version:
        return _(
            "the row's hidden version is missing, so nobody knows what it was made from; start from a new workbook"
        )
    if not since.is_known:
        return _("the row was changed since in ways that can't be told any more; start from a new workbook")
    names = records.names_of_actors(session, [event.actor for event in since.changes if event.actor])
    told = [told_of(event, record, columns, around, names) for event in since.changes[:MOST_TOLD]]
    sentence = _("the row was changed since the workbook was made: {changes}; start from a new workbook")
    return sentence.format(changes=_("; ").join(told))


def told_of(
    event: AuditEvent, record: Kept, columns: Mapping[str, Column], around: Around, names: Mapping[str, str]
) -> str:
    """Return one change as a sentence: when, who, which columns from what to what."""
    changed = []
    for name, after in event.after.items():
        if name in columns:
            like = getattr(record, name)
            before, now = (around.shown(kept_as(value, like)) for value in (event.before.get(name), after))
            changed.append(_("{column} {before} → {after}").format(column=columns[name].name, before=before, after=now))
    who = names.get(event.actor or "", event.actor) or _("the system")
    when = beijing_minute(event.created_at)
    return _("{when} {who}: {changed}").format(when=when, who=who, changed=_(", ").join(changed))


def kept_as(plain: object, like: object) -> object:
    """Return a value of the trail as the row keeps it: a day, a moment or a word again; ``like`` is what it holds now."""
    if not isinstance(plain, str) or type(like) is str:
        return plain
    if isinstance(like, StrEnum):
        return type(like)(plain)
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(plain)
        except ValueError:
            continue
    return plain
