"""What a cell says that is no number and no moment; one that cannot be read is ``BadInput`` with its sentence."""

import re
import unicodedata

from agency.domain.terms.figures import Visibility, WorkKind
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.grid import Cell

NULLS = frozenset({"", "-", "--", "—", "n/a", "undefined", "null"})
EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?e[+-]?\d+", re.IGNORECASE)
EXACT_FLOAT = 2**53

VISIBILITIES = {
    "公开": Visibility.PUBLIC,
    "已发布": Visibility.PUBLIC,
    "审核通过": Visibility.PUBLIC,
    "好友可见": Visibility.FRIENDS,
    "私密": Visibility.PRIVATE,
    "仅自己可见": Visibility.PRIVATE,
    "审核中": Visibility.IN_REVIEW,
    "未通过": Visibility.NOT_SUITABLE,
    "审核不通过": Visibility.NOT_SUITABLE,
    "不适宜公开": Visibility.NOT_SUITABLE,
    "已删除": Visibility.DELETED,
}


def is_null(cell: Cell) -> bool:
    """Tell whether the cell says nothing; that is never the same as 0 (platforms.md 5)."""
    return folded(cell) in NULLS


def folded(cell: Cell) -> str:
    """Return the cell's text with full-width forms, blanks and capitals folded away."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text)).lower()


def unreadable(cell: Cell, wanted: str) -> BadInput:
    """Return the error for a cell that says something else than was wanted."""
    return BadInput(_("“{text}” is not {wanted}").format(text=cell.text[:40], wanted=wanted))


def title(cell: Cell) -> str:
    """Return a title as it stands, line breaks and leading ``=`` included; an empty title is a title."""
    return cell.text


def text(cell: Cell) -> str | None:
    """Return what is written, or None."""
    return None if is_null(cell) else cell.text


def identifier(cell: Cell) -> str | None:
    """Return an id as text; one that a spreadsheet has rounded is refused, for its last digits are lost."""
    if is_null(cell):
        return None
    if isinstance(cell.raw, float) and cell.raw.is_integer() and abs(cell.raw) < EXACT_FLOAT:
        return str(int(cell.raw))
    if isinstance(cell.raw, float) or EXPONENT.fullmatch(cell.text):
        raise BadInput(
            _("the id {text} was rounded by a spreadsheet; upload the file untouched").format(text=cell.text)
        )
    return cell.text


def last_part(cell: Cell) -> str | None:
    """Return the id that a link ends in: its last part, without what is asked behind it."""
    link = text(cell)
    return link and (link.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1] or None)


def kind(cell: Cell) -> WorkKind | None:
    """Return whether a work is a video or a set of pictures, from words such as 1-3min视频 and 图文."""
    if is_null(cell):
        return None
    if "图文" in cell.text:
        return WorkKind.PICTURES
    if "视频" in cell.text:
        return WorkKind.VIDEO
    raise unreadable(cell, _("a kind of work that is known here"))


def visibility(cell: Cell) -> Visibility | None:
    """Return what the public may see; a word not met before is None and stays in the raw row."""
    return VISIBILITIES.get(cell.text)
