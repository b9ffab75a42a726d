"""What stands on a slide, as plain values: no number is worked out while it is drawn, and none is drawn that is not here.

None in a chart is a gap. A table's cells are text already; the ones that tell nothing say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from agency.reports.deck import look
from agency.reports.sheet import Format


class ChartKind(StrEnum):
    """How a chart shows its numbers."""

    LINES = "lines"
    COLUMNS = "columns"
    BARS = "bars"


class Tone(StrEnum):
    """How a line of text or a card is to be felt; always beside the words, never in their place."""

    PLAIN = "plain"
    QUIET = "quiet"
    GOOD = "good"
    BAD = "bad"


@dataclass(frozen=True, kw_only=True)
class Series:
    """The values of a chart under one name, one for each category."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One native chart; ``sheet`` is the sheet of the workbook that holds the same numbers, ``subject`` whose they are."""

    kind: ChartKind
    title: str
    subject: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    sheet: str
    format: Format = Format.COUNT

    @property
    def said(self) -> str:
        """Its title with whose it is."""
        return f"{self.title} · {self.subject}" if self.subject else self.title

    @property
    def is_empty(self) -> bool:
        """Whether not a single value is known."""
        return all(value is None for each in self.series for value in each.values)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table: its header, its share of the width, and whether it holds numbers."""

    name: str
    share: float = 1.0
    is_number: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """One native table; ``left_out`` rows are not on the slides and stand in the workbook's ``sheet``."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""
    left_out: int = 0

    @property
    def points(self) -> int:
        """The size of its type: a table of many columns is set narrower."""
        return look.CELL_PT if len(self.columns) < look.NARROW_FROM else look.NARROW_CELL_PT


@dataclass(frozen=True, kw_only=True)
class Line:
    """One paragraph; a ``head`` stands above others."""

    text: str
    tone: Tone = Tone.PLAIN
    is_head: bool = False


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Some paragraphs one under the other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One sentence in the place of what could not be shown."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """One figure that is to be seen at once, with what it is compared with under it."""

    name: str
    value: str
    note: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True)
class Cards:
    """Cards side by side."""

    cards: tuple[Card, ...]


Block = Chart | Table | Lines | Cards | Notice


@dataclass(frozen=True, kw_only=True)
class Stack:
    """Blocks one under the other in a part of the slide's width; charts share the height the others leave."""

    blocks: tuple[Block, ...]
    share: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide of a part, 1-18 in the order of domain.md 6.1; ``lead`` is its finding in one sentence."""

    part: int
    title: str
    stacks: tuple[Stack, ...]
    lead: str = ""
    is_cover: bool = False

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Everything on it."""
        return tuple(block for stack in self.stacks for block in stack.blocks)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Its charts."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of the workbook that hold its numbers, each once."""
        named = [block.sheet for block in self.blocks if isinstance(block, Chart | Table)]
        return tuple(dict.fromkeys(name for name in named if name))


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What stands at the foot of every slide: whose deck of which time it is, and which version with which workbook."""

    subject: str
    window: str
    version: int
    workbook: str


def whole(*blocks: Block) -> tuple[Stack, ...]:
    """Return blocks over the whole width."""
    return (Stack(blocks=blocks),)


def charts_of(slides: Sequence[Slide]) -> list[Chart]:
    """Return all charts of some slides, in their order."""
    return [chart for slide in slides for chart in slide.charts]
