"""Finding the header of a table by what it says, never by where it stands."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agency.errors import BadInput, UnknownLayout
from agency.locale import _
from agency.platforms.exports.grid import Grid, Raw
from agency.platforms.exports.layout import Column, Layout

ROWS_SEARCHED = 10
UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")
UNIT = re.compile(r"\((?:%|秒|s)\)$")


@dataclass(frozen=True, kw_only=True)
class Header:
    """The header of a table: its row in the file, its names as written and normalised, and its columns by position."""

    layout: Layout
    row: int
    names: Sequence[str]
    keys: Sequence[str]
    columns: dict[int, Column]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names that the layout does not know."""
        return tuple(name for index, name in enumerate(self.names) if name and index not in self.columns)


def normalised(name: str) -> str:
    """Return a header without width, blanks, soft hyphens, kinds of brackets and capitals."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", name)).lower()


def find_header(grid: Grid, layouts: Iterable[Layout]) -> Header | None:
    """Return the first row among the first ten that is the header of a layout, or None.

    Two columns that say the same are ``BadInput``: which one counts would be a guess.
    """
    for row, cells in enumerate(grid.rows[:ROWS_SEARCHED], start=1):
        names = written(cells)
        for layout in layouts:
            columns = known_columns(names, layout)
            if not missing(layout, columns.values()):
                refuse_doubles(names, columns)
                keys = [normalised(name) for name in names]
                return Header(layout=layout, row=row, names=names, keys=keys, columns=columns)
    return None


def known_columns(names: Sequence[str], layout: Layout) -> dict[int, Column]:
    """Return the columns of the layout among the names, by position; a unit in brackets is not part of a name."""
    keys = ((index, UNIT.sub("", normalised(name))) for index, name in enumerate(names))
    return {index: layout.columns[key] for index, key in keys if key in layout.columns}


def missing(layout: Layout, columns: Iterable[Column]) -> frozenset[str]:
    """Return the fields without which a table is not of this layout."""
    fields = {column.field for column in columns}
    lacking = layout.required - fields
    return lacking if not layout.any_of or fields & layout.any_of else lacking | layout.any_of


def refuse_doubles(names: Sequence[str], columns: dict[int, Column]) -> None:
    """Refuse a table in which two columns go to the same field."""
    times = Counter(column.field for column in columns.values())
    doubles = [names[index] for index, column in columns.items() if times[column.field] > 1]
    if doubles:
        raise BadInput(_("these columns say the same, keep one: {columns}").format(columns=", ".join(doubles)))


def unknown_layout(grids: Sequence[Grid], layouts: Sequence[Layout]) -> UnknownLayout:
    """Return the error that names the columns found and, where one is near, the layout they nearly are."""
    rows = [written(cells) for grid in grids for cells in grid.rows[:ROWS_SEARCHED]]
    found = max(rows, key=lambda names: sum(map(bool, names)))
    sentence = _("the columns belong to no export that is known here; found: {columns}")
    message = sentence.format(columns=", ".join(filter(None, found)))
    return UnknownLayout("; ".join([message, *near_misses(found, layouts)]))


def near_misses(names: Sequence[str], layouts: Sequence[Layout]) -> Iterator[str]:
    """Say of each layout that the names nearly are what they lack."""
    for layout in layouts:
        lacking = missing(layout, known_columns(names, layout).values())
        if not layout.any_of and 2 * len(lacking) <= len(layout.required):
            heads = [head for head, column in layout.columns.items() if column.field in lacking]
            yield _("for {layout} this is missing: {columns}").format(layout=layout.label, columns=" / ".join(heads))


def written(cells: Sequence[Raw]) -> list[str]:
    """Return the names of a row as the file writes them, on one line."""
    return [" ".join(str(raw).split()) for raw in cells]
