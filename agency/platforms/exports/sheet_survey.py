"""How far a sheet reaches and which of its cells are computed, told from its XML before it is loaded.

calamine allocates the whole rectangle and gives a formula's last result as if the platform had written it; both are
seen here.
"""

import posixpath
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agency.errors import BadInput
from agency.locale import _

SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\br:id=[\"']([^\"']+)[\"']")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
ID = re.compile(rb"\bId=[\"']([^\"']+)[\"']")
TARGET = re.compile(rb"\bTarget=[\"']([^\"']+)[\"']")
TAG = re.compile(rb"<(?:\w+:)?(?P<tag>row|c)\b(?P<attributes>[^>]*)>(?P<formula><(?:\w+:)?f\b)?")
PLACE = re.compile(rb"\br=[\"']([A-Z]{0,3})(\d{1,7})[\"']")
ERROR = re.compile(rb"\bt=[\"']e[\"']")


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The extent of a sheet, and its computed cells by row (from 1) and column (from 0)."""

    rows: int
    columns: int
    computed: Mapping[int, frozenset[int]]


def survey_sheet(archive: zipfile.ZipFile, index: int) -> Survey:
    """Return the survey of the sheet at this position of the workbook; cells that hold only a style do not count."""
    rows = columns = 0
    computed: defaultdict[int, set[int]] = defaultdict(set)
    for row, column, is_computed in filled_cells(archive.read(part_of_sheet(archive, index))):
        rows, columns = max(rows, row), max(columns, column + 1)
        if is_computed:
            computed[row].add(column)
    frozen = {row: frozenset(found) for row, found in computed.items()}
    return Survey(rows=rows, columns=columns, computed=frozen)


def filled_cells(content: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield row, column and whether it is computed of each cell that holds something; it may leave its place out."""
    row, column = 0, -1
    for match in TAG.finditer(content):
        attributes = match["attributes"]
        place = PLACE.search(attributes)
        if match["tag"] == b"row":
            row, column = int(place[2]) if place else row + 1, -1
            continue
        column = column_index(place[1]) if place else column + 1
        if not attributes.endswith(b"/"):
            yield row, column, bool(match["formula"] or ERROR.search(attributes))


def part_of_sheet(archive: zipfile.ZipFile, index: int) -> str:
    """Return the name of the archive's member that holds the sheet."""
    try:
        wanted = SHEET.findall(archive.read("xl/workbook.xml"))[index]
        relations = RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
        target = next(
            found[1]
            for line in relations
            if (id_ := ID.search(line)) and id_[1] == wanted and (found := TARGET.search(line))
        )
        return archive.getinfo(posixpath.join("xl", target.decode()).lstrip("/")).filename
    except (KeyError, IndexError, StopIteration) as error:
        raise BadInput(_("this is not an .xlsx workbook; save it as .xlsx")) from error


def column_index(letters: bytes) -> int:
    """Return the position of a column from its letters: A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + letter - ord("A") + 1
    return index - 1
