"""The peer of a deck: python-pptx alone makes the same slides, tables and charts with the same numbers, as they come."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pptx
from pptx.chart.data import CategoryChartData
from pptx.util import Inches

from agency.reports.deck.charts import TYPES
from agency.reports.deck.plan import Cards, Chart, Lines, Notice, Slide, Table


def write(slides: Sequence[Slide], path: Path) -> None:
    """Write the slides' shapes without any of the house's look."""
    deck = pptx.Presentation()
    for slide in slides:
        on = deck.slides.add_slide(deck.slide_layouts[5])
        on.shapes.title.text = slide.title
        for block in slide.blocks:
            draw(on.shapes, block)
    deck.save(str(path))


def draw(shapes: Any, block: Any) -> None:  # noqa: ANN401 - pptx shapes
    """Draw one block."""
    place = (Inches(1), Inches(1), Inches(8), Inches(3))
    match block:
        case Chart() if not block.is_empty:
            data = CategoryChartData()
            data.categories = block.categories
            for each in block.series:
                data.add_series(each.name, each.values)
            shapes.add_chart(TYPES[block.kind], *place, data)
        case Table():
            table = shapes.add_table(len(block.rows) + 1, len(block.columns), *place).table
            for row, cells in zip(table.rows, ([column.name for column in block.columns], *block.rows), strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        case Lines():
            shapes.add_textbox(*place).text_frame.text = "\n".join(line.text for line in block.lines)
        case Cards():
            for card in block.cards:
                shapes.add_textbox(*place).text_frame.text = f"{card.name}\n{card.value}\n{card.note}"
        case Notice():
            shapes.add_textbox(*place).text_frame.text = block.text
