"""Each export in the exact shape its platform gives it, filled with invented figures."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Platform, WorkKind
from agency.errors import BadInput, UnknownLayout
from agency.locale import term
from agency.platforms.exports import Export, read_export
from agency.platforms.exports.layouts import LAYOUTS
from agency.platforms.exports.layouts.unwanted import UNWANTED

Write = Callable[..., Path]

NOW = datetime(2026, 3, 10, 1, 0, tzinfo=UTC)


def read(path: Path) -> Export:
    return read_export(path, received_at=NOW)


def quoted(rows: Sequence[Sequence[str]], *, bom: bool, every_cell: bool) -> bytes:
    """A CSV file with line feeds alone, without a last one."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL if every_cell else csv.QUOTE_MINIMAL)
    writer.writerows(rows)
    return text.getvalue().removesuffix("\n").encode("utf-8-sig" if bom else "utf-8")


NOTES = ["笔记标题", "首次发布时间", "体裁", "曝光", "观看量", "封面点击率", "点赞", "评论", "收藏", "涨粉", "分享"]
NOTES += ["人均观看时长", "弹幕"]
LANTERN = [
    "纸灯笼怎么折",
    "2026年02月24日17时33分05秒",
    "视频",
    0.0,
    126.0,
    0.0875,
    12.0,
    3.0,
    9.0,
    -1.0,
    2.0,
    14.5,
    4.0,
]
KITE = [
    "风筝线的三种结",
    "2026年02月25日09时00分00秒",
    "图文",
    2100.0,
    640.0,
    0.12,
    55.0,
    6.0,
    80.0,
    7.0,
    11.0,
    0.0,
    0.0,
]


def test_xiaohongshu_notes_stand_under_a_banner(workbook: Write) -> None:
    export = read(workbook([["最多导出排序后前1000条笔记"], NOTES, LANTERN, KITE], name="笔记列表明细表.xlsx"))
    video, pictures = export.works

    assert (export.layout.platform, export.header_row, export.unknown_columns) == (Platform.XIAOHONGSHU, 2, ())
    assert video.published_at == datetime(2026, 2, 24, 9, 33, 5, tzinfo=UTC)
    assert (video.plays, video.cover_ctr, video.saves, video.follower_gain) == (126, 0.0875, 9, -1)
    assert (video.avg_watch_s, video.danmaku, video.item_id) == (14.5, 4, None)
    assert (pictures.kind, pictures.impressions) == (WorkKind.PICTURES, 2100)


def test_impressions_of_0_beside_plays_are_not_told_and_those_of_an_unseen_note_are(workbook: Write) -> None:
    unseen = [*LANTERN[:4], 0.0, *LANTERN[5:]]

    played, silent = read(workbook([NOTES, LANTERN, unseen])).works

    assert (played.impressions, silent.impressions) == (None, 0)


def test_a_file_at_the_platforms_own_limit_says_that_works_may_be_missing(workbook: Write) -> None:
    full = read(workbook([["最多导出排序后前1000条笔记"], NOTES, *[KITE] * 999, [*KITE[:4], "很多", *KITE[5:]]]))
    short = read(workbook([NOTES, KITE]))

    assert full.remarks == ("the platform exports at most 1000 rows, so older ones may be missing from this file",)
    assert short.remarks == ()


POSTS = [
    "视频描述",
    "视频ID",
    "发布时间",
    "完播率",
    "平均播放时长",
    "播放量",
    "推荐",
    "喜欢",
    "评论量",
    "分享量",
    "关注量",
]
POSTS += ["转发聊天和朋友圈", "设为铃声", "设为状态", "设为朋友圈封面"]
POND = ["池塘里的第一只青蛙,今年来得早", "export/UzFpPaperPond01", "2026/02/07", "4.41%", "14.73秒", "8100"]
POND += ["61", "33", "4", "12", "-2", "9", "0", "0", "1"]
FOR_ENTERPRISES = ["企微链接点击次数", "企微链接点击人数", "添加到通讯录次数", "添加到通讯录人数"]


@pytest.mark.parametrize("more", [[], FOR_ENTERPRISES])
def test_channels_posts_are_published_on_a_day(delimited: Write, more: list[str]) -> None:
    export = read(delimited([POSTS + more, POND + ["0"] * len(more)]))

    assert export.works == (
        WorkFigures(
            title="池塘里的第一只青蛙,今年来得早",
            item_id="export/UzFpPaperPond01",
            published_at=datetime(2026, 2, 6, 16, 0, tzinfo=UTC),
            published_to_the_day=True,
            completion=0.0441,
            avg_watch_s=14.73,
            plays=8100,
            likes=61,
            comments=4,
            shares=12,
            follower_gain=-2,
        ),
    )
    assert (export.encoding, export.layout.platform) == ("utf-8-sig", Platform.CHANNELS)


