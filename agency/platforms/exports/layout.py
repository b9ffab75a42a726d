"""What a layout is: the columns of one kind of file, by name, and what each says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Platform
from agency.locale import term
from agency.platforms.exports.grid import Cell

Figures = WorkFigures | AccountDay


@dataclass(frozen=True)
class Column:
    """Where a column goes: a field of the figures, and how a cell of it is read."""

    field: str
    read: Callable[[Cell], object]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One kind of file of one platform.

    ``columns`` is keyed by the platform's own header in its normalised form; other columns stay raw. A file is of
    this layout when every field of ``required`` has its column and, where ``any_of`` is given, at least one field of
    that. A row in which a field of ``filled`` is empty cannot be read.
    """

    name: str
    platform: Platform
    shape: type[Figures]
    columns: Mapping[str, Column]
    required: frozenset[str]
    filled: frozenset[str]
    any_of: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """The name a person reads."""
        return term("Layout", self.name)
