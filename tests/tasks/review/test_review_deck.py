"""The deck as it lies on the disk: every number in it is the one that the raw rows give, by another path."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pptx
import pytest
import time_machine
from pptx.util import Emu
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay
from agency.domain.terms import label
from agency.domain.terms.figures import Source
from agency.domain.terms.performance import AnomalyKind
from agency.domain.windows import window_of
from agency.records import figures
from agency.records.figures import Observation
from agency.records.tables import Project
from tasks.opening import records
from tasks.review.pack import Prepared, prepare
from tests import reviewed_project as scene
from tests.deck_reader import ReadSlide, number, read_deck, texts, titled
from tests.raw_figures import COUNTERS, Raw, gained, of_account, raw, times_usual, told_last, total, weighted
from tests.reports.invented import history
from tests.reviewed_project import HALF

TODAY = datetime(2026, 11, 19, 1, tzinfo=UTC)
TITLES = (
    "半月复盘", "结论", "上次调整项回看", "月度目标达成", "账号大盘", "本期作品", "表现最好的 3 条及原因",
    "表现最差的 3 条及原因", "留存漏斗", "栏目、时长与时段", "异常与违规", "评论与负面处理", "执行情况", "本月预算执行",
    "问题", "调整方案与待办", "下一半月排期", "附录",
)  # fmt: skip
COUNTER_NAMES = dict(
    zip(["播放量", "点赞量", "评论量", "转发量", "收藏量", "主页访问量", "净增粉"], COUNTERS, strict=True)
)
STEPS = ("留过2秒", "看满5秒", "看完")
PER_CENT = 0.0006  # half of the last digit that a cell shows


@pytest.fixture(autouse=True)
def no_office(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without LibreOffice, three days after the half-month."""
    monkeypatch.setenv("PATH", "/nowhere")
    with time_machine.travel(TODAY, tick=True):
        yield


def deck_of(setting: Callable[[Session], Project]) -> tuple[list[ReadSlide], Prepared]:
    """Put a project on record, prepare its review, and return its deck as another program reads it."""
    with records() as session:
        code = setting(session).code
    prepared = prepare(code, HALF)
    return read_deck(Path(prepared.deck)), prepared


def close(text: str, value: float | None) -> bool:
    """Say whether a cell shows this value, or that there is none."""
    told = number(text)
    if told is None or value is None or pd.isna(value):
        return told is None and (value is None or pd.isna(value))
    return abs(told - value) <= (PER_CENT if text.endswith("%") else 0.0051)


def account_tables(slide: ReadSlide) -> dict[str, dict[str, str]]:
    return {row["本期新增"]: row for row in slide.tables[0]}


def check_account(slide: ReadSlide, found: Raw) -> None:
    """Every gain of an account, and every day of its curves."""
    month_before = window_of("2026-10-H2")
    for name, row in account_tables(slide).items():
        counter = COUNTER_NAMES[name]
        assert close(row["本期"], total(gained(found, counter, HALF.begins, HALF.ends))), (name, row)
        assert close(row["上一期"], total(gained(found, counter, month_before.begins, HALF.begins))), (name, row)
    drawn = {chart.title.split(" · ")[0]: chart for chart in slide.charts}
    for title, column in (("当日播放", "plays_new"), ("当日净增粉", "new_fans")):
        told = {row.day: getattr(row, column) for row in found.days.itertuples()} if not found.days.empty else {}
        expected = [told.get(HALF.first + timedelta(days=n)) for n in range(15)]
        if any(value is not None for value in expected):
            assert drawn[title].series["本期"] == expected
            earlier = [told.get(month_before.first + timedelta(days=n)) for n in range(15)]
            assert drawn[title].series["上一期"] == earlier
        else:
            assert title not in drawn