def test_the_thumb_of_channels_is_neither_a_like_nor_a_bookmark_and_stays_as_written(delimited: Write) -> None:
    (reading,) = read(delimited([POSTS, POND])).readings

    assert isinstance(reading.figures, WorkFigures)
    assert (reading.figures.likes, reading.figures.saves, reading.raw["喜欢"]) == (61, None, "33")


ABOVE = [["账号:纸灯笼工作室"], ["2026/02/06 - 2026/02/07"]]


def test_channels_days_stand_under_two_rows(delimited: Write) -> None:
    played = read(
        delimited(
            [
                *ABOVE,
                ["时间", "播放", "推荐", "喜欢", "评论", "分享", "关注"],
                ["2026/02/07", "9", "8", "7", "6", "-1", "3"],
            ]
        )
    )
    followed = read(
        delimited(
            [
                *ABOVE,
                ["时间", "净增关注", "新增关注", "取消关注", "关注者总数"],
                ["2026/02/07", "-2", "3", "5", "1,204"],
            ]
        )
    )

    assert played.days == (AccountDay(day=date(2026, 2, 7), plays_new=9, likes_new=8, comments_new=6, shares_new=-1),)
    assert followed.days == (AccountDay(day=date(2026, 2, 7), new_fans=-2, lost_fans=5, followers_total=1204),)
    assert (played.header_row, followed.header_row) == (3, 3)


COMPARED = [
    "视频标题",
    "发布时间",
    "播放量",
    "游客播放占比",
    "粉丝观看率",
    "封标点击率",
    "粉丝点击率",
    "游客点击率",
    "3秒跳出率",
]
COMPARED += [
    "粉丝3秒跳出率",
    "游客3秒跳出率",
    "互动率",
    "粉丝互动率",
    "游客互动率",
    "涨粉量",
    "播转粉率",
    "取关量",
    "点赞量",
    "点赞率",
]
COMPARED += [
    "评论量",
    "评论率",
    "弹幕量",
    "弹幕率",
    "收藏量",
    "收藏率",
    "投币量",
    "投币率",
    "转发量",
    "转发率",
    "平均播放进度",
]
OWL = [
    "猫头鹰的脖子",
    "2026年02月03日 16:41:25",
    "5120",
    "55.9%",
    "3.1%",
    "3.5星",
    "4.0星",
    "3.0星",
    "21.4%",
    "18.0%",
    "24.9%",
]
OWL += [
    "6.1%",
    "9.0%",
    "4.2%",
    "31",
    "0.6%",
    "2",
    "240",
    "4.7%",
    "18",
    "0.4%",
    "66",
    "1.3%",
    "90",
    "1.8%",
    "41",
    "0.8%",
]
OWL += ["12", "0.2%", "48.3%"]


def test_bilibili_compares_works_in_thirty_columns(delimited: Write) -> None:
    export = read(delimited([COMPARED, OWL]))

    assert len(COMPARED) == len(OWL) == 30
    assert export.works == (
        WorkFigures(
            title="猫头鹰的脖子",
            published_at=datetime(2026, 2, 3, 8, 41, 25, tzinfo=UTC),
            plays=5120,
            follower_gain=31,
            likes=240,
            comments=18,
            danmaku=66,
            saves=90,
            coins=41,
            shares=12,
        ),
    )


def test_a_mark_in_stars_is_no_rate(delimited: Write) -> None:
    (reading,) = read(delimited([COMPARED, OWL])).readings

    assert isinstance(reading.figures, WorkFigures)
    assert reading.figures.cover_ctr is None
    assert reading.raw["封标点击率"] == "3.5星"


def test_kuaishou_works_are_read(workbook: Write) -> None:
    header = ["作品", "发布时间", "播放量", "完播率", "评论量", "点赞量", "收藏量", "涨粉量"]

    export = read(workbook([header, ["泥人张开嘴", "2026-02-18 14:11:20", "1.2万", "28.64%", "31", "612", "77", "-3"]]))

    assert export.works == (
        WorkFigures(
            title="泥人张开嘴",
            published_at=datetime(2026, 2, 18, 6, 11, 20, tzinfo=UTC),
            plays=12_000,
            completion=0.2864,
            comments=31,
            likes=612,
            saves=77,
            follower_gain=-3,
        ),
    )
    assert export.readings[0].rounded == {"plays"}


