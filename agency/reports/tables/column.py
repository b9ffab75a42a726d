"""One column of the six tables: what stands in it, by which clause, and whether it may be written in and given back."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from agency.domain.terms import label
from agency.reports.sheet import Format


@dataclass(frozen=True, kw_only=True)
class Due:
    """When a day or moment stands out: red when it is past and the thing not done, yellow from ``near`` days before.

    It is done when the column ``done`` holds a day, and missed when that is a later one; or when the standing is none of
    ``awaiting``. With neither it is never done, as a paper that expires.
    """

    near: int
    done: str = ""
    awaiting: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column, with its header ``name`` and what it ``means`` in the language of the moment; ``width`` in characters.

    An ``editable`` one is a column of the row's own record and its ``code`` is that column's name (a person's without
    ``_id``); a lead may write in it and give the workbook back. ``choices`` are the words a cell may hold; ``longest`` is
    how many characters a text may have. ``on_page`` puts it into the short table in the browser; a ``hidden`` one is for
    the software. ``red`` and ``yellow`` are the words that stand out wherever they stand in the column.
    """

    code: str
    name: str
    means: str
    clause: str = ""
    format: Format = Format.TEXT
    width: int = 12
    choices: tuple[str, ...] = ()
    editable: bool = False
    on_page: bool = False
    is_person: bool = False
    hidden: bool = False
    longest: int | None = None
    due: Due | None = None
    red: tuple[str, ...] = ()
    yellow: tuple[str, ...] = ()


def words(codes: Iterable[StrEnum]) -> tuple[str, ...]:
    """Return the words people read for the codes of a closed list."""
    return tuple(label(code) for code in codes)
