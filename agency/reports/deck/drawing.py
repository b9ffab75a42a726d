"""Draws planned slides: text, tables and charts as shapes that PowerPoint edits (S13, C1)."""

from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from agency.locale import _
from agency.reports.deck import fit, look, theme
from agency.reports.deck.charts import draw_chart
from agency.reports.deck.plan import Block, Cards, Chart, Edition, Line, Lines, Notice, Slide, Stack, Table, Tone
from agency.reports.deck.words import clean, nothing_imported

COLOURS = {Tone.PLAIN: look.INK, Tone.QUIET: look.QUIET, Tone.GOOD: look.GOOD, Tone.BAD: look.BAD}
LINE_SPACE = 0.08


def write_deck(slides: Sequence[Slide], edition: Edition, path: Path) -> None:
    """Write a deck; a file that is there is replaced at once, and never half written."""
    deck = pptx.Presentation()
    theme.dress(deck)
    deck.core_properties.title = f"{edition.subject} {edition.window}"
    deck.core_properties.author = ""
    for slide in slides:
        draw(deck.slides.add_slide(deck.slide_layouts[0]), slide, edition)
    draft = path.with_name(f".{path.name}.draft")
    deck.save(str(draft))
    draft.replace(path)


def draw(on: Any, slide: Slide, edition: Edition) -> None:  # noqa: ANN401 - a pptx slide
    """Draw one slide."""
    if slide.is_cover:
        draw_cover(on, slide)
        return
    on.shapes.title.text_frame.text = slide.title
    rectangle(on.shapes, (look.EDGE, 0.44, 0.07, 0.46), look.SERIES[0])
    if slide.lead:
        box = text_box(on.shapes, look.EDGE, 1.04, look.WIDTH - 2 * look.EDGE, 0.5)
        write(box.paragraphs[0], slide.lead, look.LEAD_PT, look.QUIET)
    draw_stacks(on.shapes, slide.stacks)
    draw_foot(on, slide, edition)


def draw_cover(on: Any, slide: Slide) -> None:  # noqa: ANN401 - a pptx slide
    """Draw the first slide: a dark panel with the title, and under it what the figures are."""
    panel = rectangle(on.shapes, (0, 0, look.WIDTH, 4.1), look.DEEP)
    on.shapes._spTree.remove(panel._element)
    on.shapes._spTree.insert(2, panel._element)
    rectangle(on.shapes, (look.EDGE, 3.55, 1.6, 0.06), look.SERIES[1])
    title = on.shapes.title
    title.left, title.top, title.width, title.height = (Inches(each) for each in (look.EDGE, 1.3, 12.1, 1.2))
    title.text_frame.text = slide.title
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    set_run(title.text_frame.paragraphs[0].runs[0], 38, look.WHITE, is_bold=True)
    box = text_box(on.shapes, look.EDGE, 2.6, 12.1, 0.7)
    write(box.paragraphs[0], slide.lead, 20, look.WHITE)
    for stack in slide.stacks:
        top = 4.5
        for block in stack.blocks:
            top += draw_block(on.shapes, block, (look.EDGE, top, look.WIDTH - 2 * look.EDGE), 2.4)


def draw_foot(on: Any, slide: Slide, edition: Edition) -> None:  # noqa: ANN401 - a pptx slide
    """Write whose deck it is, where its numbers stand, and the slide's number, in the layout's own placeholders."""
    parts = [edition.subject, edition.window, _("version {version}").format(version=edition.version)]
    if slide.sheets:
        sheets = _(", ").join(slide.sheets)
        parts.append(_("figures: workbook, sheet {sheets}").format(sheets=sheets))
    for shape in on.slide_layout.placeholders:
        kind = shape.placeholder_format.type
        if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            on.shapes._spTree.append(deepcopy(shape._element))
    foot = next(each for each in on.placeholders if each.placeholder_format.type == PP_PLACEHOLDER.FOOTER)
    foot.text_frame.text = ""
    write(foot.text_frame.paragraphs[0], " · ".join(parts), look.SMALL_PT, look.QUIET)
    foot.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def draw_stacks(shapes: Any, stacks: Sequence[Stack]) -> None:  # noqa: ANN401 - pptx shapes
    """Draw stacks side by side over the body."""
    whole = look.WIDTH - 2 * look.EDGE - look.GAP * (len(stacks) - 1)
    left = look.EDGE
    for stack in stacks:
        width = whole * stack.share / sum(each.share for each in stacks)
        draw_stack(shapes, stack, left, width)
        left += width + look.GAP


