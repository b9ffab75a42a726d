"""How far a sheet reaches and which of its cells are computed, told from its XML before it is loaded.

calamine allocates the whole rectangle and gives a formula's last result as if the platform had written it; both are
seen here. A sheet as the platforms write it is passed at a glance; a look at every cell is for the others.
"""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.archive import blocks, read_ahead
from agency.platforms.exports.limits import Limits

TAG = re.compile(
    rb"<(?:\w+:)?(?P<tag>row|c)\b(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>(?P<formula>\s*<(?:\w+:)?f\b)?"
)
PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]*)(\d+)[\"']")
ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
ROW_END = b"row>"
PREFIXED = re.compile(rb":(?:c|f|row)[\s/>]")  # perhaps a cell, a formula or a row under the prefix of a namespace
UNUSUAL = re.compile(
    rb'<c(?! r="[A-G]?[A-Z][1-4]?\d{1,4}+"|o)'
)  # a cell beyond GZ49999, or without its place; no <cols>


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The computed cells of a sheet that stays within the limits, by row (from 1) and column (from 0)."""

    computed: Mapping[int, frozenset[int]] = field(default_factory=dict)


def survey_sheet(archive: zipfile.ZipFile, part: str, limits: Limits, sheet: str) -> Survey:
    """Return the survey of the sheet in this part of the archive; one that reaches too far is ``BadInput``.

    Cells that hold only a style do not count. The part is read piece by piece, and no further than the limits.
    """
    if all(map(is_plain, whole_rows(read_ahead(blocks(archive, part))))):
        return Survey()
    computed: defaultdict[int, set[int]] = defaultdict(set)
    for row, column, is_computed in filled_cells(whole_rows(blocks(archive, part))):
        if row > limits.rows or column >= limits.columns:
            raise too_large(sheet, limits)
        if is_computed:
            computed[row].add(column)
    return Survey(computed={row: frozenset(found) for row, found in computed.items()})


def too_large(sheet: str, limits: Limits) -> BadInput:
    """Return the error for a sheet that reaches too far."""
    sentence = _("the sheet {sheet} has more than {rows} rows or {columns} columns")
    return BadInput(sentence.format(sheet=sheet, rows=limits.rows, columns=limits.columns))


def whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes cut behind the ends of rows, so that no cell is torn."""
    rest = b""
    for piece in pieces:
        joined = rest + piece
        end = joined.rfind(ROW_END)
        cut = 0 if end < 0 else end + len(ROW_END)
        if cut:
            yield joined[:cut]
        rest = joined[cut:]
    yield rest


def is_plain(content: bytes) -> bool:
    """Tell at a glance that every cell says its place, none lies far out, and none is a formula or an error.

    The letters alone are looked for first: most rows hold neither of them.
    """
    has_formula = b"f" in content and b"<f" in content
    has_error = b"e" in content and (b'"e"' in content or b"'e'" in content)
    return not (has_formula or has_error or PREFIXED.search(content) or UNUSUAL.search(content))


def filled_cells(pieces: Iterable[bytes]) -> Iterator[tuple[int, int, bool]]:
    """Yield row, column and whether it is computed of each cell that holds something; it may leave its place out."""
    row, column = 0, -1
    for content in pieces:
        for match in TAG.finditer(content):
            attributes = match["attributes"]
            place = PLACE.search(attributes)
            if match["tag"] == b"row":
                row, column = int(place[2]) if place else row + 1, -1
                continue
            column = column_index(place[1]) if place else column + 1
            reached = int(place[2]) if place and place[1] else row
            if not attributes.endswith(b"/"):
                yield reached, column, bool(match["formula"] or ERROR.search(attributes))


def column_index(letters: bytes) -> int:
    """Return the position of a column from its letters: A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + letter - ord("A") + 1
    return index - 1
