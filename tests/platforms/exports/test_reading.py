"""A lead's own Douyin exports become figures (I9), and a bad row never costs the good ones."""

import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
import xlsxwriter

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Platform, Visibility, WorkKind
from agency.errors import UnknownLayout
from agency.platforms.exports import Export, RowProblem, read_export

Write = Callable[..., Path]

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
CAT = {
    "作品名称": "猫为什么踩奶\n答案在第三十秒 #猫 #日常",
    "发布时间": "2026-07-18 14:11:20",
    "体裁": "1min-视频",
    "审核状态": "公开",
    "播放量": "8100",
    "完播率": "0.087500",
    "5s完播率": "0.375000",
    "封面点击率": "-",
    "2s跳出率": "0.281300",
    "平均播放时长": "9.53",
    "点赞量": "612",
    "分享量": "40",
    "评论量": "31",
    "收藏量": "77",
    "主页访问量": "123",
    "粉丝增量": "-3",
}
CAT_IN_2026 = {
    **{column: CAT[column] for column in ("作品名称", "发布时间", "体裁")},
    "发布状态": "已发布",
    **{column: CAT[column] for column in ("播放量", "完播率", "5s完播率")},
    "作品时长": "46秒",
    **{column: CAT[column] for column in ("2s跳出率", "平均播放时长", "点赞量", "评论量", "分享量", "收藏量")},
    **{column: CAT[column] for column in ("主页访问量", "粉丝增量")},
}
THE_CAT = WorkFigures(
    title="猫为什么踩奶\n答案在第三十秒 #猫 #日常",
    published_at=datetime(2026, 7, 18, 6, 11, 20, tzinfo=UTC),
    visibility=Visibility.PUBLIC,
    plays=8100,
    completion=0.0875,
    completion_5s=0.375,
    bounce_2s=0.2813,
    avg_watch_s=9.53,
    likes=612,
    comments=31,
    shares=40,
    saves=77,
    profile_visits=123,
    follower_gain=-3,
)


def read(path: Path) -> Export:
    return read_export(path, received_at=NOW)


