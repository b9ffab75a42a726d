"""What was read out of a file: the figures, the rows that could not be read, and where each came from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property
from typing import overload

from agency.domain.figures import AccountDay, WorkFigures
from agency.locale import _
from agency.platforms.exports.grid import Cell, Raw
from agency.platforms.exports.layout import Figures, Layout

NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One row that was read.

    ``row`` counts as a spreadsheet does, from 1 and with the header. ``rounded`` names the fields that were shortened
    (1.2万): they must not overwrite an exact figure. ``raw`` is the whole row as written, unknown columns included.
    """

    row: int
    figures: Figures
    rounded: frozenset[str]
    raw: Mapping[str, str]


class WrittenRow(Mapping[str, str]):
    """A row as written, by its headers; the text of a cell is made when it is asked for."""

    __slots__ = ("names", "raws")

    def __init__(self, names: Sequence[str], raws: Sequence[Raw]) -> None:
        self.names = names
        self.raws = raws

    def __getitem__(self, name: str) -> str:
        """Return what is written under a header; where two are alike, the last."""
        if not name:
            raise KeyError(name)
        place = max((place for place, known in enumerate(self.names) if known == name), default=None)
        if place is None:
            raise KeyError(name)
        return Cell(self.raws[place], name).text if place < len(self.raws) else ""

    def __iter__(self) -> Iterator[str]:
        """Yield the headers, each once."""
        return iter(dict.fromkeys(filter(None, self.names)))

    def __len__(self) -> int:
        """Return how many headers there are."""
        return len(set(self.names) - {""})


@dataclass(frozen=True, kw_only=True, eq=False)
class Readings(Sequence[Reading]):
    """The rows that were read, in the order of the file; kept as columns, and made one by one when they are asked for.

    ``rows`` are their places in the file, ``raws`` their cells; ``values`` has one column for each field that is told,
    ``always`` the fields that are the same in every row; ``rounded`` is by position.
    """

    shape: type[Figures]
    names: Sequence[str]
    rows: Sequence[int]
    raws: Sequence[Sequence[Raw]]
    values: Mapping[str, Sequence[object]]
    always: Mapping[str, object]
    rounded: Mapping[int, frozenset[str]]

    @cached_property
    def figures(self) -> tuple[Figures, ...]:
        """The figures of every row, made once, and as ``copy`` makes them: the constructor of a frozen value is slow."""
        template = {field.name: field.default for field in fields(self.shape)} | dict(self.always)
        made: list[Figures] = []
        for told in zip(*self.values.values(), strict=True):
            figures = object.__new__(self.shape)
            vars(figures).update(template)
            vars(figures).update(zip(self.values, told, strict=True))
            made.append(figures)
        return tuple(made)

    @overload
    def __getitem__(self, place: int) -> Reading: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Reading, ...]: ...
    def __getitem__(self, place: int | slice) -> Reading | tuple[Reading, ...]:
        """Return the row at a position, or several."""
        places = range(len(self))[place]
        return self.reading(places) if isinstance(places, int) else tuple(map(self.reading, places))

    def __iter__(self) -> Iterator[Reading]:
        """Yield every row."""
        return map(self.reading, range(len(self)))

    def reading(self, place: int) -> Reading:
        """Return the row at a position from 0."""
        return Reading(
            row=self.rows[place],
            figures=self.figures[place],
            rounded=self.rounded.get(place, NOTHING),
            raw=WrittenRow(self.names, self.raws[place]),
        )

    def __len__(self) -> int:
        """Return how many rows were read."""
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        """Tell whether the same rows were read."""
        return isinstance(other, Readings) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Return a hash by the figures."""
        return hash(self.figures)


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
    ``sheet`` None for a CSV; ``member`` names the file inside an archive. ``other_sheets`` hold something and were not
    read, other files of an archive among them. ``received_at`` is when the figures were seen, for no Chinese export
    says so itself.
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
    readings: Readings
    problems: tuple[RowProblem, ...]
    member: str | None = None

    @property
    def works(self) -> tuple[WorkFigures, ...]:
        """The works of the file, in its order."""
        return tuple(one for one in self.readings.figures if isinstance(one, WorkFigures))

    @property
    def days(self) -> tuple[AccountDay, ...]:
        """The days of the file, in its order."""
        return tuple(one for one in self.readings.figures if isinstance(one, AccountDay))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know of the file as a whole, in sentences."""
        rows = len(self.readings) + len({problem.row for problem in self.problems})
        if self.layout.cap is None or rows < self.layout.cap:
            return ()
        sentence = _("the platform exports at most {cap} rows, so older ones may be missing from this file")
        return (sentence.format(cap=self.layout.cap),)
