"""A table as it stands in the file: rows of raw cells, before anything is understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Raw = str | int | float | bool | datetime | date | time | timedelta


@dataclass(frozen=True)
class Cell:
    """One cell under its normalised header; an empty one is the empty text."""

    raw: Raw
    header: str

    @property
    def text(self) -> str:
        """The cell as text, without blanks around it and with one kind of line break."""
        return str(self.raw).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One sheet, or the one table of a CSV file; the first row of ``rows`` is row 1 of the file.

    ``computed`` names the cells (row from 1, column from 0) that hold a formula or an error instead of what the
    platform wrote. ``member`` is the name of its file where that came in an archive.
    """

    sheet: str | None
    encoding: str | None
    rows: Sequence[Sequence[Raw]]
    computed: Mapping[int, frozenset[int]] = field(default_factory=dict)
    member: str | None = None

    def is_empty(self) -> bool:
        """Tell whether no cell holds anything."""
        return not any(str(raw).strip() for row in self.rows for raw in row)