def draw_stack(shapes: Any, stack: Stack, left: float, width: float) -> None:  # noqa: ANN401 - pptx shapes
    """Draw blocks one under the other; charts share what the others leave."""
    charts = [block for block in stack.blocks if isinstance(block, Chart) and not block.is_empty]
    needed = sum(need(block, width) + look.GAP / 2 for block in stack.blocks)
    room = look.BODY_BOTTOM - look.BODY_TOP - needed
    height = room / len(charts) if charts else 0.0
    top = look.BODY_TOP
    for block in stack.blocks:
        top += draw_block(shapes, block, (left, top, width), height) + look.GAP / 2


def need(block: Block, width: float) -> float:
    """Return the height a block takes by itself, 0 for a chart that takes what is left."""
    match block:
        case Chart():
            return look.NOTICE_HEIGHT if block.is_empty else 0.0
        case Notice():
            return look.NOTICE_HEIGHT
        case Table():
            note = fit.height_of(block_note(block), width, look.SMALL_PT) + 0.1 if block_note(block) else 0.0
            return sum(fit.row_heights(block, width)) + note
        case Lines():
            return sum(line_height(line, width) for line in block.lines)
        case Cards():
            return look.CARD_HEIGHT


def line_height(line: Line, width: float) -> float:
    """Return how high a paragraph stands with the space under it."""
    return fit.height_of(line.text, width - 0.1, look.TEXT_PT) + LINE_SPACE


def draw_block(shapes: Any, block: Block, place: tuple[float, float, float], chart_height: float) -> float:  # noqa: ANN401
    """Draw a block at left, top and width; return the height it took."""
    left, top, width = place
    match block:
        case Chart() if not block.is_empty:
            draw_chart(shapes, block, left, top, width, chart_height)
            return chart_height
        case Chart():
            draw_notice(shapes, f"{block.said}: {nothing_imported()}", left, top, width)
        case Notice():
            draw_notice(shapes, block.text, left, top, width)
        case Table():
            draw_table(shapes, block, left, top, width)
        case Lines():
            draw_lines(shapes, block, left, top, width)
        case Cards():
            draw_cards(shapes, block, left, top, width)
    return need(block, width)


def draw_table(shapes: Any, table: Table, left: float, top: float, width: float) -> None:  # noqa: ANN401 - pptx shapes
    """Draw a table in the house's style, and under it how many rows are left out."""
    heights = fit.row_heights(table, width)
    place = (Inches(left), Inches(top), Inches(width), Inches(sum(heights)))
    drawn = shapes.add_table(len(table.rows) + 1, len(table.columns), *place).table
    drawn.horz_banding = False
    theme.set_style(drawn)
    for column, room in zip(drawn.columns, fit.widths(table, width), strict=True):
        column.width = Inches(room)
    names = tuple(column.name for column in table.columns)
    for row, cells, height in zip(drawn.rows, (names, *table.rows), heights, strict=True):
        row.height = Inches(height)
        for cell, text, column in zip(row.cells, cells, table.columns, strict=True):
            fill_cell(cell, text, table.points, is_number=column.is_number)
    if said := block_note(table):
        box = text_box(shapes, left, top + sum(heights) + 0.06, width, 0.3)
        write(box.paragraphs[0], said, look.SMALL_PT, look.QUIET)


def block_note(table: Table) -> str:
    """Return how many rows of a table are not shown, nothing when all are."""
    return _("{count} more in the workbook").format(count=f"{table.left_out:,}") if table.left_out else ""