def table(*rows: dict[str, str]) -> list[list[str]]:
    """A table with the header of its first row; an empty dict is a blank row."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def test_the_classic_table_is_read(workbook: Write) -> None:
    export = read(workbook(table(CAT)))

    assert export.works == (THE_CAT,)
    assert export.problems == ()
    assert (export.layout.name, export.layout.platform) == ("douyin works", Platform.DOUYIN)
    assert (export.encoding, export.sheet, export.header_row) == (None, "Sheet1", 1)


def test_the_table_of_2026_is_read_by_name_and_tells_the_duration(workbook: Write) -> None:
    (work,) = read(workbook(table(CAT_IN_2026))).works

    assert (work.comments, work.shares, work.duration_ms, work.cover_ctr) == (31, 40, 46_000, None)
    assert work.visibility == Visibility.PUBLIC


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8-sig", "utf-8-sig"), ("utf-8", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_a_csv_is_read_in_the_encodings_that_occur(delimited: Write, encoding: str, told: str) -> None:
    export = read(delimited(table(CAT), encoding, "\t" if encoding == "utf-16" else ","))

    assert export.works == (THE_CAT,)
    assert export.encoding == told


def test_a_file_is_told_by_its_content_and_not_by_its_name(delimited: Write) -> None:
    path = delimited(table(CAT))

    assert read(path.rename(path.with_suffix(".xlsx"))).works == (THE_CAT,)


def test_numbers_and_dates_of_a_resaved_workbook_are_the_same_work(workbook: Write) -> None:
    local = datetime(2026, 7, 18, 14, 11, 20)  # noqa: DTZ001  a spreadsheet's date has no zone
    words = ("作品名称", "体裁", "审核状态", "封面点击率")
    cells = {column: cell if column in words else float(cell) for column, cell in CAT.items() if column != "发布时间"}
    columns = list(CAT)

    path = workbook([columns, [(cells | {"发布时间": local})[column] for column in columns]])

    assert read(path).works == (THE_CAT,)


def test_the_file_is_known_by_its_bytes(workbook: Write) -> None:
    path = workbook(table(CAT))

    assert read(path).sha256 == sha256(path.read_bytes()).hexdigest()
    assert read(path) == read(path)


def test_an_unknown_column_is_kept_raw(workbook: Write) -> None:
    export = read(workbook(table(CAT | {"垂类": "宠物"})))

    assert export.unknown_columns == ("垂类",)
    assert export.readings[0].raw["垂类"] == "宠物"
    assert export.readings[0].raw["发布时间"] == "2026-07-18 14:11:20"


def test_a_column_that_was_not_exported_is_unknown_and_not_zero(workbook: Write) -> None:
    (work,) = read(
        workbook(table({column: CAT[column] for column in ("作品名称", "发布时间", "体裁", "播放量")}))
    ).works

    assert work.plays == 8100
    assert work.completion is None
    assert work.likes is None


def test_a_shortened_number_is_marked(workbook: Write) -> None:
    (reading,) = read(workbook(table(CAT | {"播放量": "1.2万", "作品名称": "3万"}))).readings

    assert isinstance(reading.figures, WorkFigures)
    assert reading.figures.plays == 12_000
    assert reading.rounded == {"plays"}


def test_pictures_are_kept_apart_from_videos(workbook: Write) -> None:
    export = read(workbook(table(CAT, CAT | {"体裁": "图文"})))

    assert [work.kind for work in export.works] == [WorkKind.VIDEO, WorkKind.PICTURES]


def test_a_bad_row_is_told_with_row_and_column_and_the_good_ones_are_read(workbook: Write) -> None:
    export = read(workbook(table(CAT, CAT | {"播放量": "很多", "完播率": "8.75"}, {}, CAT | {"发布时间": "-"}, CAT)))

    assert export.works == (THE_CAT, THE_CAT)
    assert export.problems == (
        RowProblem(row=3, column="播放量", sentence="“很多” is not a whole number"),
        RowProblem(row=3, column="完播率", sentence="“8.75” is not a share between 0 and 1"),
        RowProblem(row=5, column="发布时间", sentence="the cell is empty"),
    )
    assert [reading.row for reading in export.readings] == [2, 6]


def test_a_title_may_be_empty_but_a_work_without_plays_is_still_a_work(workbook: Write) -> None:
    (work,) = read(workbook(table(CAT | {"作品名称": "", "播放量": "--"}))).works

    assert (work.title, work.plays) == ("", None)


def test_a_comma_in_an_unquoted_title_is_seen(delimited: Write) -> None:
    path = delimited(table(CAT))
    path.write_text(
        path.read_text(encoding="utf-8-sig") + ",".join((CAT | {"作品名称": "一个,逗号"}).values()) + "\n",
        encoding="utf-8",
    )

    export = read(path)
    assert len(export.works) == 1
    assert [(problem.row, problem.column) for problem in export.problems] == [(3, "")]


def test_a_formula_costs_its_row_when_it_stands_in_a_known_column(tmp_path: Path) -> None:
    path = tmp_path / "computed.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(table(CAT | {"互动率": ""}, CAT, CAT)):
            sheet.write_row(row, 0, cells)
        sheet.write_formula("Q2", "=(K2+L2+M2+N2)/E2", None, "0.09")
        sheet.write_formula("E3", "=8000+100", None, "8100")
        sheet.write_formula("A4", "=三个习惯", None, "#NAME?")

    export = read(path)
    assert [reading.row for reading in export.readings] == [2]
    assert [(problem.row, problem.column) for problem in export.problems] == [(3, "播放量"), (4, "作品名称")]
    assert "formula" in export.problems[0].sentence


def test_a_sheet_of_instructions_before_the_works_is_passed_over_and_named(workbook: Write) -> None:
    export = read(workbook([["请勿修改本表"]], [], [["最多导出1000条作品"], *table(CAT)]))

    assert export.works == (THE_CAT,)
    assert (export.sheet, export.header_row, export.other_sheets) == ("Sheet3", 2, ("Sheet1",))


def test_a_hidden_sheet_is_nobodys_export(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_row(0, 0, ["请勿修改本表"])
        hidden = book.add_worksheet()
        hidden.hide()
        for row, cells in enumerate(table(CAT)):
            hidden.write_row(row, 0, cells)

    with pytest.raises(UnknownLayout, match="请勿修改本表"):
        read(path)


def test_a_workbook_whose_cells_leave_out_their_place_is_read(workbook: Write) -> None:
    path = workbook(table(CAT))
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = re.sub(rb'(<(?:c|row)) r="[A-Z0-9]+"', rb"\1", members[sheet])
    with zipfile.ZipFile(path, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)

    assert b' r="' not in members[sheet]
    assert read(path).works == (THE_CAT,)


def test_the_problems_are_told_in_chinese_to_a_chinese_lead(workbook: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "zh_CN")

    (problem,) = read(workbook(table(CAT | {"播放量": "很多"}))).problems
    assert problem.sentence == "“很多”不是整数"


@pytest.mark.parametrize(
    ("metric", "cell", "expected"),
    [
        ("播放量", "81", {"plays_new": 81}),
        ("主页访问", "7", {"profile_visits": 7}),
        ("总粉丝量", "10,230", {"followers_total": 10_230}),
        ("取关粉丝", "4", {"lost_fans": 4}),
        ("净增粉丝", "-2", {"new_fans": -2}),
        ("作品评论", "-1", {"comments_new": -1}),
        ("作品分享", "-1", {"shares_new": -1}),
        ("作品点赞", "-5", {"likes_new": -5}),
        ("作品点赞", "-", {"likes_new": None}),
    ],
)
def test_a_daily_file_of_one_metric_is_read(
    workbook: Write, metric: str, cell: str, expected: dict[str, int | None]
) -> None:
    export = read(workbook([["日期", metric], ["2026-11-21", cell]], name=f"数据表现_{metric}数据.xlsx"))

    assert export.days == (AccountDay(day=date(2026, 11, 21), **expected),)


def test_the_daily_overview_is_read(workbook: Write) -> None:
    counts = {"投稿量": "2", "总播放量": "5310", "总点赞量": "288", "总分享量": "17", "总评论量": "-1"}
    rates = {"5秒完播率": "0.41", "2秒跳出率": "0.29", "封面点击率": "83.33%", "平均播放时长": "9.1"}

    export = read(workbook(table({"日期": "2026-11-21"} | counts | rates)))
    (day,) = export.days
    assert (day.works_published, day.plays_new, day.likes_new, day.comments_new) == (2, 5310, 288, -1)
    assert export.layout.name == "douyin overview days"
    assert export.readings[0].raw["封面点击率"] == "83.33%"


def test_a_day_that_stands_twice_is_told_once(workbook: Write) -> None:
    export = read(workbook([["日期", "播放量"], ["2026-11-21", "81"], ["2026/11/21", "82"]]))

    assert [day.plays_new for day in export.days] == [81]
    assert export.problems == (RowProblem(row=3, column="", sentence="the day 2026-11-21 stands twice in the file"),)


@pytest.mark.parametrize("columns", [["日期", "封面点击率"], ["素材ID", "消耗", "展示数"]])
def test_a_file_that_is_not_known_is_refused_with_the_columns_found(workbook: Write, columns: list[str]) -> None:
    with pytest.raises(UnknownLayout, match=f"found: {', '.join(columns)}"):
        read(workbook([columns, ["2026-11-21"]]))


def test_a_table_that_lacks_a_column_is_told_which(workbook: Write) -> None:
    with pytest.raises(UnknownLayout, match="for douyin works this is missing: 体裁"):
        read(workbook(table({column: CAT[column] for column in ("作品名称", "发布时间", "播放量")})))