def check_works(slides: list[ReadSlide], found: Raw) -> int:
    """Every work in the table of works; returns how many stand there."""
    of_work = {shots.title.iloc[0]: (work, shots) for work, shots in found.looks.groupby("work")}
    rows = [row for slide in titled(slides, "本期作品") for table in slide.tables for row in table]
    for row in rows:
        work, shots = of_work[next(title for title in of_work if title[:19].startswith(row["标题"].rstrip("…")[:19]))]
        last = told_last(shots)
        assert close(row["播放量"], last.plays)
        assert close(row["点赞率"], last.likes / last.plays)
        if "完播率" in row:
            assert close(row["完播率"], last.completion)
        own = of_account(found, shots.account.iloc[0])
        judged = times_usual(own, work)
        assert close(row["为平时的倍数"], judged[0] / judged[2] if judged else None), row
        assert HALF.begins <= shots.published_at.iloc[0] < HALF.ends
    return len(rows)


def test_every_number_of_a_project_of_two_platforms_is_what_the_rows_say():
    slides, _prepared = deck_of(scene.two_platforms)
    found = raw(HALF)

    for name, code in (("清风小铺", "BREEZE-DY"), ("清风茶室 🍵(虚构)", "BREEZE-BL")):
        (slide,) = titled(slides, f"账号大盘 · {name}")
        check_account(slide, of_account(found, code))
    assert check_works(slides, found) == 4


def test_the_targets_stand_beside_what_came_in_since_the_first_of_the_month():
    slides, _prepared = deck_of(scene.two_platforms)
    (slide,) = titled(slides, "月度目标达成")
    rows = {(row["账号"], row["指标"]): row for row in slide.tables[0]}
    found = raw(HALF)

    plays = total(gained(of_account(found, "BREEZE-DY"), "plays", HALF.begins, HALF.ends))
    in_month = found.days[(found.days.day >= HALF.first) & (found.days.day <= HALF.last)]
    fans = int(in_month.new_fans.sum())
    assert close(rows["清风小铺", "播放量"]["实际"], plays)
    assert close(rows["清风小铺", "播放量"]["达成率"], plays / 40_000)
    assert close(rows["清风小铺", "发布条数"]["实际"], 3)
    assert close(rows["清风夏日", "净增粉"]["实际"], fans)
    assert {row["时间进度"] for row in slide.tables[0]} == {"50.0%"}
    chart = slide.charts[0]
    reached = dict(zip(chart.categories, chart.series["达成率"], strict=True))
    assert reached["清风小铺 播放量"] == pytest.approx(plays / 40_000)
    assert reached["清风夏日 净增粉"] == pytest.approx(fans / 500)


def test_who_stays_is_weighted_by_plays_and_never_pooled_across_accounts():
    slides, _prepared = deck_of(scene.two_platforms)
    (slide,) = titled(slides, "留存漏斗")
    found = raw(HALF)
    rows = {row["账号"]: row for row in slide.tables[0]}

    for name, code in (("清风小铺", "BREEZE-DY"), ("清风茶室 🍵(虚构)", "BREEZE-BL")):
        own = of_account(found, code).looks
        inside = own[(own.observed_at >= HALF.begins) & (own.observed_at < HALF.ends)]
        last = [told_last(shots) for _work, shots in inside.groupby("work")]
        left = weighted(last, "bounce_2s")
        expected = [
            1 - left if left is not None else None,
            weighted(last, "completion_5s"),
            weighted(last, "completion"),
        ]
        assert [close(rows[name][column], value) for column, value in zip(STEPS, expected, strict=True)] == [
            True, True, True,
        ]  # fmt: skip
        assert slide.charts[0].series[name] == pytest.approx(expected)


