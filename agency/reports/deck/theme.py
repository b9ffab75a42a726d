"""The deck's theme, rewritten once: whatever is typed into it later, here or by a lead, has its fonts and colours.

Chinese text takes the theme's East Asian font, and ``Hans`` is what PowerPoint looks up for simplified Chinese: both
are set, or titles, tables and charts would each fall back to another font.
"""

from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.util import Inches

from agency.reports.deck import look

TABLE_STYLE = "{6F0B7C1A-52D3-4E0B-9C53-3B1C6A7D1E20}"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
TITLE_ONLY = "Title Only"
ON_MASTER = {  # left, top, width, height of the master's placeholders, by their kind
    PP_PLACEHOLDER.TITLE: (look.EDGE + 0.18, 0.36, look.WIDTH - 2 * look.EDGE - 0.18, 0.62),
    PP_PLACEHOLDER.BODY: (look.EDGE, look.BODY_TOP, look.WIDTH - 2 * look.EDGE, look.BODY_BOTTOM - look.BODY_TOP),
    PP_PLACEHOLDER.DATE: (look.EDGE, look.HEIGHT, 1.0, 0.3),
    PP_PLACEHOLDER.FOOTER: (look.EDGE, look.FOOT, look.WIDTH - 2 * look.EDGE - 0.9, 0.32),
    PP_PLACEHOLDER.SLIDE_NUMBER: (look.WIDTH - look.EDGE - 0.8, look.FOOT, 0.8, 0.32),
}

COLOURS = {
    "dk1": look.INK, "lt1": look.WHITE, "dk2": look.DEEP, "lt2": look.GROUND,
    **{f"accent{number}": colour for number, colour in enumerate(look.SERIES, start=1)},
    "hlink": look.SERIES[0], "folHlink": look.QUIET,
}  # fmt: skip

STYLES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<a:tblStyleLst xmlns:a="{MAIN}" def="{TABLE_STYLE}"><a:tblStyle styleId="{TABLE_STYLE}" styleName="Review">
<a:wholeTbl><a:tcTxStyle><a:fontRef idx="minor"/><a:schemeClr val="dk1"/></a:tcTxStyle><a:tcStyle><a:tcBdr>
<a:bottom><a:ln w="9525"><a:solidFill><a:srgbClr val="{look.RULE}"/></a:solidFill></a:ln></a:bottom>
<a:insideH><a:ln w="6350"><a:solidFill><a:srgbClr val="{look.RULE}"/></a:solidFill></a:ln></a:insideH>
</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:wholeTbl>
<a:firstRow><a:tcTxStyle b="on"><a:fontRef idx="minor"/><a:schemeClr val="dk2"/></a:tcTxStyle><a:tcStyle><a:tcBdr>
<a:bottom><a:ln w="15875"><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></a:ln></a:bottom></a:tcBdr>
<a:fill><a:solidFill><a:schemeClr val="lt2"/></a:solidFill></a:fill></a:tcStyle></a:firstRow>
</a:tblStyle></a:tblStyleLst>"""


def dress(deck: Presentation) -> None:
    """Give a new presentation its format, theme, table style, and a blank layout with a title, a foot and a number."""
    deck.slide_width, deck.slide_height = Inches(look.WIDTH), Inches(look.HEIGHT)
    recolour(deck)
    restyle_tables(deck)
    place_master(deck)
    for layout in [each for each in deck.slide_layouts if each.name != TITLE_ONLY]:
        deck.slide_layouts.remove(layout)


def place_master(deck: Presentation) -> None:
    """Put the master's placeholders where this format has them, and set its title's type; layouts and slides inherit."""
    for shape in deck.slide_master.placeholders:
        place = (Inches(each) for each in ON_MASTER[shape.placeholder_format.type])
        shape.left, shape.top, shape.width, shape.height = place
        if shape.placeholder_format.type in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            shape.text_frame.margin_left = shape.text_frame.margin_right = 0
            set_foot(shape, is_right=shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER)
    title = deck.slide_master._element.find(".//" + qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", str(look.TITLE_PT * 100))
    run.set("b", "1")
    run.find(qn("a:solidFill")).find(qn("a:schemeClr")).set("val", "tx2")


def set_foot(shape: Any, *, is_right: bool) -> None:  # noqa: ANN401 - a pptx placeholder
    """Set the foot in small and quiet type, at its own side."""
    level = shape._element.find(".//" + qn("a:lstStyle")).find(qn("a:lvl1pPr"))
    level.set("algn", "r" if is_right else "l")
    level.find(qn("a:defRPr")).set("sz", str(look.SMALL_PT * 100))


def recolour(deck: Presentation) -> None:
    """Rewrite fonts and colours of the master's theme."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    theme: Any = parse_xml(part.blob)
    for name in ("majorFont", "minorFont"):
        set_fonts(theme.find(".//" + qn(f"a:{name}")))
    scheme = theme.find(".//" + qn("a:clrScheme"))
    for name, colour in COLOURS.items():
        slot = scheme.find(qn(f"a:{name}"))
        slot.clear()
        slot.append(slot.makeelement(qn("a:srgbClr"), {"val": colour}))
    part._blob = serialize_part_xml(theme)


def set_fonts(fonts: Any) -> None:  # noqa: ANN401 - an lxml element
    """Set the latin, the East Asian and the simplified Chinese font."""
    fonts.find(qn("a:latin")).set("typeface", look.LATIN)
    fonts.find(qn("a:ea")).set("typeface", look.HAN)
    for font in fonts.findall(qn("a:font")):
        if font.get("script") == "Hans":
            font.set("typeface", look.HAN)


def restyle_tables(deck: Presentation) -> None:
    """Make the house's style the one that tables have."""
    deck.part.part_related_by(RT.TABLE_STYLES)._blob = STYLES.encode()
