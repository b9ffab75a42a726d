"""What a layout is: the columns of one kind of file, by name, and what each says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Platform
from agency.locale import term
from agency.platforms.exports.grid import Cell, Raw

Figures = WorkFigures | AccountDay
Values = Mapping[str, Sequence[object]]


@dataclass(frozen=True)
class Column:
    """Where a column goes: a field of the figures, and how a cell of it is read.

    ``settle`` is for cells that tell less than a cell should and can be understood only together (dates without a year):
    it gives them back filled in, in their order, from the day on which the file was received.
    """

    field: str
    read: Callable[[Cell], object]
    settle: Callable[[Sequence[Raw], date], Sequence[Raw]] | None = None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One kind of file of one platform.

    ``columns`` is keyed by the platform's own header in its normalised form; other columns stay raw. ``also`` is a
    second field told by a column that stands in ``columns`` already. A file is of this layout when every field of
    ``required`` has its column, where ``any_of`` is given at least one field of that, and no header of ``excluded``
    occurs. A row in which a field of ``filled`` is empty cannot be read; one whose first cell is a word of ``sums`` is
    the table's own total. ``always`` is what holds for every row of such a file; ``mend`` sets right what only several
    columns together can tell. ``cap`` is how many rows the platform exports at most.
    """

    name: str
    platform: Platform
    shape: type[Figures]
    columns: Mapping[str, Column]
    required: frozenset[str]
    filled: frozenset[str]
    any_of: frozenset[str] = frozenset()
    also: Mapping[str, Column] = field(default_factory=dict)
    excluded: frozenset[str] = frozenset()
    sums: frozenset[str] = frozenset()
    always: Mapping[str, object] = field(default_factory=dict)
    mend: Callable[[Values], Values] | None = None
    cap: int | None = None
    own_label: str = ""

    @property
    def label(self) -> str:
        """The name a person reads."""
        return self.own_label or term("Layout", self.name)
