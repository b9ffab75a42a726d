"""One way of printing for all benchmarks: what was measured, how long it took, its ratio, and whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

HEAD = ("what", "measured", "CPU", "ratio", "target", "met")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line. ``ratio`` is to what ``against`` names; ``target`` is the most it may be, or with ``at_least`` the least.

    Without a target a row is there to be compared with.
    """

    what: str
    measured: float
    unit: str = "s"
    cpu_s: float | None = None
    ratio: float | None = None
    against: str = ""
    target: float | None = None
    at_least: bool = False

    @property
    def met(self) -> bool | None:
        """Whether the target is met, None without one."""
        if self.target is None or self.ratio is None:
            return None
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a table in Markdown, as docs/performance.md holds it."""
    print("\n".join(["", f"### {title}", "", *lines(rows)]), flush=True)


def lines(rows: Sequence[Row]) -> list[str]:
    """Return a table's lines, its columns aligned."""
    cells = [HEAD, *(cells_of(row) for row in rows)]
    widths = [max(width(line[place]) for line in cells) for place in range(len(HEAD))]
    head, *body = [line_of(line, widths) for line in cells]
    return [head, line_of(["-" * wide for wide in widths], widths), *body]


def cells_of(row: Row) -> tuple[str, ...]:
    """Return a row as texts."""
    sign = "≥" if row.at_least else "≤"
    return (
        row.what,
        f"{row.measured:.2f} {row.unit}",
        "" if row.cpu_s is None else f"{row.cpu_s:.2f} s",
        "" if row.ratio is None else f"{row.ratio:.2f} × {row.against}",
        "" if row.target is None else f"{sign} {row.target:g}",
        "" if row.met is None else "yes" if row.met else "NO",
    )


def line_of(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return one line of a table."""
    padded = (cell + " " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def width(text: str) -> int:
    """Return how many places a text takes on a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
