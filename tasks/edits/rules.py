"""What the standard says of rows as they would stand after all edits of a workbook: days in order, nothing twice (P2, I4, S9)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar
from agency.domain.edited_days import Clash, PlannedDays, ShootTimes, day_clashes, time_clashes
from agency.locale import _
from agency.records import edits as records
from agency.records.tables import Account, ContentItem, Shoot
from agency.records.tables.base import Kept
from config.policy import Policy
from tasks.calendars import calendar
from tasks.edits.editors import Around
from tasks.edits.values import Edit, Refusal

Broken = Mapping[str, list[Refusal]]
"""What can't be taken, by the code of the table whose edits are to blame."""

PLANNED = tuple(PlannedDays.__dataclass_fields__)
TIMES = tuple(ShootTimes.__dataclass_fields__)


def broken_by(session: Session, edits: Mapping[str, Iterable[Edit]], around: Around) -> Broken:
    """Return what rules the edits of some tables break together; the rows hold their new values while this is asked."""
    found: defaultdict[str, list[Refusal]] = defaultdict(list)
    kept = {table: list(several) for table, several in edits.items()}
    for table, edit in contradictions(kept):
        sentence = _("another sheet of this workbook says something else of the same thing")
        found[table].append(refused(edit, sentence))
    days = calendar(session)
    by_row = edits_by_row(kept)
    for record, several in by_row:
        for clash in clashes_of(record, days, around.policy):
            for table, edit in several:
                if edit.attribute in clash.steps:
                    found[table].append(refused(edit, clash.message))
    for table, edit, sentence in handles_taken(session, kept):
        found[table].append(refused(edit, sentence))
    return found


def refused(edit: Edit, reason: str) -> Refusal:
    """Return why an edit can't be taken."""
    return Refusal(number=edit.number, code=edit.code, column=edit.column, given=edit.shown_after, reason=reason)


def edits_by_row(edits: Mapping[str, Iterable[Edit]]) -> list[tuple[Kept, list[tuple[str, Edit]]]]:
    """Return the edited rows, each with its edits and their tables."""
    found: dict[str, tuple[Kept, list[tuple[str, Edit]]]] = {}
    for table, several in edits.items():
        for edit in several:
            found.setdefault(edit.record.id, (edit.record, []))[1].append((table, edit))
    return list(found.values())


def contradictions(edits: Mapping[str, Iterable[Edit]]) -> Iterator[tuple[str, Edit]]:
    """Yield each edit that wants another value than a sheet before it."""
    wanted: dict[tuple[str, str], object] = {}
    for table, several in edits.items():
        for edit in several:
            if wanted.setdefault(edit.place, edit.after) != edit.after:
                yield table, edit


def clashes_of(record: Kept, days: Calendar, policy: Policy) -> Iterator[Clash]:
    """Yield what is wrong with the days of a row."""
    if isinstance(record, ContentItem):
        yield from day_clashes(PlannedDays(**{name: getattr(record, name) for name in PLANNED}), days, policy)
    if isinstance(record, Shoot):
        yield from time_clashes(ShootTimes(**{name: getattr(record, name) for name in TIMES}))


def handles_taken(session: Session, edits: Mapping[str, Iterable[Edit]]) -> Iterator[tuple[str, Edit, str]]:
    """Yield each account that is to bear a handle which another one on its platform has."""
    wanted = [
        (table, edit, edit.record)
        for table, several in edits.items()
        for edit in several
        if edit.attribute == "handle" and isinstance(edit.record, Account)
    ]
    if not wanted:
        return
    borne = records.handles(session, [account for _table, _edit, account in wanted])
    for table, edit, account in wanted:
        other = borne.get((account.platform.value, str(edit.after)))
        if other not in {None, account.code}:
            yield table, edit, _("account {code} on this platform has this handle").format(code=other)