def test_the_best_and_the_weakest_stand_beside_the_usual_with_how_they_were_made():
    slides, _prepared = deck_of(scene.two_platforms)
    (best,), (worst,) = titled(slides, "表现最好"), titled(slides, "表现最差")
    found = raw(HALF)
    ids = {shots.title.iloc[0]: work for work, shots in found.looks.groupby("work")}

    for slide, title, account in ((best, scene.LONGEST, "BREEZE-DY"), (worst, scene.FORMULA, "BREEZE-BL")):
        plays, _age, usual, n = times_usual(of_account(found, account), ids[title])
        place = [f"《{title}》" == name for name in slide.charts[0].categories].index(True)
        assert slide.charts[0].series["本条"][place] == plays
        assert slide.charts[0].series["平时"][place] == usual
        row = slide.tables[0][place]
        assert f"n={n}" in row["为平时的倍数"]
    assert best.tables[0][0]["选题 / 栏目"] == "冷泡茶不涩 / 教你泡"
    assert best.tables[0][0]["时长"] == "58.0秒"
    assert "完播率 40.0%(平时" in best.tables[0][0]["数据对照(平时)"]
    assert worst.tables[0][0]["选题 / 栏目"] == "无数据"


def test_groups_are_ratios_of_sums_and_too_few_works_have_no_rate():
    slides, _prepared = deck_of(scene.two_platforms)
    (slide,) = titled(slides, "栏目、时长与时段 · 清风小铺")
    rows = {row["分组"]: row for row in slide.tables[0]}
    found = of_account(raw(HALF), "BREEZE-DY")
    plays, likes = (gained(found, counter, HALF.begins, HALF.ends) for counter in ("plays", "likes"))
    out = {work: shots.published_at.iloc[0].tz_convert("Asia/Shanghai") for work, shots in found.looks.groupby("work")}
    inside = found.looks[(found.looks.observed_at >= HALF.begins) & (found.looks.observed_at < HALF.ends)].work.unique()
    noon = [work for work in inside if 12 <= out[work].hour < 14]

    told = rows["发布时段 · 12:00–14:00"]
    assert told["作品"] == str(len(noon))
    assert close(told["新增播放"], sum(plays[work] for work in noon if work in plays))
    both = [work for work in noon if work in plays and work in likes]
    rate = sum(likes[work] for work in both) / sum(plays[work] for work in both)
    assert close(told["点赞率"], rate)
    assert (rows["栏目 · 教你泡"]["作品"], rows["栏目 · 教你泡"]["互动率"]) == ("1", "样本不足")


def test_comments_cases_and_money_are_those_on_record():
    slides, _prepared = deck_of(scene.two_platforms)
    (said,), (spent,) = titled(slides, "评论与负面处理"), titled(slides, "本月预算执行")

    counts = dict(zip(said.charts[0].categories, said.charts[0].series["评论量"], strict=True))
    assert counts == {"正面": 4, "中性": 0, "负面": 1, "待判": 2}
    assert "负评率 20.0%(已判断 5 条)" in texts([said])
    assert said.tables[0][0]["高赞评论"] == "第6句话"
    assert said.tables[1][0]["处理用时"] == "5.0小时"
    assert [row["申请编号"] for row in spent.tables[0]] == ["BREEZE-B1"]
    assert spent.tables[0][0]["申请"] == "¥1,234.56"
    assert spent.charts[0].series["已用"] == [1199.5]


def test_counters_that_fell_and_likes_that_are_hidden_are_told_and_never_a_zero():
    slides, _prepared = deck_of(scene.two_platforms)
    odd = [row for slide in titled(slides, "异常") for table in slide.tables for row in table]
    (hidden,) = [
        row for slide in titled(slides, "本期作品") for table in slide.tables for row in table
        if row["标题"] == "点赞藏起来了"
    ]  # fmt: skip

    (fell,) = [row for row in odd if row["标题"] == "播放被回收的一条" and "播放量" in row["情况"]]
    assert (fell["数值"], fell["平时"]) == ("3,500", "4,500")
    assert (hidden["点赞率"], hidden["完播率"], hidden["播放量"]) == ("无数据", "无数据", "2,400")
    assert fell["类型"] == label(AnomalyKind.COUNTER_FELL)