def test_a_single_work_of_douyin_is_told_to_the_minute(workbook: Write) -> None:
    header = ["视频名称", "发布时间", "播放量", "5s完播率", "2s跳出率", "平均播放时长"]

    (work,) = read(workbook([header, ["猫为什么踩奶", "2026-02-07 13:36", "8100", "0.375", "0.2813", "9.53"]])).works

    assert (work.published_at, work.published_to_the_day) == (datetime(2026, 2, 7, 5, 36, tzinfo=UTC), False)
    assert (work.plays, work.completion_5s, work.bounce_2s, work.avg_watch_s) == (8100, 0.375, 0.2813, 9.53)


TABLE = ["Content", "Video title", "Video publish time", "Duration", "Views", "Watch time (hours)", "Subscribers"]
TABLE += ["Impressions", "Impressions click-through rate (%)"]
TOTAL = ["Total", "", "", "", "181588", "2400.5", "310", "90000", "4.2"]
HERON = [" -hEr0nPaper", "The heron, folded", "Aug 28, 2025", "162", "1530", "20.1", "-4", "9000", "1.68"]
BLANK = ["Qr5tPaperCr", "Crane", "Feb 2, 2026", "61", "12", "0.1", "0", "0", ""]


def test_a_youtube_table_is_read_without_its_total(tmp_path: Path) -> None:
    path = tmp_path / "Table data.csv"
    path.write_bytes(quoted([TABLE, TOTAL, HERON, BLANK], bom=False, every_cell=False) + b"\n")

    export = read(path)
    heron, crane = export.works

    assert heron == WorkFigures(
        title="The heron, folded",
        item_id="-hEr0nPaper",
        published_at=datetime(2025, 8, 27, 16, 0, tzinfo=UTC),
        published_to_the_day=True,
        duration_ms=162_000,
        plays=1530,
        follower_gain=-4,
        impressions=9000,
        cover_ctr=0.0168,
    )
    assert (crane.impressions, crane.cover_ctr) == (0, None)
    assert [reading.row for reading in export.readings] == [3, 4]
    assert export.problems == ()


@pytest.mark.parametrize(
    "header",
    [
        ["Video", "Video title", "Video pub\u00adlish time", "Du\u00adration", "Views", "Average view duration"],
        ["Content", "Video title", "Video publish time", "Duration", "Views", "Average view duration"],
    ],
)
def test_both_generations_of_youtube_headers_are_known(delimited: Write, header: list[str]) -> None:
    more = ["Thumbnail impressions", "Thumbnail click-through rate (%)", "Average percentage viewed (%)"]
    figures = ["Qr5tPaperCr", "Crane", "Feb 2, 2026", "61", "12", "0:02:42", "9000", "1.68", "140.2"]

    (work,) = read(delimited([header + more, figures], "utf-8")).works

    assert (work.item_id, work.avg_watch_s, work.impressions, work.cover_ctr) == ("Qr5tPaperCr", 162.0, 9000, 0.0168)


def test_a_youtube_video_without_a_publish_time_is_told(delimited: Write) -> None:
    export = read(delimited([TABLE, TOTAL, HERON, ["Qr5tPaperCr", "Crane", "", *HERON[3:]]], "utf-8"))

    assert [work.title for work in export.works] == ["The heron, folded"]
    assert [(problem.row, problem.column) for problem in export.problems] == [(4, "Video publish time")]


CHART = [["Date", "Content", "Video title", "Video publish time", "Duration", "Views"]]
CHART += [["2026-02-07", "Qr5tPaperCr", "Crane", "Feb 2, 2026", "61", "5"]]


def test_of_youtubes_zip_the_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "Content 2026-02-01_2026-03-01 Papers.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Chart data.csv", quoted(CHART, bom=False, every_cell=False))
        archive.writestr("Table data.csv", quoted([TABLE, TOTAL, HERON], bom=False, every_cell=False))
        archive.writestr("Totals.csv", quoted([["Date", "Views"], ["2026-02-07", "5"]], bom=False, every_cell=False))

    export = read(path)

    assert [work.item_id for work in export.works] == ["-hEr0nPaper"]
    assert (export.member, export.other_sheets) == ("Table data.csv", ("Chart data.csv", "Totals.csv"))


