"""Charts: native, with their numbers inside, gaps where nothing is known, and no name that turns into a formula."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pptx
import pytest
from pptx.util import Inches

from agency.reports.deck.charts import guarded
from agency.reports.deck.drawing import write_deck
from agency.reports.deck.plan import Chart, ChartKind, Column, Edition, Series, Slide, Table, whole
from agency.reports.sheet import Format

EDITION = Edition(subject="云端面馆(虚构)", window="2026-11-01 – 2026-11-15", version=3, workbook="x.xlsx")


def chart(kind: ChartKind = ChartKind.COLUMNS, **more: Any) -> Chart:
    told: dict[str, Any] = {
        "kind": kind,
        "title": "当日播放",
        "subject": "云端面馆",
        "categories": ("11/1", "11/2", "11/3"),
        "series": (Series(name="本期", values=(5, None, 7)), Series(name="上一期", values=(1, 2, 3))),
        "sheet": "图-日数据",
    }
    return Chart(**told | more)


@pytest.fixture
def drawn(tmp_path: Path) -> Any:
    """Draw a chart on a deck, and read it back from the file."""

    def draw(planned: Chart) -> Any:
        write_deck([Slide(part=5, title="账号", stacks=whole(planned))], EDITION, tmp_path / "d.pptx")
        (slide,) = pptx.Presentation(str(tmp_path / "d.pptx")).slides
        (found,) = [shape.chart for shape in slide.shapes if shape.has_chart]
        return found

    return draw


@pytest.mark.parametrize("kind", ChartKind)
def test_a_value_that_is_not_known_is_a_gap_and_no_zero(drawn: Any, kind: ChartKind):
    found = drawn(chart(kind))

    assert list(found.plots[0].series[0].values) == [5, None, 7]
    assert found._chartSpace.chart.find("{*}dispBlanksAs").get("val") == "gap"


def test_a_chart_has_its_numbers_in_a_workbook_of_its_own(drawn: Any):
    inside = drawn(chart()).part.chart_workbook.xlsx_part.blob

    with ZipFile(BytesIO(inside)) as book:
        assert b"<v>5</v>" in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@cmd", "http://x.invalid", "mailto:a@b", "internal:Sheet1!A1", "{=1}"]
)
def test_a_name_that_a_spreadsheet_would_run_stays_text(drawn: Any, name: str):
    found = drawn(chart(categories=(name, "11/2", "11/3")))

    with ZipFile(BytesIO(found.part.chart_workbook.xlsx_part.blob)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert next(iter(found.plots[0].categories)).strip() == name


def test_an_ordinary_name_is_not_touched():
    assert guarded("清风小铺 播放量") == "清风小铺 播放量"


def test_marks_that_no_xml_may_hold_are_left_out(drawn: Any):
    assert drawn(chart(title="当日\x00播放\x07")).chart_title.text_frame.text == "当日播放 · 云端面馆"


def test_a_value_below_zero_is_drawn_below_and_the_names_stay_low(drawn: Any):
    found = drawn(chart(series=(Series(name="净增粉", values=(-5, 3, 8)),)))

    assert list(found.plots[0].series[0].values) == [-5, 3, 8]
    assert found.value_axis.minimum_scale is None


def test_an_axis_begins_at_zero_where_nothing_is_below_it(drawn: Any):
    assert drawn(chart(ChartKind.LINES)).value_axis.minimum_scale == 0


def test_shares_are_written_in_per_cent(drawn: Any):
    shares = chart(format=Format.SHARE, series=(Series(name="留存", values=(0.7, 0.4, None)),))

    assert drawn(shares).value_axis.tick_labels.number_format == "0.0%"


def test_a_chart_of_nothing_is_said_and_not_drawn(tmp_path: Path):
    nothing = chart(series=(Series(name="本期", values=(None, None, None)),))
    write_deck([Slide(part=5, title="账号", stacks=whole(nothing))], EDITION, tmp_path / "d.pptx")

    (slide,) = pptx.Presentation(str(tmp_path / "d.pptx")).slides
    assert not any(shape.has_chart for shape in slide.shapes)
    assert any("无数据(未导入)" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_chart_gets_the_room_that_a_table_leaves_it(tmp_path: Path):
    rows = tuple((str(n),) for n in range(5))
    table = Table(columns=(Column(name="序号"),), rows=rows)
    write_deck([Slide(part=5, title="账号", stacks=whole(table, chart()))], EDITION, tmp_path / "d.pptx")

    (slide,) = pptx.Presentation(str(tmp_path / "d.pptx")).slides
    (on_top,) = [shape for shape in slide.shapes if shape.has_table]
    (below,) = [shape for shape in slide.shapes if shape.has_chart]
    assert on_top.top + on_top.height <= below.top
    assert below.top + below.height <= Inches(6.9)
    assert below.height >= Inches(2)


def test_a_deck_that_is_there_is_replaced_at_once_and_no_draft_stays(tmp_path: Path):
    for version in (1, 2):
        write_deck([Slide(part=1, title=f"第{version}版", stacks=())], EDITION, tmp_path / "d.pptx")

    assert [path.name for path in tmp_path.iterdir()] == ["d.pptx"]
    assert pptx.Presentation(str(tmp_path / "d.pptx")).slides[0].shapes.title.text == "第2版"
