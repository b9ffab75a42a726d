"""The values of the round trip: a changed cell, a refused one, and what becomes of a sheet and of a whole workbook (C4)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

from agency.records.tables import TablesGivenBack
from agency.records.tables.base import Kept
from agency.reports.tables.table import Table
from tasks.edits.reading import GivenFile


@dataclass(frozen=True, kw_only=True, eq=False)
class Edit:
    """One value that changes: of which row, in which column, from what to what, as it is kept and as it is read.

    ``follows`` says why it changes although nobody wrote it; an edit of the lead's own has it empty.
    """

    number: int
    code: str
    column: str
    record: Kept
    attribute: str
    before: object
    after: object
    shown_before: str
    shown_after: str
    follows: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Which value of the records it is."""
        return self.record.id, self.attribute


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a cell, a row or a whole sheet is not taken; what does not apply is 0 or empty."""

    reason: str
    number: int = 0
    code: str = ""
    column: str = ""
    given: str = ""


class SheetFate(StrEnum):
    """What becomes of a sheet."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNCHANGED = "unchanged"
    KNOWN = "known"


@dataclass(frozen=True, kw_only=True)
class SheetPlan:
    """What becomes of one sheet; ``before`` is the giving that wrote this very file's sheet already.

    ``gates`` are the passed gates that stand open again, each with the codes of what they are about.
    """

    table: Table
    name: str
    edits: tuple[Edit, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    remarks: tuple[str, ...] = ()
    gates: Mapping[str, Sequence[str]] = field(default_factory=dict)
    before: TablesGivenBack | None = None

    @property
    def fate(self) -> SheetFate:
        """What becomes of the sheet: all of it or nothing."""
        if self.before is not None:
            return SheetFate.KNOWN
        if self.refusals:
            return SheetFate.REFUSED
        return SheetFate.TAKEN if self.edits else SheetFate.UNCHANGED


@dataclass(frozen=True, kw_only=True)
class EditPlan:
    """What becomes of a workbook that was given back; ``projects`` leads from the ids to the codes of those it touches."""

    file: GivenFile
    sheets: tuple[SheetPlan, ...]
    projects: Mapping[str, str] = field(default_factory=dict)

    def of(self, fate: SheetFate) -> list[SheetPlan]:
        """Return the sheets of one fate."""
        return [sheet for sheet in self.sheets if sheet.fate is fate]

    @property
    def edits(self) -> list[Edit]:
        """Every value that is to be written."""
        return [edit for sheet in self.of(SheetFate.TAKEN) for edit in sheet.edits]

    @cached_property
    def key(self) -> str:
        """What a confirmation is bound to: this file, and exactly these changes from what stands there now."""
        told = [self.file.sha256, *(told_exactly(edit) for edit in self.edits)]
        return sha256("\n".join(told).encode()).hexdigest()


def told_exactly(edit: Edit) -> str:
    """Return an edit as a line that no other edit has."""
    kind = type(edit.record).__name__
    return f"{edit.code} {kind} {edit.follows} {edit.attribute} {edit.before!r} {edit.after!r}"


def apply(edits: Iterable[Edit]) -> None:
    """Let the rows hold what they are to become."""
    for edit in edits:
        setattr(edit.record, edit.attribute, edit.after)


def undo(edits: Iterable[Edit]) -> None:
    """Let the rows hold again what they held."""
    for edit in edits:
        setattr(edit.record, edit.attribute, edit.before)