def test_the_next_half_month_holds_what_is_published_in_its_last_minute_in_beijing():
    slides, _prepared = deck_of(scene.two_platforms)
    (slide,) = titled(slides, "下一半月排期")

    assert [row["编号"] for row in slide.tables[0]] == ["BREEZE-002"]
    assert slide.tables[0][0]["发布"] == "11-30 23:59"
    assert "2026-11-16 – 2026-11-30" in slide.texts


@pytest.mark.parametrize("setting", [scene.found, scene.one_video, scene.two_platforms], ids=lambda each: each.__name__)
def test_every_deck_has_the_eighteen_parts_in_their_order_and_a_foot_on_each(setting: Callable[[Session], Project]):
    slides, prepared = deck_of(setting)
    order = [next(place for place, title in enumerate(TITLES) if title in slide.title) for slide in slides]

    assert sorted(set(order)) == list(range(18))
    assert order == sorted(order)
    for slide in slides[1:]:
        assert slide.has_number
        assert slide.foot.startswith("清风夏日 · 2026-11-01 – 2026-11-15 · 第1版")
    assert not prepared.is_new or prepared.version == 1


def test_a_deck_of_nothing_says_no_data_everywhere_and_draws_no_chart():
    slides, _prepared = deck_of(scene.found)
    shown = texts(slides[:17])

    assert not any(slide.charts for slide in slides)
    for title in ("本期作品", "留存漏斗", "栏目", "评论"):
        assert "无数据(未导入)" in texts(titled(slides, title)), title
    assert "数据截止:无数据(未导入)" in shown
    assert {row["本期"] for row in titled(slides, "账号大盘")[0].tables[0]} == {"无数据"}
    assert titled(slides, "结论")[0].texts.count("0") == 0


def test_a_single_video_is_not_judged_and_its_numbers_stand():
    slides, _prepared = deck_of(scene.one_video)
    (row,) = titled(slides, "本期作品")[0].tables[0]

    assert (row["播放量"], row["为平时的倍数"], row["判断"]) == ("3,000", "无数据", "样本不足")
    assert "样本不足" in texts(titled(slides, "表现最好"))
    check_account(titled(slides, "账号大盘")[0], of_account(raw(HALF), "BREEZE-DY"))


def test_ten_thousand_videos_leave_the_deck_small_and_tell_how_many_are_left_out():
    slides, prepared = deck_of(lambda session: scene.many_videos(session, 10_000))
    pages = titled(slides, "本期作品")
    shown = sum(len(slide.tables[0]) for slide in pages)

    assert len(pages) <= 3
    assert f"另有{10_000 - shown:,}条,见数据表" in texts(pages)
    assert len(slides) <= 25
    assert Path(prepared.deck).stat().st_size < 500_000
    works = CalamineWorkbook.from_path(prepared.workbook).get_sheet_by_name("作品").to_python()
    assert len(works) == 10_001
    plays = account_tables(titled(slides, "账号大盘")[0])["播放量"]["本期"]
    assert close(plays, sum(2_000 + n for n in range(10_000)))


def test_the_numbers_of_every_chart_stand_in_its_own_workbook_and_in_the_sheet_that_the_foot_names():
    slides, prepared = deck_of(scene.two_platforms)
    book = CalamineWorkbook.from_path(prepared.workbook)
    drawn = [(slide, chart) for slide in slides for chart in slide.charts]

    assert len(drawn) >= 10
    for slide, chart in drawn:
        sheets = slide.foot.partition("「")[2].rstrip("」").split("、")
        (sheet,) = [name for name in sheets if name.startswith("图-")]
        lines = book.get_sheet_by_name(sheet).to_python()[1:]
        written = {
            (line[2], line[3]): line[4] for line in lines if chart.title.startswith(line[0]) and line[1] in chart.title
        }
        for series, values in chart.series.items():
            for category, value in zip(chart.categories, values, strict=True):
                known = written[category, series]
                assert known == "无数据" if value is None else known == pytest.approx(value), (sheet, category, series)
        inside = {str(row[0]).strip(): row[1:] for row in chart.inside[1:]}
        first = next(iter(chart.series.values()))
        for name, value in zip(chart.categories, first, strict=True):
            assert (inside[name][0] or None) == (pytest.approx(value) if value else None)


