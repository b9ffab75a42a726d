"""A table and its filled rows: what the workbook, the page and the round trip all go by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agency.reports.sheet import Value
from agency.reports.tables.column import Column

Row = Sequence[Value]


@dataclass(frozen=True, kw_only=True)
class Table:
    """One of the six tables: its columns in their fixed order, and the ``key`` column, which holds a row's code.

    ``name`` is the sheet's; its columns up to ``frozen``, else up to the key, stay in sight. Where the ``standing``
    column holds one of the words ``at_rest``, nothing is due any more.
    """

    code: str
    name: str
    clause: str
    columns: tuple[Column, ...]
    key: str
    frozen: str = ""
    standing: str = ""
    at_rest: tuple[str, ...] = ()

    def place(self, code: str) -> int:
        """Return where a column stands, the first at 0; raise ``KeyError`` for one it has not."""
        for place, column in enumerate(self.columns):
            if column.code == code:
                return place
        raise KeyError(code)

    @property
    def editable(self) -> tuple[Column, ...]:
        """The columns that may be written in."""
        return tuple(column for column in self.columns if column.editable)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A table with its rows, each with a value for every column; ``revs`` has each row's version, or is empty.

    A value is None where nothing is known and empty text where there is nothing to say. Days and moments are values of
    their own, the moments in UTC; a person is the word of ``people.spoken``. ``choices`` are the words that only the
    records know, by the code of the column.
    """

    table: Table
    rows: Sequence[Row]
    revs: Sequence[int] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
