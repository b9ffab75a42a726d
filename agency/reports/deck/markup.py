"""The shapes of a slide as the XML that PowerPoint reads: written whole, part by part takes thrice the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from agency.reports.deck import fit
from agency.reports.deck.theme import TABLE_STYLE
from agency.reports.deck.words import clean

Place = tuple[float, float, float, float]
"""Left, top, width and height in inches."""

NAMESPACES = nsdecls("a", "p", "r")
INSIDE = 0.14  # the margin of a filled box


@dataclass(frozen=True, kw_only=True)
class Words:
    """One paragraph; ``after`` are the points of room under it."""

    text: str
    points: float
    colour: str
    is_bold: bool = False
    after: float = 0.0


def add(shapes: Any, markup: str) -> None:  # noqa: ANN401 - pptx shapes
    """Put a shape on a slide."""
    shapes._spTree.append(parse_xml(markup))


def next_id(shapes: Any) -> int:  # noqa: ANN401 - pptx shapes
    """Return a number that no shape of the slide has; shapes are only ever added here."""
    return len(shapes._spTree) + 100


def box(
    number: int, place: Place, paragraphs: Sequence[Words] = (), *, ground: str | None = None, inside: float = 0.0
) -> str:
    """Return a box of text, on a ground of a colour where one is given; text on a ground stands in its middle."""
    fill = f'<a:solidFill><a:srgbClr val="{ground}"/></a:solidFill>' if ground else "<a:noFill/>"
    anchor = "ctr" if ground else "t"
    margin = Inches(inside)
    told = "".join(paragraph(words) for words in paragraphs) or "<a:p/>"
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Box {number}"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{transform("a", place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></p:spPr>'
        f'<p:txBody><a:bodyPr wrap="square" anchor="{anchor}" lIns="{margin}" rIns="{margin}" tIns="0" bIns="0"/>'
        f"<a:lstStyle/>{told}</p:txBody></p:sp>"
    )


def paragraph(words: Words) -> str:
    """Return a paragraph of one run; its font is the theme's."""
    room = f'<a:spcAft><a:spcPts val="{round(words.after * 100)}"/></a:spcAft>' if words.after else ""
    return (
        f'<a:p><a:pPr algn="l">{room}</a:pPr><a:r><a:rPr lang="zh-CN" altLang="en-US" sz="{round(words.points * 100)}" '
        f'b="{int(words.is_bold)}"><a:solidFill><a:srgbClr val="{words.colour}"/></a:solidFill></a:rPr>'
        f"<a:t>{escape(clean(words.text))}</a:t></a:r></a:p>"
    )


def transform(prefix: str, place: Place) -> str:
    """Return where a shape stands."""
    left, top, width, height = (Inches(each) for each in place)
    return f'<{prefix}:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></{prefix}:xfrm>'


def table(
    number: int,
    place: Place,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    heights: Sequence[float],
    numbers: Sequence[bool],
    points: float,
) -> str:
    """Return a native table in the house's style, the header first; ``numbers`` says which columns stand to the right."""
    grid = "".join(f'<a:gridCol w="{Inches(width)}"/>' for width in widths)
    lines = "".join(line(row, height, numbers, points) for row, height in zip(rows, heights, strict=True))
    uri = "http://schemas.openxmlformats.org/drawingml/2006/table"
    return (
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{number}" name="Table {number}"/>'
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f'{transform("p", place)}<a:graphic><a:graphicData uri="{uri}"><a:tbl><a:tblPr firstRow="1">'
        f"<a:tableStyleId>{TABLE_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>{lines}</a:tbl>"
        f"</a:graphicData></a:graphic></p:graphicFrame>"
    )


def line(cells: Sequence[str], height: float, numbers: Sequence[bool], points: float) -> str:
    """Return one row of a table."""
    written = (cell(text, points, is_number=right) for text, right in zip(cells, numbers, strict=True))
    return f'<a:tr h="{Inches(height)}">{"".join(written)}</a:tr>'


def cell(text: str, points: float, *, is_number: bool) -> str:
    """Return one cell of a table; its colours are the table style's."""
    side, top = Inches(fit.CELL_SIDE), Inches(fit.CELL_TOP)
    align = ' algn="r"' if is_number else ""
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr{align}/><a:r><a:rPr lang="zh-CN" altLang="en-US" '
        f'sz="{round(points * 100)}"/><a:t>{escape(clean(text))}</a:t></a:r></a:p></a:txBody>'
        f'<a:tcPr marL="{side}" marR="{side}" marT="{top}" marB="{top}" anchor="ctr"/></a:tc>'
    )


def foot(number: int, told: Words) -> str:
    """Return a slide's foot in the layout's place for it."""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Footer Placeholder {number}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="ftr" sz="quarter" idx="11"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{paragraph(told)}</p:txBody></p:sp>"
    )


def slide_number(number: int, points: float, colour: str) -> str:
    """Return the field that shows a slide's number in the layout's place for it."""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="Slide Number Placeholder {number}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldNum" sz="quarter" idx="12"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="r"/><a:fld '
        f'id="{{C1FF6DA9-008F-8B48-92A6-B652298478BF}}" type="slidenum"><a:rPr lang="zh-CN" sz="{round(points * 100)}">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:rPr><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>'
    )
