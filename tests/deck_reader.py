"""A deck as another program reads it: slides with their texts, tables and charts, straight from the file."""

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pptx
from pptx.util import Emu
from python_calamine import CalamineWorkbook

Row = dict[str, str]


@dataclass
class ReadChart:
    """A chart: its title, its categories, its values by series, and what its own workbook holds."""

    title: str
    categories: list[str]
    series: dict[str, list[float | None]]
    inside: list[list[Any]]


@dataclass
class ReadSlide:
    """A slide: its title, all its texts, its tables as rows by header, its charts, and the foot."""

    title: str
    texts: list[str] = field(default_factory=list)
    tables: list[list[Row]] = field(default_factory=list)
    charts: list[ReadChart] = field(default_factory=list)
    foot: str = ""
    has_number: bool = False
    lowest: float = 0.0
    rightmost: float = 0.0


def read_deck(path: Path) -> list[ReadSlide]:
    """Return the slides of a deck."""
    return [read_slide(slide) for slide in pptx.Presentation(str(path)).slides]


def read_slide(slide: Any) -> ReadSlide:
    found = ReadSlide(title=slide.shapes.title.text_frame.text)
    for shape in slide.shapes:
        if shape.is_placeholder and "Slide Number" in shape.name:
            found.has_number = True
        elif shape.is_placeholder and "Footer" in shape.name:
            found.foot = shape.text_frame.text
        else:
            found.lowest = max(found.lowest, Emu(shape.top + shape.height).inches)
            found.rightmost = max(found.rightmost, Emu(shape.left + shape.width).inches)
        if shape.has_table:
            found.tables.append(read_table(shape.table))
        elif shape.has_chart:
            found.charts.append(read_chart(shape.chart))
        elif shape.has_text_frame:
            found.texts.append(shape.text_frame.text)
    return found


def read_table(table: Any) -> list[Row]:
    header, *rows = [[cell.text_frame.text for cell in row.cells] for row in table.rows]
    return [dict(zip(header, row, strict=True)) for row in rows]


def read_chart(chart: Any) -> ReadChart:
    plot = chart.plots[0]
    book = CalamineWorkbook.from_filelike(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    return ReadChart(
        title=chart.chart_title.text_frame.text,
        categories=[str(category).strip() for category in plot.categories],
        series={series.name.strip(): list(series.values) for series in plot.series},
        inside=book.get_sheet_by_index(0).to_python(),
    )


def titled(slides: list[ReadSlide], title: str) -> list[ReadSlide]:
    """Return the slides whose title begins like this."""
    return [slide for slide in slides if slide.title.startswith(title)]


def texts(slides: list[ReadSlide]) -> str:
    """Return everything that is written anywhere on some slides."""
    said = [text for slide in slides for text in (slide.title, *slide.texts, slide.foot)]
    cells = [
        cell for slide in slides for table in slide.tables for row in table for pair in row.items() for cell in pair
    ]
    return "\n".join([*said, *cells])


def number(text: str) -> float | None:
    """Return a number as it stands in a cell, None for what is said not to be known."""
    if text in {"无数据", "–", "样本不足"}:
        return None
    told = text.split("(")[0].replace(",", "").replace("¥", "").replace("≤ ", "").removesuffix("倍").removesuffix("秒")
    return float(told.removesuffix("%")) / 100 if told.endswith("%") else float(told)