@pytest.mark.parametrize("setting", [scene.found, scene.two_platforms], ids=lambda each: each.__name__)
def test_no_text_runs_out_of_its_slide_and_no_row_out_of_its_table(setting: Callable[[Session], Project]):
    slides, prepared = deck_of(setting)

    assert max(slide.lowest for slide in slides[1:]) <= 6.95
    assert max(slide.rightmost for slide in slides) <= 13.34
    for slide in pptx.Presentation(prepared.deck).slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for row in table.rows:
                assert needed_height(row, table) <= Emu(row.height).inches + 0.02


def needed_height(row: object, table: object) -> float:
    """Return how high a row must be, by a count of our own: 12 points, Chinese one em and Latin six tenths."""
    heights = []
    for cell, column in zip(row.cells, table.columns, strict=True):  # type: ignore[attr-defined]
        room = Emu(column.width - cell.margin_left - cell.margin_right).inches * 72 / 12
        wide = sum(
            1.0 if ord(mark) > 0x2E80 else 0.52 for mark in cell.text_frame.text if ord(mark) not in (0x200D, 0xFE0F)
        )
        heights.append(max(1, -(-wide // room)) * 12 * 1.2 / 72 + 0.1)
    return max(heights)


def test_chinese_has_its_font_in_texts_tables_and_charts():
    _slides, prepared = deck_of(scene.two_platforms)

    with ZipFile(prepared.deck) as archive:
        names = archive.namelist()
        theme = archive.read(next(name for name in names if name.startswith("ppt/theme/"))).decode()
        slides = [archive.read(name).decode() for name in names if name.startswith("ppt/slides/slide")]
        charts = [name for name in names if name.startswith("ppt/charts/chart")]
        books = [name for name in names if name.startswith("ppt/embeddings/")]
        pictures = [name for name in names if name.startswith("ppt/media/")]
    assert theme.count('<a:ea typeface="Microsoft YaHei"') == 2
    assert theme.count('<a:font script="Hans" typeface="Microsoft YaHei"') == 2
    assert all("typeface=" not in slide for slide in slides)  # nothing beside the theme's
    assert len(charts) == len(books) >= 10
    assert pictures == []


def test_a_title_that_begins_like_a_formula_is_text_in_the_workbook_inside_the_chart():
    slides, prepared = deck_of(scene.two_platforms)
    (worst,) = titled(slides, "表现最差")

    assert f"《{scene.FORMULA}》" in worst.charts[0].categories
    with ZipFile(prepared.deck) as archive:
        for name in (name for name in archive.namelist() if name.startswith("ppt/embeddings/")):
            with ZipFile(archive.open(name)) as book:
                assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_the_second_half_of_a_february_and_a_look_just_after_midnight_in_beijing():
    half = window_of("2028-02-H2")
    with records() as session:
        scene.found(session)
        account = scene.first_account(session)
        inside = half.ends - timedelta(seconds=1)  # 23:59:59 in Beijing, still the 29th
        scene.seen(session, account, history(1, 3_000, published_at=inside - timedelta(days=1), looks=1))
        scene.seen(session, account, history(2, 9_000, published_at=half.ends - timedelta(days=1), looks=1))
        day = AccountDay(day=date(2028, 2, 29), plays_new=77)
        figures.keep_account_days(session, account.id, [day], Observation(observed_at=half.ends, source=Source.API))
    with time_machine.travel(datetime(2028, 3, 4, tzinfo=UTC), tick=True):
        slides = read_deck(Path(prepare("BREEZE", half).deck))

    (slide,) = titled(slides, "账号大盘")
    assert account_tables(slide)["播放量"]["本期"] == "1,000"
    (chart,) = slide.charts
    assert (chart.categories[-1], chart.series["本期"][-1], len(chart.categories)) == ("2/29", 77, 14)
