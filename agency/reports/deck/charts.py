"""Charts as PowerPoint's own: with their numbers in a workbook inside, so that a lead can change them on the slide."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches

from agency.reports.deck import look
from agency.reports.deck.plan import Chart, ChartKind
from agency.reports.deck.words import clean
from agency.reports.sheet import Format

TYPES = {
    ChartKind.LINES: XL_CHART_TYPE.LINE_MARKERS,
    ChartKind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
}
NAMESPACES = nsdecls("a", "c")
POINT = 12_700  # in English Metric Units
LABELLED, CROWDED, FEW = 24, 10, 3
SHARES = "0.0%"
GUARD = " "  # keeps XlsxWriter from taking a name for a formula or a link


def draw_chart(shapes: Any, chart: Chart, left: float, top: float, width: float, height: float) -> None:  # noqa: ANN401
    """Draw a chart into a frame given in inches."""
    data = CategoryChartData(number_format=pattern(chart))
    data.categories = [guarded(name) for name in chart.categories]
    for each in chart.series:
        data.add_series(guarded(each.name), each.values)
    place = (Inches(left), Inches(top), Inches(width), Inches(height))
    frame = shapes.add_chart(TYPES[chart.kind], *place, data)
    frame.name = clean(chart.said)
    style(frame.chart._chartSpace, chart)


def pattern(chart: Chart) -> str:
    """Return how a chart writes its values."""
    return SHARES if chart.format is Format.SHARE else chart.format.value


def guarded(name: str) -> str:
    """Return a name that the chart's own workbook keeps as text, whatever it begins with."""
    tidy = clean(name)
    return tidy if tidy[:1].isalnum() and "://" not in tidy and ":" not in tidy[:12] else GUARD + tidy


def style(space: Any, planned: Chart) -> None:  # noqa: ANN401 - the chart's XML
    """Give a chart its type, legend, axes and colours; the colours are the theme's, so a lead changes them in one place."""
    chart = space.find(qn("c:chart"))
    if (silent := chart.find(qn("c:autoTitleDeleted"))) is not None:
        chart.remove(silent)
    chart.insert(
        0,
        element(
            f"<c:title %s><c:tx><c:rich><a:bodyPr/>{title_of(planned)}</c:rich></c:tx><c:overlay val='0'/></c:title>"
        ),
    )
    plot = chart.find(qn("c:plotArea"))
    if (known := chart.find(qn("c:legend"))) is not None:
        chart.remove(known)
    if len(planned.series) > 1:
        plot.addnext(element('<c:legend %s><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'))
    for number, series in enumerate(plot.iter(qn("c:ser"))):
        style_series(series, planned, f"accent{number % len(look.SERIES) + 1}")
    style_axes(plot, planned)
    label_values(plot, planned)
    if (before := space.find(qn("c:txPr"))) is not None:
        space.remove(before)
    chart.addnext(element(f"<c:txPr %s>{typed(look.CELL_PT - 1)}</c:txPr>"))


def element(markup: str) -> Any:  # noqa: ANN401 - an XML element
    """Return a piece of a chart's XML; ``%s`` stands where its namespaces belong."""
    return parse_xml(markup.replace("%s", NAMESPACES, 1))


def typed(points: float, turn: str = "") -> str:
    """Return the type of some part of a chart."""
    body = f'<a:bodyPr rot="{turn}"/>' if turn else "<a:bodyPr/>"
    ink = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    return f'{body}<a:p><a:pPr><a:defRPr sz="{round(points * 100)}">{ink}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p>'


def title_of(chart: Chart) -> str:
    """Return a chart's title as a paragraph."""
    size = round((look.CELL_PT + 1) * 100)
    return f'<a:p><a:r><a:rPr lang="zh-CN" altLang="en-US" sz="{size}" b="1"/><a:t>{escape(clean(chart.said))}</a:t></a:r></a:p>'


def line(colour: str, points: float) -> str:
    """Return a line of a colour."""
    return f'<a:ln w="{round(points * POINT)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'


