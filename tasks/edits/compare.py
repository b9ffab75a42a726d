"""A sheet that came back beside the records: which cells the lead changed, and which of them can't be taken (C4).

A row that somebody else changed since the workbook was made is told from one that the lead changed by undoing the audit
trail: what stood in the workbook is what the row held at its version.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from agency.domain.edits import Cell, quoted, says_nothing, text_of
from agency.errors import BadInput
from agency.locale import _
from agency.records import edits as records
from agency.records.tables import AuditEvent
from agency.records.tables.base import Kept
from agency.reports.tables.column import Column
from agency.reports.tables.reading import GivenRow, GivenSheet
from tasks.edits.cells import day_of, is_as_shown, is_same, shown_as
from tasks.edits.editors import EDITORS, Around, Editor, Place
from tasks.edits.rows import Rows
from tasks.edits.since import Since, kept_as, since_version, underneath
from tasks.edits.values import Edit, Refusal

DAY_OF_TIMES = "shoot_on"


@dataclass
class Compared:
    """What the comparison of one sheet has found."""

    edits: list[Edit] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """One sheet with the rows of the records that it speaks of."""

    session: Session
    given: GivenSheet
    rows: Rows
    around: Around

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns that may be written in, by what the row calls them."""
        editors = EDITORS[self.given.table.code]
        return {editors[one.code].attribute(one.code): one for one in self.given.table.editable}

    def editor(self, column: Column) -> Editor:
        """Return how a column is edited."""
        return EDITORS[self.given.table.code][column.code]


def compare(sheet: Sheet) -> Compared:
    """Return the changed cells of a sheet, and why some of them, or all of it, can't be taken."""
    found = Compared(refusals=[Refusal(reason=fault) for fault in sheet.given.faults])
    if found.refusals or sheet.given.table.code not in EDITORS:
        return found
    trail = trail_of(sheet)
    for row in sheet.given.rows:
        record = sheet.rows.of(row.code)
        if record is None:
            found.refusals.append(Refusal(number=row.number, code=row.code, reason=sheet.rows.unknown))
        else:
            compare_row(sheet, row, record, trail.get(record.id, ()), found)
    return found


def trail_of(sheet: Sheet) -> Mapping[str, Sequence[AuditEvent]]:
    """Return the changes of the rows that are no longer as they were when the workbook was made."""
    pairs = ((row, sheet.rows.of(row.code)) for row in sheet.given.rows)
    return records.changes(sheet.session, [record.id for row, record in pairs if record and row.version != record.rev])


def compare_row(sheet: Sheet, row: GivenRow, record: Kept, trail: Sequence[AuditEvent], found: Compared) -> None:
    """Add what a row brings; one that the lead changed and somebody else too is refused with what that was."""
    columns = sheet.columns
    since = since_version(row.version, record, trail, columns.keys())
    edits, refusals = changed_cells(sheet, row, record, since)
    if (edits or refusals) and not knows(sheet, row, record, since):
        reason = underneath(sheet.session, record, since, columns, sheet.around)
        edits, refusals = [], [Refusal(number=row.number, code=row.code, reason=reason)]
    found.edits += edits
    found.refusals += [*refusals, *fixed_cells(sheet, row, record, trail)]


def knows(sheet: Sheet, row: GivenRow, record: Kept, since: Since) -> bool:
    """Say whether a row holds all that was changed in it since: then the lead wrote in knowledge of it.

    So it is where a lead mends a refused sheet in a workbook whose other sheets were taken.
    """
    return since.is_known and all(holds(sheet, row, record, attribute) for attribute in since.held)


def holds(sheet: Sheet, row: GivenRow, record: Kept, attribute: str) -> bool:
    """Say whether a cell holds what its column holds now."""
    column = sheet.columns[attribute]
    cell, was = row.cells.get(column.code, ""), getattr(record, attribute)
    if is_as_shown(cell, was, sheet.around):
        return True
    try:
        return is_same(sheet.editor(column).read(cell, place_of(sheet, row, record, attribute)), was)
    except BadInput:
        return False


