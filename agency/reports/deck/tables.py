"""Tables that are longer than a slide: continued on further slides, or cut with the number of rows that are left out."""

from collections.abc import Sequence
from dataclasses import replace

from agency.locale import _
from agency.reports.deck import fit, look
from agency.reports.deck.plan import Notice, Slide, Table, whole
from agency.reports.deck.words import nothing_imported

BODY_WIDTH = look.WIDTH - 2 * look.EDGE
BODY_HEIGHT = look.BODY_BOTTOM - look.BODY_TOP - 0.45  # under a table stands how many rows are left out


def cut(table: Table, *, height: float = BODY_HEIGHT, width: float = BODY_WIDTH) -> Table:
    """Return a table with the rows that stand in a height; the others are counted."""
    kept = fit.rows_that_fit(table, width, height)
    return replace(table, rows=table.rows[:kept], left_out=table.left_out + len(table.rows) - kept)


def paged(table: Table, *, most: int) -> list[Table]:
    """Return a table on as many slides as it needs, ``most`` at the most; the last says how many rows are left out."""
    pages: list[Table] = []
    rest = table.rows
    while rest and len(pages) < most:
        page = cut(replace(table, rows=rest, left_out=0))
        rest = rest[len(page.rows) :]
        pages.append(replace(page, left_out=0))
    if pages and (left := len(rest) + table.left_out):
        pages[-1] = replace(pages[-1], left_out=left)
    return pages


def table_slides(part: int, title: str, table: Table, *, lead: str = "", most: int = 2, empty: str = "") -> list[Slide]:
    """Return the slides of a table; a table without rows has one that says so."""
    pages = paged(table, most=most)
    if not pages:
        return [said(part, title, empty or nothing_imported(), lead)]
    return [
        Slide(part=part, title=of_several(title, number, len(pages)), lead=lead, stacks=whole(page))
        for number, page in enumerate(pages, start=1)
    ]


def of_several(title: str, number: int, count: int) -> str:
    """Return a title with its number where a part has several slides."""
    return title if count == 1 else _("{title} ({number}/{count})").format(title=title, number=number, count=count)


def said(part: int, title: str, sentence: str, lead: str = "") -> Slide:
    """Return a slide of one sentence."""
    return Slide(part=part, title=title, lead=lead, stacks=whole(Notice(text=sentence)))


def row(*cells: str) -> tuple[str, ...]:
    """Return a row of a table."""
    return cells


def rows(cells: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a table."""
    return tuple(tuple(each) for each in cells)
