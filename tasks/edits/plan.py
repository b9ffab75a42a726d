"""What becomes of a workbook of the six tables that was given back, before anything is written: a sheet whole, or not (C4)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.records import edits as records
from agency.records.tables import Project
from agency.records.tables.base import now
from agency.reports.tables.reading import GivenSheet
from config.settings import settings
from tasks.edits.compare import Sheet, compare
from tasks.edits.editors import Around
from tasks.edits.following import following
from tasks.edits.gates import bound, subjects_of
from tasks.edits.reading import GivenFile
from tasks.edits.rows import Rows, rows_of
from tasks.edits.rules import broken_by
from tasks.edits.values import Edit, EditPlan, Refusal, SheetPlan, apply, undo


@dataclass
class Draft:
    """One sheet while it is judged; ``follows`` is what changes along with its edits."""

    given: GivenSheet
    rows: Rows
    edits: list[Edit] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    follows: list[Edit] = field(default_factory=list)
    gates: dict[str, list[str]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the table."""
        return self.given.table.code

    @property
    def stands(self) -> bool:
        """Whether the sheet is still to be taken."""
        return bool(self.edits) and not self.refusals

    @property
    def whole(self) -> list[Edit]:
        """All values that change with the sheet."""
        return [*self.edits, *self.follows]


def plan_edits(session: Session, file: GivenFile) -> EditPlan:
    """Return what is to become of a workbook; nothing is written, and the rows of the session are left as they were.

    The sheets are judged together, as they would stand when all of them were taken; one that breaks a rule is left out,
    and the others are judged again without it.
    """
    with session.no_autoflush:
        around = around_now(session)
        before = records.taken_before(session, file.sha256)
        drafts = [draft(session, sheet, around) for sheet in file.book.sheets if sheet.table.code not in before]
        judge_together(session, drafts, around)
        known = [
            SheetPlan(table=sheet.table, name=sheet.name, before=before[sheet.table.code])
            for sheet in file.book.sheets
            if sheet.table.code in before
        ]
        return EditPlan(file=file, sheets=(*map(planned, drafts), *known), projects=projects_of(session, drafts))


def around_now(session: Session) -> Around:
    """Return what cells are read and judged by today."""
    people = {person.id: person for person in records.everybody(session)}
    return Around(today=beijing_day(now()), policy=settings().policy, people=people)


def draft(session: Session, given: GivenSheet, around: Around) -> Draft:
    """Return a sheet with its changed cells, and what can't be taken of them by itself."""
    rows = rows_of(session, given.table.code, (row.code for row in given.rows))
    found = compare(Sheet(session, given, rows, around))
    begun = Draft(given=given, rows=rows, edits=found.edits, refusals=found.refusals)
    if begun.stands:
        begun.follows = following(session, begun.edits, around)
    return begun


def judge_together(session: Session, drafts: list[Draft], around: Around) -> None:
    """Refuse the sheets that break a rule together, and note which gates the others open again."""
    tell_the_rest(session, drafts, around)
    while standing := {one.code: one for one in drafts if one.stands}:
        with_all = [edit for one in standing.values() for edit in one.whole]
        with held(with_all):
            broken = broken_by(session, {code: one.whole for code, one in standing.items()}, around)
        for code, refusals in broken.items():
            standing[code].refusals += refusals
        if not broken:
            break
    for one in standing.values():
        one.gates = opened_by(session, one.whole)


@contextmanager
def held(edits: list[Edit]) -> Iterator[None]:
    """Let the rows hold what they are to become, while the block lasts."""
    apply(edits)
    try:
        yield
    finally:
        undo(reversed(edits))


def opened_by(session: Session, edits: list[Edit]) -> dict[str, list[str]]:
    """Return which passed gates stand open again when a sheet is taken, each with the codes of what it is about."""
    subjects = subjects_of(session, edits)
    passed = bound(session, subjects)
    with held(edits):
        still = bound(session, subjects)
    opened: dict[str, list[str]] = {}
    for gate, code in sorted(passed - still):
        opened.setdefault(gate, []).append(code)
    return opened


def tell_the_rest(session: Session, drafts: list[Draft], around: Around) -> None:
    """Add to the sheets that are refused already what else is wrong with them, so that all is mended at once."""
    refused = {one.code: one for one in drafts if one.refusals and one.edits}
    if not refused:
        return
    with held([edit for one in drafts for edit in one.whole]):
        broken = broken_by(session, {one.code: one.whole for one in drafts}, around)
    for code, one in refused.items():
        told = {(refusal.number, refusal.column) for refusal in one.refusals}
        one.refusals += [more for more in broken.get(code, []) if (more.number, more.column) not in told]


def planned(one: Draft) -> SheetPlan:
    """Return what becomes of a sheet."""
    return SheetPlan(
        table=one.given.table,
        name=one.given.name,
        edits=tuple(one.whole if one.stands else one.edits),
        refusals=tuple(one.refusals),
        remarks=one.given.remarks,
        gates=one.gates if one.stands else {},
    )


def projects_of(session: Session, drafts: list[Draft]) -> dict[str, str]:
    """Return the projects of the rows that are to change; of all rows of the workbook where none is."""
    touched = {edit.code for one in drafts if one.stands for edit in one.edits}
    ids: set[str] = set()
    for one in drafts:
        for code, record in one.rows.by_code.items():
            if not touched or (one.stands and code in touched):
                ids |= one.rows.projects.get(record.id, frozenset())
    rows = session.execute(select(Project.id, Project.code).where(Project.id.in_(ids)).order_by(Project.code))
    return dict(rows.tuples().all())