def fill_cell(cell: Any, text: str, points: int, *, is_number: bool) -> None:  # noqa: ANN401 - a pptx cell
    """Write one cell; its colours are the table style's."""
    cell.margin_left = cell.margin_right = Inches(fit.CELL_SIDE)
    cell.margin_top = cell.margin_bottom = Inches(fit.CELL_TOP)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = clean(text)
    run.font.size = Pt(points)
    if is_number:
        paragraph.alignment = PP_ALIGN.RIGHT


def draw_lines(shapes: Any, lines: Lines, left: float, top: float, width: float) -> None:  # noqa: ANN401 - pptx shapes
    """Draw paragraphs one under the other in one box, which a lead can go on writing in."""
    height = sum(line_height(line, width) for line in lines.lines)
    frame = text_box(shapes, left, top, width, height)
    for number, line in enumerate(lines.lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        colour = look.DEEP if line.is_head else COLOURS[line.tone]
        write(paragraph, line.text, look.TEXT_PT, colour, is_bold=line.is_head)
        paragraph.space_after = Pt(LINE_SPACE * fit.POINTS)


def draw_notice(shapes: Any, sentence: str, left: float, top: float, width: float) -> None:  # noqa: ANN401 - pptx shapes
    """Draw a sentence on a quiet ground, so that nobody takes the slide for one that failed."""
    frame = rectangle(shapes, (left, top, width, look.NOTICE_HEIGHT), look.GROUND).text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Inches(0.2)
    write(frame.paragraphs[0], sentence, look.LEAD_PT, look.QUIET)
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def draw_cards(shapes: Any, cards: Cards, left: float, top: float, width: float) -> None:  # noqa: ANN401 - pptx shapes
    """Draw cards side by side: the name, the figure, and what it is compared with."""
    each_width = (width - look.GAP / 2 * (len(cards.cards) - 1)) / len(cards.cards)
    for number, card in enumerate(cards.cards):
        place = (left + number * (each_width + look.GAP / 2), top, each_width, look.CARD_HEIGHT)
        shape = rectangle(shapes, place, look.GROUND)
        frame = shape.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        frame.margin_left = frame.margin_right = Inches(0.12)
        write(frame.paragraphs[0], card.name, look.CELL_PT, look.QUIET)
        write(frame.add_paragraph(), card.value, card_points(card.value, each_width), look.DEEP, is_bold=True)
        write(frame.add_paragraph(), card.note, look.SMALL_PT + 1, COLOURS[card.tone])
        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT


def card_points(value: str, width: float) -> int:
    """Return the size of type in which a card's figure stays on one line."""
    points = look.CARD_PT
    while points > look.CELL_PT and fit.lines_of(value, width - 0.24, points) > 1:
        points -= 1
    return points


def text_box(shapes: Any, left: float, top: float, width: float, height: float) -> Any:  # noqa: ANN401 - pptx
    """Return the frame of a new box of text without margins at its sides."""
    box = shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(height))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def write(paragraph: Any, text: str, points: float, colour: str, *, is_bold: bool = False) -> None:  # noqa: ANN401 - pptx
    """Write a paragraph as one run."""
    run = paragraph.add_run()
    run.text = clean(text)
    set_run(run, points, colour, is_bold=is_bold)


def set_run(run: Any, points: float, colour: str, *, is_bold: bool = False) -> None:  # noqa: ANN401 - a pptx run
    """Set a run's type; its font is the theme's."""
    run.font.size, run.font.bold = Pt(points), is_bold
    run.font.color.rgb = RGBColor.from_string(colour)


def rectangle(shapes: Any, place: tuple[float, float, float, float], colour: str) -> Any:  # noqa: ANN401 - pptx
    """Return a new filled rectangle without a line around it or a shadow."""
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in place))
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour)
    shape.line.fill.background()
    shape._element.remove(shape._element.find(qn("p:style")))  # a shadow, and white text
    return shape
