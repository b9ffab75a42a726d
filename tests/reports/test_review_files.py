"""The workbook as a spreadsheet reads it, and the page as Markdown: the numbers are right, and nothing is a formula."""

import base64
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from agency.domain.terms.meetings import ActionState
from agency.reports import svg
from agency.reports.assessment import assess
from agency.reports.deck.plan import charts_of
from agency.reports.deck.review import edition_of, slides_of
from agency.reports.material import (
    ActionLine,
    ReviewMaterial,
)
from agency.reports.review_execution import Execution, LateScript, WaitingGate, Waived
from agency.reports.review_markdown import markdown
from agency.reports.review_workbook import write_workbook
from config.policy import Policy
from tests.reports.invented import HALF, IN_THE_HALF, USUAL, facts, history

SHEETS = [
    *("概览", "账号", "作品", "异常", "执行", "待办", "目标", "对比", "评论与工单", "预算", "问题与调整", "下期排期"),
    *("图-日数据", "图-最佳最差", "图-留存", "图-对比", "图-规则", "口径"),
]
EVIL = '=HYPERLINK("https://example.invalid","点我")'


def material(title: str = "第9碗面 #虚构", **more: Any) -> ReviewMaterial:
    work = history(9, 9_000, published_at=IN_THE_HALF, title=title)
    values: dict[str, Any] = {
        "project": "NOODLES",
        "project_name": "云端面馆(虚构)",
        "window": HALF,
        "seen_until": IN_THE_HALF + timedelta(days=8),
        "accounts": (assess(facts(*USUAL, work), HALF, Policy()),),
        "execution": Execution(
            waiting=(WaitingGate(headline="《汤面》 S8 · 待 面小二", due_on=date(2026, 11, 9), is_overdue=True),),
            late_scripts=(
                LateScript(
                    code="NOODLES-007", title="汤面", shoot_on=date(2026, 11, 12), due_on=date(2026, 11, 9), synced_on=None
                ),
            ),
            waivers=(Waived(rule="I4", reason="达人临时改期", by="林晓"),),
            refusals=2,
            client_hours=19.5,
            client_decisions=3,
        ),
        "actions": (
            ActionLine(
                what="开头三秒先出汤", owner="林晓", due_on=date(2026, 11, 8), state=ActionState.DONE, metric="播放量",
                expected="播放涨一成", outcome="", before=None, now=9_000,
            ),
        ),
    }  # fmt: skip
    return ReviewMaterial(**values | more)


def read(path: Path) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.fixture
def written(tmp_path: Path) -> dict[str, list[list[Any]]]:
    write_workbook(material(), tmp_path / "复盘.xlsx")
    return read(tmp_path / "复盘.xlsx")


def line(sheet: list[list[Any]], *cells: str) -> dict[str, Any]:
    """Return the one line of a sheet that holds these cells, by its headers."""
    (found,) = [row for row in sheet[1:] if set(cells) <= set(map(str, row))]
    return dict(zip(sheet[0], found, strict=True))


def test_the_workbook_has_its_sheets_in_order_each_with_a_header_that_stays(tmp_path: Path):
    path = tmp_path / "复盘.xlsx"
    slides = slides_of(material(), edition_of(material(), 1, path.name))
    write_workbook(material(), path, charts_of(slides))

    assert list(read(path)) == SHEETS
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in range(1, 19)]
    assert all('state="frozen"' in sheet for sheet in sheets)
    assert not list(tmp_path.glob(".*"))


def test_the_overview_tells_gains_and_says_where_there_are_none(written: dict[str, list[list[Any]]]):
    plays = line(written["概览"], "播放量")
    visits = line(written["概览"], "主页访问量")

    assert (plays["本期"], plays["上一期"], plays["环比增减"]) == (9_000, 16_000, -7_000)
    assert (visits["本期"], visits["计入作品"]) == ("无数据", 0)


def test_a_work_has_its_id_as_text_its_moment_in_beijing_and_what_it_was_compared_with(
    written: dict[str, list[list[Any]]],
):
    work = line(written["作品"], "第9碗面 #虚构")

    assert work["平台作品编号"] == "@noodles+9=="
    assert str(work["发布时间"]) == "2026-11-04 12:00:00"
    assert (work["1天播放"], work["7天播放"], work["14天播放"]) == (3_000, 9_000, "无数据")
    assert (work["为平时的倍数"], work["判断"], work["比较范围"]) == (3.0, "爆款", "7天同龄 9 条")
    assert work["完播率"] == "无数据"


