"""How much room text takes, estimated: a program cannot ask PowerPoint. On the careful side, so that nothing overflows."""

import unicodedata
from collections.abc import Sequence
from itertools import accumulate
from math import ceil

from agency.domain.titles import characters
from agency.reports.deck.plan import Table

POINTS = 72  # in an inch
LEADING = 1.45  # of the tallest Chinese font that may stand in for another
WIDE = {"W", "F", "A"}
NARROW_EM, WIDE_EM = 0.56, 1.02
CELL_SIDE, CELL_TOP = 0.08, 0.05
ELLIPSIS = "…"


def ems(text: str) -> float:
    """Return how wide a text is, in widths of a Chinese character."""
    return sum(WIDE_EM if is_wide(each) else NARROW_EM for each in characters(text))


def is_wide(character: str) -> bool:
    """Say whether a character takes the room of a Chinese one, as emoji do."""
    return unicodedata.east_asian_width(character[0]) in WIDE or ord(character[0]) > 0x1F000


def lines_of(text: str, width: float, points: float) -> int:
    """Return into how many lines a text falls in a width in inches; a line is left early for a word that does not fit."""
    per_line = max(width * POINTS / points, 1.0)
    return sum(max(1, ceil(ems(line) / per_line * 1.03)) for line in text.split("\n"))


def height_of(text: str, width: float, points: float) -> float:
    """Return how high a text stands in a width, in inches."""
    return lines_of(text, width, points) * points * LEADING / POINTS


def widths(table: Table, width: float) -> list[float]:
    """Return the widths of a table's columns, which fill the given one."""
    shares = [column.share for column in table.columns]
    return [width * share / sum(shares) for share in shares]


def row_height(cells: Sequence[str], of_columns: Sequence[float], points: float) -> float:
    """Return how high a row stands: its highest cell and the margins."""
    highest = max(height_of(cell, room - 2 * CELL_SIDE, points) for cell, room in zip(cells, of_columns, strict=True))
    return highest + 2 * CELL_TOP


def row_heights(table: Table, width: float) -> list[float]:
    """Return the heights of a table's rows, the header's first."""
    of_columns = widths(table, width)
    header = [column.name for column in table.columns]
    return [row_height(cells, of_columns, table.points) for cells in (header, *table.rows)]


def rows_that_fit(table: Table, width: float, height: float) -> int:
    """Return how many of a table's rows stand in a height under the header; one at least, or a table would never end."""
    header, *rows = row_heights(table, width)
    return max(1, sum(total <= height for total in accumulate(rows, initial=header)) - 1) if rows else 0


def shortened(text: str, most: float) -> str:
    """Return a text that is at most so wide, in widths of a Chinese character; what is cut is marked."""
    if ems(text) <= most:
        return text
    kept = characters(text)
    while kept and ems("".join(kept)) + NARROW_EM > most:
        kept.pop()
    return "".join(kept).rstrip() + ELLIPSIS