def fixed_cells(sheet: Sheet, row: GivenRow, record: Kept, trail: Sequence[AuditEvent]) -> Iterator[Refusal]:
    """Yield what was written over the columns that say what a row is; what they said before was not written by the lead."""
    for code, known in sheet.rows.fixed.get(record.id, {}).items():
        cell = row.cells.get(code, "")
        before = {text_of(event.before[code]) for event in trail if code in event.before}
        if says_nothing(cell) or shown_as(cell) in {*map(text_of, known), *before}:
            continue
        column = sheet.given.table.columns[sheet.given.table.place(code)]
        sentence = _("this column is not changed here; it is {value}")
        yield refused(row, column, cell, sentence.format(value=known[0]))


def changed_cells(sheet: Sheet, row: GivenRow, record: Kept, since: Since) -> tuple[list[Edit], list[Refusal]]:
    """Return the cells of a row that were written in, and those of them that can't be taken."""
    edits: list[Edit] = []
    refusals: list[Refusal] = []
    for attribute, column in sheet.columns.items():
        cell = row.cells.get(column.code, "")
        if is_as_shown(cell, getattr(record, attribute), sheet.around) or says_nothing(cell):
            continue
        place = place_of(sheet, row, record, attribute)
        editor = sheet.editor(column)
        try:
            value = read_cell(editor, cell, place, since, attribute)
        except BadInput as error:
            refusals.append(refused(row, column, cell, str(error)))
            continue
        if value == place.was:
            continue
        edits.append(edit_of(row, column, record, attribute, place, value))
        reasons = [closed] if (closed := sheet.rows.why_closed(record, attribute)) else editor.judge(value, place)
        refusals += [refused(row, column, cell, reason) for reason in reasons]
    return edits, refusals


def read_cell(editor: Editor, cell: Cell, place: Place, since: Since, attribute: str) -> object:
    """Return what a cell is to change its column to; what stands there now where the lead did not touch the cell.

    ``BadInput`` where it can't be read and is not what the workbook held.
    """
    held = kept_as(since.held[attribute], place.was) if attribute in since.held else place.was
    try:
        value = editor.read(cell, place)
    except BadInput:
        if text_of(cell) in {place.around.shown(place.was), place.around.shown(held)}:
            return place.was
        raise
    return place.was if is_same(value, place.was) or is_same(value, held) else value


def place_of(sheet: Sheet, row: GivenRow, record: Kept, attribute: str) -> Place:
    """Return where a cell stands."""
    was = getattr(record, attribute)
    days = [day for day in (day_of(was), *days_of(record, sheet.columns)) if day]
    return Place(
        was=was,
        near=days[0] if days else sheet.around.today,
        day=day_of_times(sheet, row, record, attribute),
        projects=sheet.rows.projects.get(record.id, frozenset()),
        around=sheet.around,
    )


def days_of(record: Kept, columns: Mapping[str, Column]) -> Iterator[date]:
    """Yield the days that a row holds."""
    for attribute in columns:
        if day := day_of(getattr(record, attribute)):
            yield day


def day_of_times(sheet: Sheet, row: GivenRow, record: Kept, attribute: str) -> date | None:
    """Return the day that a row's times are on: that of the shoot, as the lead has it now."""
    if attribute == DAY_OF_TIMES or DAY_OF_TIMES not in sheet.columns:
        return None
    stands: date = getattr(record, DAY_OF_TIMES)
    cell = row.cells.get(DAY_OF_TIMES, "")
    if says_nothing(cell):
        return stands
    try:
        read = sheet.editor(sheet.columns[DAY_OF_TIMES]).read(cell, place_of(sheet, row, record, DAY_OF_TIMES))
    except BadInput:
        return stands
    return read if isinstance(read, date) else stands


def edit_of(row: GivenRow, column: Column, record: Kept, attribute: str, place: Place, value: object) -> Edit:
    """Return one changed cell."""
    return Edit(
        number=row.number,
        code=row.code,
        column=column.name,
        record=record,
        attribute=attribute,
        before=place.was,
        after=value,
        shown_before=place.around.shown(place.was),
        shown_after=place.around.shown(value),
    )


def refused(row: GivenRow, column: Column, cell: Cell, reason: str) -> Refusal:
    """Return why a cell can't be taken."""
    return Refusal(number=row.number, code=row.code, column=column.name, given=quoted(cell), reason=reason)