def style_axes(plot: Any, planned: Chart) -> None:  # noqa: ANN401 - the plot's XML
    """Leave only what helps reading: quiet lines, names low where values fall below zero, the first bar on top."""
    names, values = plot.find(qn("c:catAx")), plot.find(qn("c:valAx"))
    is_crowded, is_bars = len(planned.categories) > CROWDED, planned.kind is ChartKind.BARS
    small = look.SMALL_PT - 1 if is_crowded else look.SMALL_PT + 1
    rewrite(names, "c:tickLblPos", '<c:tickLblPos %s val="low"/>')
    before_crossing(names, f"<c:spPr %s>{line(look.QUIET, 0.75)}</c:spPr>", f"<c:txPr %s>{typed(small, '0')}</c:txPr>")
    if is_crowded:  # every second name only, so that they stay on one line
        names.find(qn("c:noMultiLvlLbl")).addprevious(element('<c:tickLblSkip %s val="2"/>'))
    if is_bars:
        rewrite(names, "c:scaling", '<c:scaling %s><c:orientation val="maxMin"/></c:scaling>')
    rewrite(
        values, "c:majorGridlines", f"<c:majorGridlines %s><c:spPr>{line(look.RULE, 0.5)}</c:spPr></c:majorGridlines>"
    )
    rewrite(values, "c:numFmt", f'<c:numFmt %s formatCode={quoteattr(pattern(planned))} sourceLinked="0"/>')
    rewrite(values, "c:tickLblPos", f'<c:tickLblPos %s val="{"none" if is_bars else "nextTo"}"/>')
    before_crossing(values, "<c:spPr %s><a:ln><a:noFill/></a:ln></c:spPr>")
    if all(value is None or value >= 0 for series in planned.series for value in series.values):
        rewrite(values, "c:scaling", '<c:scaling %s><c:min val="0"/></c:scaling>')


def rewrite(axis: Any, name: str, markup: str) -> None:  # noqa: ANN401 - an axis' XML
    """Put a piece of an axis in the place of the one that is there; where none is, in its place of the order."""
    known = axis.find(qn(name))
    if known is not None:
        axis.replace(known, element(markup))
    else:
        axis.find(qn("c:majorTickMark")).addprevious(element(markup))


def before_crossing(axis: Any, *markups: str) -> None:  # noqa: ANN401 - an axis' XML
    """Put pieces of an axis in the place that its line and type have, in the order they are given."""
    for name in ("c:spPr", "c:txPr"):
        if (known := axis.find(qn(name))) is not None:
            axis.remove(known)
    crossing = axis.find(qn("c:crossAx"))
    for markup in markups:
        crossing.addprevious(element(markup))


def style_series(series: Any, planned: Chart, accent: str) -> None:  # noqa: ANN401 - a series' XML
    """Colour one series."""
    fill = f'<a:solidFill><a:schemeClr val="{accent}"/></a:solidFill>'
    if planned.kind is ChartKind.LINES:
        for known in series.findall(qn("c:marker")):
            series.remove(known)
        dot = f"<c:spPr>{fill}<a:ln>{fill}</a:ln></c:spPr>"
        series.find(qn("c:tx")).addnext(
            element(f'<c:marker %s><c:symbol val="circle"/><c:size val="5"/>{dot}</c:marker>')
        )
        series.find(qn("c:tx")).addnext(element(f'<c:spPr %s><a:ln w="{2 * POINT}" cap="rnd">{fill}</a:ln></c:spPr>'))
    else:
        series.find(qn("c:tx")).addnext(element(f"<c:spPr %s>{fill}</c:spPr>"))


def label_values(plot: Any, planned: Chart) -> None:  # noqa: ANN401 - the plot's XML
    """Write the values at bars and columns, as long as they are few enough to be read."""
    if planned.kind is ChartKind.LINES:
        return
    drawn = plot.find(qn("c:barChart"))
    for name in ("c:dLbls", "c:gapWidth", "c:overlap"):
        for known in drawn.findall(qn(name)):
            drawn.remove(known)
    bars = len(planned.categories) * len(planned.series)
    last = drawn.findall(qn("c:ser"))[-1]
    last.addnext(element('<c:overlap %s val="-5"/>'))
    last.addnext(element(f'<c:gapWidth %s val="{70 if bars > FEW else 220}"/>'))
    if bars <= LABELLED:
        last.addnext(element(labels(pattern(planned))))


def labels(shown: str) -> str:
    """Return the labels of values at the ends of their bars."""
    told = {"LegendKey": 0, "Val": 1, "CatName": 0, "SerName": 0, "Percent": 0, "BubbleSize": 0}
    flags = "".join(f'<c:show{name} val="{value}"/>' for name, value in told.items())
    return (
        f'<c:dLbls %s><c:numFmt formatCode={quoteattr(shown)} sourceLinked="0"/>'
        f'<c:txPr>{typed(look.SMALL_PT + 1)}</c:txPr><c:dLblPos val="outEnd"/>{flags}</c:dLbls>'
    )