def test_a_chart_too_long_to_be_taken_in_does_not_cost_the_table_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "long.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Chart data.csv", quoted([*CHART, *CHART[1:] * 50_000], bom=False, every_cell=False))
        archive.writestr("Table data.csv", quoted([TABLE, TOTAL, HERON], bom=False, every_cell=False))

    assert len(read(path).works) == 1


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [["发布时间", "体裁", "垂类", "周期内投稿量", "条均点击率"]],
            "this is douyin period, .* download douyin works instead",
        ),
        ([["指标", "数值"], ["观看数", "126"]], "this is xiaohongshu overview, .* download xiaohongshu notes instead"),
        (CHART, "this is youtube chart, .* download youtube table instead"),
        ([["Date", "Views"], ["2026-02-07", "5"]], "this is youtube totals, .* download youtube table instead"),
        ([["Date", "Total Viewers", "New Viewers", "Returning Viewers"]], "this is tiktok viewers"),
        ([["Date", "Hour", "Active followers"]], "this is tiktok follower activity"),
        ([["Gender", "Distribution"], ["Female", "0.4"]], "this is tiktok audience"),
        ([["Top territories", "Distribution"], ["ES", "0.4"]], "this is tiktok audience"),
    ],
)
def test_a_download_without_works_or_days_is_called_by_its_name(
    delimited: Write, rows: list[list[str]], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence) as refused:
        read(delimited(rows))

    assert not isinstance(refused.value, UnknownLayout)


def test_a_refused_download_is_named_in_chinese(delimited: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "zh_CN")

    with pytest.raises(BadInput, match="这是抖音周期汇总数据，没有单条作品或每一天的数据，请改为下载抖音投稿列表"):
        read(delimited([["发布时间", "体裁", "垂类", "周期内投稿量"]]))


CONTENT = [
    "Time",
    "Video title",
    "Video link",
    "Post time",
    "Total likes",
    "Total comments",
    "Total shares",
    "Total views",
]
CONTENT_IN_SPANISH = ["Time", "Título del video", "Enlace del video", "Hora de publicación", "Me gusta totales"]
CONTENT_IN_SPANISH += ["Total comments", "Total shares", "Visualizaciones totales"]
LINK = "https://www.tiktok.com/@paper.pond/video/7301234567890123456"


@pytest.mark.parametrize(
    ("header", "posted"), [(CONTENT, "March 8"), (CONTENT_IN_SPANISH, "8 de marzo"), (CONTENT, "2026-03-08")]
)
def test_a_tiktok_works_id_is_the_last_part_of_its_link(tmp_path: Path, header: list[str], posted: str) -> None:
    path = tmp_path / "Content.csv"
    path.write_bytes(quoted([header, ["March 9", "", LINK, posted, "61", "4", "2", "8100"]], bom=True, every_cell=True))

    (work,) = read(path).works

    assert (work.item_id, work.link, work.title) == ("7301234567890123456", LINK, "")
    assert (work.published_at, work.published_to_the_day) == (datetime(2026, 3, 7, 16, 0, tzinfo=UTC), True)
    assert (work.plays, work.likes, work.comments, work.shares) == (8100, 61, 4, 2)


def test_tiktok_works_as_a_workbook_of_texts_are_the_same(workbook: Write) -> None:
    row = ["March 9", "Pond", LINK, "December 30", "61", "4", "2", "8100"]

    (work,) = read(workbook([CONTENT, row])).works

    assert work.published_at == datetime(2025, 12, 29, 16, 0, tzinfo=UTC)


OVERVIEW = ["Date", "Video Views", "Profile Views", "Likes", "Comments", "Shares"]


def test_tiktoks_days_get_their_years_from_the_last_row(tmp_path: Path) -> None:
    path = tmp_path / "Overview.csv"
    rows = [["December 31", "81", "7", "5", "-1", "0"], ["January 1", "undefined", "undefined", "0", "0", "0"]]
    path.write_bytes(quoted([OVERVIEW, *rows], bom=True, every_cell=True))

    assert read(path).days == (
        AccountDay(day=date(2025, 12, 31), plays_new=81, profile_visits=7, likes_new=5, comments_new=-1, shares_new=0),
        AccountDay(day=date(2026, 1, 1), likes_new=0, comments_new=0, shares_new=0),
    )


def test_tiktoks_followers_are_read_with_spanish_dates(tmp_path: Path) -> None:
    path = tmp_path / "FollowerHistory.csv"
    header = ["Date", "Followers", "Difference in followers from previous day"]
    path.write_bytes(quoted([header, ["8 de marzo", "1204", "-3"]], bom=True, every_cell=True))

    assert read(path).days == (AccountDay(day=date(2026, 3, 8), followers_total=1204, new_fans=-3),)


@pytest.mark.parametrize("name", sorted({layout.name for layout in LAYOUTS} | {unwanted.name for unwanted in UNWANTED}))
def test_a_layout_has_a_name_that_a_chinese_lead_reads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "zh_CN")

    assert term("Layout", name) != name


def test_no_two_layouts_share_a_name() -> None:
    assert len({layout.name for layout in LAYOUTS}) == len(LAYOUTS)


def test_what_is_recommended_in_another_files_place_can_be_read() -> None:
    assert {unwanted.wanted for unwanted in UNWANTED} <= {layout.name for layout in LAYOUTS}
