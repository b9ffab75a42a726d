"""Charts as PowerPoint's own: with their numbers in a workbook inside, so that a lead can change them on the slide."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from agency.reports.deck import look
from agency.reports.deck.plan import Chart, ChartKind
from agency.reports.deck.words import clean
from agency.reports.sheet import Format

TYPES = {
    ChartKind.LINES: XL_CHART_TYPE.LINE_MARKERS,
    ChartKind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
}
ACCENTS = tuple(getattr(MSO_THEME_COLOR, f"ACCENT_{number}") for number in range(1, 7))
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
    style(frame.chart, chart)


def pattern(chart: Chart) -> str:
    """Return how a chart writes its values."""
    return SHARES if chart.format is Format.SHARE else chart.format.value


def guarded(name: str) -> str:
    """Return a name that the chart's own workbook keeps as text, whatever it begins with."""
    tidy = clean(name)
    return tidy if tidy[:1].isalnum() and "://" not in tidy and ":" not in tidy[:12] else GUARD + tidy


def style(drawn: Any, chart: Chart) -> None:  # noqa: ANN401 - a pptx chart
    """Give a chart its type, legend, axes and colours; the colours are the theme's, so a lead changes them in one place."""
    drawn.font.size = Pt(look.CELL_PT)
    drawn.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    drawn.has_title = True
    title = drawn.chart_title.text_frame
    title.text = clean(chart.said)
    font = title.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(look.CELL_PT + 1), True
    drawn.chart_title.include_in_layout = False
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    style_axes(drawn, chart)
    for number, series in enumerate(drawn.plots[0].series):
        style_series(series, chart, ACCENTS[number % len(ACCENTS)])
    label_values(drawn.plots[0], chart)


def style_axes(drawn: Any, chart: Chart) -> None:  # noqa: ANN401 - a pptx chart
    """Leave only what helps reading: quiet lines, names low where values fall below zero, the first bar on top."""
    values, names = drawn.value_axis, drawn.category_axis
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(look.RULE)
    values.major_gridlines.format.line.width = Pt(0.5)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = pattern(chart), False
    names.format.line.color.rgb = RGBColor.from_string(look.QUIET)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    if len(chart.categories) > CROWDED:
        skip_labels(names)
    names.tick_labels.font.size = Pt(look.SMALL_PT + 1 if len(chart.categories) <= CROWDED else look.SMALL_PT)
    names._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")  # upright, in two lines if need be
    if chart.kind is ChartKind.BARS:
        names.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    if all(value is None or value >= 0 for s in chart.series for value in s.values):
        values.minimum_scale = 0


def skip_labels(names: Any) -> None:  # noqa: ANN401 - a pptx axis
    """Name every second category only, so that the names stay on one line."""
    skip = names._element.makeelement(qn("c:tickLblSkip"), {"val": "2"})
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def style_series(series: Any, chart: Chart, colour: Any) -> None:  # noqa: ANN401 - pptx
    """Colour one series."""
    if chart.kind is ChartKind.LINES:
        series.smooth = False
        series.format.line.width, series.format.line.color.theme_color = Pt(2), colour
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 5
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.theme_color = colour
        series.marker.format.line.color.theme_color = colour
    else:
        series.invert_if_negative = False
        series.format.fill.solid()
        series.format.fill.fore_color.theme_color = colour


def label_values(plot: Any, chart: Chart) -> None:  # noqa: ANN401 - a pptx plot
    """Write the values at bars and columns, as long as they are few enough to be read."""
    if chart.kind is ChartKind.LINES:
        return
    bars = len(chart.categories) * len(chart.series)
    plot.gap_width, plot.overlap = (70 if bars > FEW else 220), -5
    if bars <= LABELLED:
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.number_format, labels.number_format_is_linked = pattern(chart), False
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        labels.font.size = Pt(look.SMALL_PT + 1)