def test_the_execution_sheet_tells_what_is_late_and_how_long_the_client_takes(written: dict[str, list[list[Any]]]):
    sheet = written["执行"]

    assert line(sheet, "《汤面》 S8 · 待 面小二")["状态"] == "已逾期"
    assert line(sheet, "NOODLES-007 汤面")["状态"] == "尚未同步"
    assert line(sheet, "退回次数")["数值"] == 2
    assert line(sheet, "确认时长中位数(小时)")["数值"] == 19.5


def test_an_earlier_action_stands_beside_what_its_figure_did(written: dict[str, list[list[Any]]]):
    action = line(written["待办"], "开头三秒先出汤")

    assert (action["负责人"], action["上一期"], action["本期"]) == ("林晓", "无数据", 9_000)


def test_the_definitions_name_the_dataset_and_the_formula_of_every_rate(written: dict[str, list[list[Any]]]):
    told = dict(written["口径"][1:])

    assert told["数据集"] == material().dataset_hash
    assert told["互动率"] == "(点赞量 + 评论量 + 转发量 + 收藏量) / 播放量"


def test_a_title_that_looks_like_a_formula_stays_a_title(tmp_path: Path):
    path = tmp_path / "复盘.xlsx"
    write_workbook(material(title=EVIL), path)

    assert line(read(path)["作品"], EVIL)["标题"] == EVIL
    with zipfile.ZipFile(path) as archive:
        whole = "".join(archive.read(name).decode() for name in archive.namelist() if "sheet" in name)
    assert "<f>" not in whole
    assert "hyperlink" not in whole.lower()


def test_an_empty_review_says_no_data_everywhere_and_never_a_zero(tmp_path: Path):
    path = tmp_path / "复盘.xlsx"
    empty = material(
        accounts=(assess(facts(of_days=[]), HALF, Policy()),), execution=Execution(), actions=(), seen_until=None
    )
    write_workbook(empty, path)

    told = read(path)
    assert {row[2] for row in told["概览"][1:-1]} == {"无数据"}
    assert line(told["执行"], "确认时长中位数(小时)")["数值"] == "无数据"
    assert "无数据" in markdown(empty, 1)


def test_the_same_material_has_the_same_hash_and_another_figure_another_one():
    assert material().dataset_hash == material().dataset_hash
    assert material().dataset_hash != material(execution=Execution(refusals=1)).dataset_hash


def test_the_page_tells_the_findings_and_its_version():
    page = markdown(material(), 2)

    assert "# 复盘 · 云端面馆(虚构) · 2026-11-H1" in page
    assert "第2版" in page
    assert "| 播放量 | 9,000 | 16,000 | 3 / 7 |" in page
    assert "| 第9碗面 #虚构 | 3.00 (爆款, n=9) |" in page
    assert "《汤面》 S8 · 待 面小二 (2026-11-09)" in page
    assert len(page.encode()) < 100_000


def test_a_title_cannot_break_out_of_its_table_or_bring_markup():
    page = markdown(material(title="看|这里<script>[x](y)\n# 假标题"), 1)

    assert "<script>" not in page
    assert "\n# 假标题" not in page
    assert "看\\|这里" in page


def drawn(image: str) -> ET.Element:
    (encoded,) = re.findall(r"base64,([^)]+)\)", image)
    return ET.fromstring(base64.b64decode(encoded))  # noqa: S314 - our own drawing


def test_a_curve_breaks_where_a_day_is_missing_and_a_lonely_day_is_a_dot():
    shapes = [shape.tag.rpartition("}")[2] for shape in drawn(svg.sparkline([1, 2, None, 5, None, 7, 8], "播放"))]

    assert shapes == ["title", "polyline", "circle", "polyline"]


def test_a_curve_through_zero_shows_where_zero_is():
    shapes = [shape.tag.rpartition("}")[2] for shape in drawn(svg.sparkline([-5, 3, 8], "净增粉"))]

    assert shapes == ["title", "line", "polyline"]


def test_a_curve_of_less_than_two_days_is_not_drawn():
    assert svg.sparkline([None, 7, None], "播放") == ""
