"""Finding the header of a table by what it says, never by where it stands."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.grid import Grid, Raw
from agency.platforms.exports.layout import Column, Layout

ROWS_SEARCHED = 10
UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")
UNIT = re.compile(r"\((?:%|秒|s)\)$")


@dataclass(frozen=True, kw_only=True)
class Header:
    """The header of a table: its row in the file, its names as written and normalised, and its columns by position.

    ``also`` holds the second fields that some of these columns tell.
    """

    layout: Layout
    row: int
    names: Sequence[str]
    keys: Sequence[str]
    columns: dict[int, Column]
    also: dict[int, Column]

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names that the layout does not know."""
        return tuple(name for index, name in enumerate(self.names) if name and index not in self.columns)

    def fields(self) -> Iterator[tuple[int, Column]]:
        """Yield every field that the table tells, with the position of its column."""
        yield from self.columns.items()
        yield from self.also.items()


def normalised(name: str) -> str:
    """Return a header without width, blanks, soft hyphens, kinds of brackets and capitals."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", name)).lower()


def without_unit(key: str) -> str:
    """Return a normalised header without a unit in brackets, which is not part of a name."""
    return UNIT.sub("", key)


def find_header(grid: Grid, layouts: Iterable[Layout]) -> Header | None:
    """Return the first row among the first ten that is the header of a layout, or None.

    Two columns that say the same are ``BadInput``: which one counts would be a guess.
    """
    known = list(layouts)
    for row, cells in enumerate(grid.rows[:ROWS_SEARCHED], start=1):
        names = written(cells)
        keys = [normalised(name) for name in names]
        for layout in known:
            columns = known_columns(keys, layout)
            if not missing(layout, columns.values()) and layout.excluded.isdisjoint(keys):
                refuse_doubles(names, columns)
                also = {
                    index: layout.also[key] for index in columns if (key := without_unit(keys[index])) in layout.also
                }
                return Header(layout=layout, row=row, names=names, keys=keys, columns=columns, also=also)
    return None


def known_columns(keys: Sequence[str], layout: Layout) -> dict[int, Column]:
    """Return the columns of the layout among normalised headers, by position."""
    bare = ((index, without_unit(key)) for index, key in enumerate(keys))
    return {index: layout.columns[key] for index, key in bare if key in layout.columns}


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


def written(cells: Sequence[Raw]) -> list[str]:
    """Return the names of a row as the file writes them, on one line."""
    return [" ".join(str(raw).split()) for raw in cells]
