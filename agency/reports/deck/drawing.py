"""Draws planned slides: text, tables and charts as shapes that PowerPoint edits (S13, C1)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from agency.domain.legible import legible_text
from agency.locale import _
from agency.reports.deck import fit, look, markup, theme
from agency.reports.deck.charts import draw_chart
from agency.reports.deck.markup import Words
from agency.reports.deck.plan import Block, Cards, Chart, Edition, Line, Lines, Notice, Slide, Stack, Table, Tone
from agency.reports.deck.words import nothing_imported
from agency.reports.whole import whole

COLOURS = {Tone.PLAIN: look.INK, Tone.QUIET: look.QUIET, Tone.GOOD: look.GOOD, Tone.BAD: look.BAD}
LINE_SPACE = 0.08
COVER_PT = 38
LONGEST_SUBJECT = 200  # characters: a property of a file bears 255


def write_deck(slides: Sequence[Slide], edition: Edition, path: Path) -> None:
    """Write a deck; a file that is there is replaced at once, and never half written."""
    deck = pptx.Presentation()
    theme.dress(deck)
    deck.core_properties.title = f"{legible_text(edition.subject, LONGEST_SUBJECT)} {edition.window}"
    deck.core_properties.author = ""
    for slide in slides:
        draw(deck.slides.add_slide(deck.slide_layouts[0]), slide, edition)
    with whole(path) as draft:
        deck.save(str(draft))


def draw(on: Any, slide: Slide, edition: Edition) -> None:  # noqa: ANN401 - a pptx slide
    """Draw one slide."""
    if slide.is_cover:
        draw_cover(on, slide)
        return
    on.shapes.title.text_frame.text = slide.title
    put(on.shapes, (look.EDGE, 0.44, 0.07, 0.46), ground=look.SERIES[0])
    if slide.lead:
        place = (look.EDGE, 1.04, look.WIDTH - 2 * look.EDGE, 0.5)
        put(on.shapes, place, Words(text=slide.lead, points=look.LEAD_PT, colour=look.QUIET))
    draw_stacks(on.shapes, slide.stacks)
    draw_foot(on, slide, edition)


def draw_cover(on: Any, slide: Slide) -> None:  # noqa: ANN401 - a pptx slide
    """Draw the first slide: a dark panel with the title, and under it what the figures are."""
    panel = parse_xml(markup.box(markup.next_id(on.shapes), (0, 0, look.WIDTH, 4.1), ground=look.DEEP))
    on.shapes._spTree.insert(2, panel)  # under the title
    put(on.shapes, (look.EDGE, 3.55, 1.6, 0.06), ground=look.SERIES[1])
    title = on.shapes.title
    title.left, title.top, title.width, title.height = (Inches(each) for each in (look.EDGE, 1.3, 12.1, 1.2))
    title.text_frame.text = slide.title
    title.text_frame.word_wrap, title.text_frame.margin_left = True, 0
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    font = title.text_frame.paragraphs[0].runs[0].font
    font.size, font.color.rgb = Pt(COVER_PT), RGBColor.from_string(look.WHITE)
    put(on.shapes, (look.EDGE, 2.65, 12.1, 0.7), Words(text=slide.lead, points=20, colour=look.WHITE))
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
    said = Words(text=" · ".join(parts), points=look.SMALL_PT, colour=look.QUIET)
    markup.add(on.shapes, markup.foot(markup.next_id(on.shapes), said))
    markup.add(on.shapes, markup.slide_number(markup.next_id(on.shapes), look.SMALL_PT, look.QUIET))


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
    heights, of_columns = fit.row_heights(table, width), fit.widths(table, width)
    rows = (tuple(column.name for column in table.columns), *table.rows)
    numbers = [column.is_number for column in table.columns]
    place = (left, top, width, sum(heights))
    number = markup.next_id(shapes)
    markup.add(shapes, markup.table(number, place, rows, of_columns, heights, numbers, table.points))
    if said := block_note(table):
        words = Words(text=said, points=look.SMALL_PT, colour=look.QUIET)
        put(shapes, (left, top + sum(heights) + 0.06, width, 0.3), words)


def block_note(table: Table) -> str:
    """Return how many rows of a table are not shown, nothing when all are."""
    return _("{count} more in the workbook").format(count=f"{table.left_out:,}") if table.left_out else ""


def draw_lines(shapes: Any, lines: Lines, left: float, top: float, width: float) -> None:  # noqa: ANN401 - pptx shapes
    """Draw paragraphs one under the other in one box, which a lead can go on writing in."""
    height = sum(line_height(line, width) for line in lines.lines)
    words = [
        Words(
            text=line.text,
            points=look.TEXT_PT,
            colour=look.DEEP if line.is_head else COLOURS[line.tone],
            is_bold=line.is_head,
            after=LINE_SPACE * fit.POINTS,
        )
        for line in lines.lines
    ]
    put(shapes, (left, top, width, height), *words)


def draw_notice(shapes: Any, sentence: str, left: float, top: float, width: float) -> None:  # noqa: ANN401 - pptx shapes
    """Draw a sentence on a quiet ground, so that nobody takes the slide for one that failed."""
    words = Words(text=sentence, points=look.LEAD_PT, colour=look.QUIET)
    put(shapes, (left, top, width, look.NOTICE_HEIGHT), words, ground=look.GROUND)


def draw_cards(shapes: Any, cards: Cards, left: float, top: float, width: float) -> None:  # noqa: ANN401 - pptx shapes
    """Draw cards side by side: the name, the figure, and what it is compared with."""
    each_width = (width - look.GAP / 2 * (len(cards.cards) - 1)) / len(cards.cards)
    for number, card in enumerate(cards.cards):
        place = (left + number * (each_width + look.GAP / 2), top, each_width, look.CARD_HEIGHT)
        name = Words(text=card.name, points=look.CELL_PT, colour=look.QUIET)
        points = card_points(card.value, each_width)
        value = Words(text=card.value, points=points, colour=look.DEEP, is_bold=True)
        note = Words(text=card.note, points=look.SMALL_PT + 1, colour=COLOURS[card.tone])
        put(shapes, place, name, value, note, ground=look.GROUND)


def card_points(value: str, width: float) -> int:
    """Return the size of type in which a card's figure stays on one line."""
    points = look.CARD_PT
    while points > look.CELL_PT and fit.lines_of(value, width - 2 * markup.INSIDE, points) > 1:
        points -= 1
    return points


def put(shapes: Any, place: markup.Place, *words: Words, ground: str | None = None) -> None:  # noqa: ANN401 - pptx shapes
    """Put a box with paragraphs on a slide, on a ground of a colour where one is given."""
    inside = markup.INSIDE if ground and words else 0.0
    markup.add(shapes, markup.box(markup.next_id(shapes), place, words, ground=ground, inside=inside))
