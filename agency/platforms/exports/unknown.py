"""What is said of a table that no layout reads: which one it nearly is, and a layout ready to be pasted into the config."""

import json
from collections.abc import Iterator, Sequence

from agency.domain.figures import AccountDay
from agency.errors import BadInput, UnknownLayout
from agency.locale import _
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.header import ROWS_SEARCHED, known_columns, missing, normalised, without_unit, written
from agency.platforms.exports.layout import Layout
from agency.platforms.exports.layouts.unwanted import UNWANTED


class UnmappedColumns(UnknownLayout):
    """A table of no known layout; ``proposal`` is a ``[[layout]]`` for config/layouts.toml, guessed as far as names go."""

    def __init__(self, message: str, proposal: str = "") -> None:
        super().__init__(message)
        self.proposal = proposal


def unknown_layout(grids: Sequence[Grid], layouts: Sequence[Layout]) -> BadInput:
    """Return the error for tables that no layout reads.

    A download that is known and of no use is called by its name; of any other the columns found are told and, where
    one is near, the layout they nearly are.
    """
    rows = [written(cells) for grid in grids for cells in grid.rows[:ROWS_SEARCHED]]
    for names in rows:
        for unwanted in UNWANTED:
            if unwanted.is_headed(frozenset(map(normalised, names))):
                return BadInput(unwanted.sentence)
    found = list(filter(None, max(rows, key=lambda names: sum(map(bool, names)))))
    sentence = _("the columns belong to no export that is known here; found: {columns}")
    message = sentence.format(columns=", ".join(found))
    return UnmappedColumns("; ".join([message, *near_misses(found, layouts)]), proposal(found, layouts))


def near_misses(names: Sequence[str], layouts: Sequence[Layout]) -> Iterator[str]:
    """Say of each layout that the names nearly are what they lack."""
    keys = [normalised(name) for name in names]
    for layout in layouts:
        lacking = missing(layout, known_columns(keys, layout).values())
        if not layout.any_of and 0 < 2 * len(lacking) <= len(layout.required):
            heads = [head for head, column in layout.columns.items() if column.field in lacking]
            yield _("for {layout} this is missing: {columns}").format(layout=layout.label, columns=" / ".join(heads))


def proposal(names: Sequence[str], layouts: Sequence[Layout]) -> str:
    """Return a ``[[layout]]`` with the headers found; what no layout calls so is left for the lead to fill in."""
    of_days = guesses(names, [layout for layout in layouts if layout.shape is AccountDay])
    of_works = guesses(names, [layout for layout in layouts if layout.shape is not AccountDay])
    is_of_days = "day" in of_days.values() and "published_at" not in of_works.values()
    known = of_days if is_of_days else of_works
    lines = [f"{quoted(name)} = {quoted(known[name])}" for name in names if name in known]
    lines += [f'# {quoted(name)} = ""' for name in names if name not in known]
    return "\n".join(
        [
            "[[layout]]",
            'name = "my export"',
            'platform = "other"',
            f'shape = "{"days" if is_of_days else "works"}"',
            "[layout.columns]",
            *lines,
            "",
        ]
    )


def guesses(names: Sequence[str], layouts: Sequence[Layout]) -> dict[str, str]:
    """Return the field of each header that one of the layouts knows; a field is given once."""
    known = {key: column.field for layout in reversed(layouts) for key, column in layout.columns.items()}
    by_field: dict[str, str] = {}
    for name in names:
        if field := known.get(without_unit(normalised(name))):
            by_field.setdefault(field, name)
    return {name: field for field, name in by_field.items()}


def quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)
