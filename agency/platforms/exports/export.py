"""What was read out of a file: the figures, the rows that could not be read, and where each came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from agency.domain.figures import AccountDay, WorkFigures
from agency.platforms.exports.layout import Figures, Layout


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One row that was read.

    ``row`` counts as a spreadsheet does, from 1 and with the header. ``rounded`` names the fields that were shortened
    (1.2万): they must not overwrite an exact figure. ``raw`` is the whole row as written, unknown columns included.
    """

    row: int
    figures: Figures
    rounded: frozenset[str]
    raw: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class RowProblem:
    """Why one row could not be read: the column's header as written (empty when it is the whole row) and a sentence."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file, read.

    ``sha256`` is of the file's bytes: the same file is known again by it. ``encoding`` is None for a workbook,
    ``sheet`` None for a CSV. ``other_sheets`` hold something and were not read. ``received_at`` is when the figures
    were seen, for no Chinese export says so itself.
    """

    name: str
    sha256: str
    received_at: datetime
    layout: Layout
    encoding: str | None
    sheet: str | None
    other_sheets: tuple[str, ...]
    header_row: int
    unknown_columns: tuple[str, ...]
    readings: tuple[Reading, ...]
    problems: tuple[RowProblem, ...]

    @property
    def works(self) -> tuple[WorkFigures, ...]:
        """The works of the file, in its order."""
        return tuple(r.figures for r in self.readings if isinstance(r.figures, WorkFigures))

    @property
    def days(self) -> tuple[AccountDay, ...]:
        """The days of the file, in its order."""
        return tuple(r.figures for r in self.readings if isinstance(r.figures, AccountDay))
