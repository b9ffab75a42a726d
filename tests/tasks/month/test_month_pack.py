"""A month meeting's pack: its numbers against the rows by another path, its days, its risks, its file (C1, domain.md 6.2)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pptx
import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Metric, Platform, Source
from agency.domain.terms.performance import Light
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.windows import window_of
from agency.records.tables import (
    Account,
    AccountDaily,
    Client,
    ContentItem,
    KeptFile,
    PlanTarget,
    Project,
    Publication,
    Shoot,
    ShootItem,
    VideoSnapshot,
)
from agency.reports.deck.drawing import write_deck
from agency.reports.month.deck import edition_of, slides_of
from agency.reports.month.pack import MonthPack
from agency.reports.month.page import page
from agency.reports.month.workbook import write_workbook
from tasks.month.calling import call_month
from tasks.month.files import keep_files
from tasks.month.pack import gather, months_due
from tasks.opening import records
from tests.tasks.launched import account
from tests.tasks.month.before_meeting import (
    DECEMBER,
    MEETING_DAY,
    approved_budget,
    called,
    fans,
    found_month,
    november_plan,
    person,
    work,
)

NOVEMBER = window_of("2026-11")


@pytest.fixture
def session(on_record: str) -> Iterator[Session]:
    with time_machine.travel(MEETING_DAY, tick=False), records() as session:
        found_month(session)
        yield session


def pack_of(session: Session, moment: datetime = MEETING_DAY) -> MonthPack:
    project = session.scalars(select(Project)).one()
    plan = called(session)
    session.flush()
    return gather(session, project, plan, moment)


def result(pack: MonthPack, metric: str, whose: str = "BREEZE-DY") -> Any:
    return next(line for line in pack.results if (line.target.metric, line.target.account) == (metric, whose))


def some_works(session: Session) -> None:
    """Put works on record: one of October that went on, one of November, one whose count fell, one with hidden plays."""
    october, november = datetime(2026, 10, 12, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC)
    work(
        session,
        "十月的老作品",
        october,
        (october + timedelta(days=3), 5_000),
        (NOVEMBER.begins + timedelta(days=9), 5_700),
    )
    work(
        session, "十一月🔥新作品", november, (november + timedelta(days=1), 900), (november + timedelta(days=9), 42_000)
    )
    work(session, "被平台回收", october, (october + timedelta(days=3), 800), (NOVEMBER.begins + timedelta(days=9), 650))
    work(session, "看不到播放", november)


def plays_by_pandas(session: Session) -> int:
    """Return the plays that November gained, straight from the rows."""
    rows = session.execute(
        select(Publication.title, Publication.published_at, VideoSnapshot.observed_at, VideoSnapshot.plays).join(
            VideoSnapshot
        )
    ).mappings()
    seen = pd.DataFrame(rows).sort_values("observed_at")
    inside = seen[(seen.observed_at >= NOVEMBER.begins) & (seen.observed_at < NOVEMBER.ends)]
    last = inside.groupby("title").plays.last()
    before = seen[seen.observed_at < NOVEMBER.begins].groupby("title").plays.last()
    return int((last - before.reindex(last.index, fill_value=0)).sum())


def test_plays_fans_and_works_are_what_the_rows_say(session: Session):
    november_plan(session, plays=50_000, follower_gain=300, works_published=2)
    some_works(session)
    fans(session, 20, -5, 30, 0)

    pack = pack_of(session)

    new_fans = session.scalar(
        text("SELECT sum(new_fans) FROM account_dailies WHERE day BETWEEN '2026-11-01' AND '2026-11-30'")
    )
    assert result(pack, "plays").actual == plays_by_pandas(session) == 42_000 + 700 - 150
    assert result(pack, "follower_gain").actual == new_fans == 45
    assert result(pack, "works_published").actual == 2
    assert result(pack, "works_published").reached.is_met


def test_the_pace_is_the_share_reached_over_the_share_of_the_month_that_has_passed(session: Session):
    november_plan(session, plays=100_000)
    some_works(session)

    pace = result(pack_of(session), "plays").reached.pace

    passed = (MEETING_DAY - datetime(2026, 10, 31, 16, tzinfo=UTC)) / timedelta(days=30)
    assert pace.target_rate == pytest.approx(0.4255)
    assert pace.pace == pytest.approx(42_550 / 100_000 / passed)
    assert pace.light is Light.RED


def test_what_nobody_looked_at_is_no_data_and_never_nothing(session: Session):
    november_plan(session, plays=50_000, follower_gain=300, works_published=2, completion=0.3)

    pack = pack_of(session)

    assert {line.actual for line in pack.results} == {None}
    told = page(pack)
    assert "无数据" in told
    assert any("没有数据,无法对标" in risk for risk in pack.risks)


def test_a_day_belongs_to_the_month_it_has_in_beijing(session: Session):
    november_plan(session, plays=50_000, works_published=5)
    midnight = datetime(2026, 10, 31, 16, tzinfo=UTC)
    work(session, "十月最后一分钟", midnight - timedelta(minutes=1), (midnight - timedelta(seconds=9), 10))
    work(session, "十一月第一分钟", midnight, (midnight + timedelta(hours=1), 10))

    assert result(pack_of(session), "works_published").actual == 1


def test_a_target_of_the_whole_project_sums_two_platforms_and_names_the_silent_one(session: Session):
    project = session.scalars(select(Project)).one()
    plan = november_plan(session, plays=50_000)
    plan.targets.append(PlanTarget(metric=Metric.PLAYS, value=90_000))
    silent = Account(code="BREEZE-KS", project_id=project.id, platform=Platform.KUAISHOU, name="清风小铺(快手)")
    session.add(silent)
    session.flush()
    some_works(session)

    whole = result(pack_of(session), "plays", "")
    assert (whole.actual, whole.missing) == (42_550, ("BREEZE-KS",))

    late = Publication(account_id=silent.id, title="快手那条", published_at=datetime(2026, 11, 9, tzinfo=UTC))
    session.add(late)
    session.flush()
    session.add(
        VideoSnapshot(
            publication_id=late.id, observed_at=datetime(2026, 11, 12, tzinfo=UTC), source=Source.EXPORT, plays=7_450
        )
    )
    assert result(pack_of(session), "plays", "").actual == 50_000
    assert result(pack_of(session), "plays").actual == 42_550


def test_rates_are_ratios_of_sums_over_videos_and_pictures_never_join(session: Session):
    november_plan(session, like_rate=0.05)
    day = datetime(2026, 11, 6, tzinfo=UTC)
    for title, kind, plays, likes in [
        ("大", "video", 10_000, 100),
        ("小", "video", 100, 50),
        ("图", "pictures", 100, 99),
    ]:
        made = work(session, title, day)
        made.kind = kind
        session.add(
            VideoSnapshot(
                publication_id=made.id, observed_at=day + timedelta(days=2), source=Source.EXPORT, plays=plays,
                likes=likes,
            )
        )  # fmt: skip
    session.flush()

    assert result(pack_of(session), "like_rate").actual == pytest.approx(150 / 10_100)


def test_the_month_before_stands_beside_the_running_one(session: Session):
    november_plan(session, follower_gain=300)
    fans(session, 7, 8, first=date(2026, 10, 30))
    fans(session, 20)

    line = result(pack_of(session), "follower_gain")

    assert (line.before, line.actual) == (15, 20)


def test_the_calendar_holds_what_is_shot_or_goes_live_in_the_month_and_nothing_that_was_stopped(session: Session):
    own = account(session).id
    for code, shoot, live in [
        ("BREEZE-002", date(2026, 12, 29), datetime(2027, 1, 6, 10, tzinfo=UTC)),
        ("BREEZE-003", date(2026, 11, 27), datetime(2026, 12, 31, 15, 59, tzinfo=UTC)),
        ("BREEZE-004", date(2026, 11, 27), datetime(2026, 12, 31, 16, 0, tzinfo=UTC)),
    ]:
        session.add(
            ContentItem(code=code, account_id=own, title="冬日🍵热饮", planned_shoot_on=shoot, planned_publish_at=live)
        )
    session.add(
        ContentItem(
            code="BREEZE-005", account_id=own, title="停了", planned_shoot_on=date(2026, 12, 9), stopped_at=MEETING_DAY
        )
    )
    november_plan(session, works_published=6)
    booked = Shoot(
        code="20261211-SHE", shoot_on=date(2026, 12, 11), location="一号棚", director_id=person(session, "LIN").id,
        photographer_id=person(session, "SHE").id,
    )  # fmt: skip
    session.add(booked)
    session.flush()
    video = session.scalars(select(ContentItem).where(ContentItem.code == "BREEZE-001")).one()
    session.add(ShootItem(shoot_id=booked.id, content_id=video.id))

    pack = pack_of(session)

    assert [video.code for video in pack.videos] == ["BREEZE-001", "BREEZE-003", "BREEZE-002"]
    assert [(day.day.day, day.videos, day.places) for day in pack.shoots] == [
        (11, ("BREEZE-001",), ("一号棚",)),
        (29, ("BREEZE-002",), ()),
    ]
    (count,) = pack.counts
    assert (count.planned, count.wanted) == (2, 6)
    assert any("目标 6 条,只排了 2 条" in risk for risk in pack.risks)


def test_the_workbook_says_what_the_rows_say_and_no_title_becomes_a_formula(session: Session, tmp_path: Path):
    november_plan(session, plays=50_000, completion=0.3)
    some_works(session)
    approved_budget(session)
    session.scalars(select(ContentItem)).one().title = "=cmd|' /C calc'!A0"
    pack = pack_of(session)
    path = tmp_path / "month.xlsx"

    write_workbook(pack, path)

    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    header, row = sheets["指标对标"]
    assert dict(zip(header, row, strict=True))["截至目前"] == plays_by_pandas(session)
    assert dict(zip(*sheets["比率对标"], strict=True))["截至目前"] == "无数据"
    assert sheets["内容排期"][1][3] == "=cmd|' /C calc'!A0"
    money = session.scalar(text("SELECT sum(amount_fen) FROM budget_lines"))
    assert sheets["费用预算"][-1][-1] * 100 == money == 98_600
    assert [row[0][:3].strip() for row in sheets["人员"][1:]] == [f"S{number}" for number in range(1, 14)]
    assert len(book.sheet_names) == len(set(book.sheet_names)) == 12


def test_the_deck_says_what_the_rows_say_in_native_tables_and_charts(session: Session, tmp_path: Path):
    november_plan(session, plays=50_000, completion=0.3)
    some_works(session)
    approved_budget(session)
    session.scalars(select(ContentItem)).one().title = "二十个字的标题放在这里看看会不会被截掉呀🍵"
    pack = pack_of(session)
    path = tmp_path / "month.pptx"

    write_deck(slides_of(pack), edition_of(pack, "month.xlsx"), path)

    shapes = [shape for slide in pptx.Presentation(str(path)).slides for shape in slide.shapes]
    tables = [[[cell.text for cell in row.cells] for row in shape.table.rows] for shape in shapes if shape.has_table]
    (chart,) = [shape.chart for shape in shapes if shape.has_chart]
    results = next(table for table in tables if "截至目前" in table[0])
    assert [row[3] for row in results[1:]] == [f"{plays_by_pandas(session):,}", "无数据"]
    assert list(chart.plots[0].series[0].values) == [pytest.approx(plays_by_pandas(session) / 50_000)]
    assert any("二十个字的标题放在这里看看会不会被截掉呀🍵" in row for table in tables for row in table)
    assert [row[0] for row in next(table for table in tables if "签字" in table[0])[1:]] == ["乙方", "甲方"]
    money = session.scalar(text("SELECT sum(amount_fen) FROM budget_lines"))
    amounts = next(table for table in tables if "金额" in table[0])
    assert sum(float(row[-1].replace(",", "")) for row in amounts[1:]) * 100 == money


def test_a_deck_of_nothing_keeps_its_slides_and_says_so(session: Session, tmp_path: Path):
    pack = pack_of(session)

    write_deck(slides_of(pack), edition_of(pack, "month.xlsx"), tmp_path / "month.pptx")

    slides = pptx.Presentation(str(tmp_path / "month.pptx")).slides
    told = "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert len(slides) == 12
    assert "2026-11 没有甲方确认过的计划" in told


def test_the_same_figures_give_the_same_file_and_other_ones_the_next(session: Session):
    november_plan(session, plays=50_000)
    some_works(session)
    project = session.scalars(select(Project)).one()

    first = keep_files(session, project, pack_of(session))
    again = keep_files(session, project, pack_of(session, MEETING_DAY + timedelta(days=1)))
    work(session, "又一条", datetime(2026, 11, 20, tzinfo=UTC), (datetime(2026, 11, 22, tzinfo=UTC), 99))
    other = keep_files(session, project, pack_of(session))

    assert again.workbook.id == first.workbook.id != other.workbook.id
    assert again.deck.id == first.deck.id != other.deck.id
    assert {file.slot for file in session.scalars(select(KeptFile))} == {"2026-12"}


def test_a_project_without_plan_figures_or_accounts_has_a_page_all_the_same(session: Session):
    bare = Project(
        code="BARE", name="空项目(虚构)", client_id=session.scalars(select(Client)).one().id,
        kickoff_on=date(2026, 11, 20), plan_due_on=date(2026, 11, 27),
    )  # fmt: skip
    session.add(bare)
    session.flush()

    told = page(gather(session, bare, call_month(session, bare, DECEMBER), MEETING_DAY))

    assert "2026-11 没有甲方确认过的计划" in told
    assert "项目还没有账号" in told
    assert "尚未填写" in told


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (datetime(2026, 11, 24, 15, 59, tzinfo=UTC), []),
        (datetime(2026, 11, 24, 16, 0, tzinfo=UTC), [("BREEZE", "2026-12")]),  # midnight of the 25th in Beijing
        (datetime(2026, 11, 30, 2, tzinfo=UTC), [("BREEZE", "2026-12")]),
        (datetime(2026, 12, 1, 2, tzinfo=UTC), []),
        (datetime(2027, 9, 24, 2, tzinfo=UTC), [("BREEZE", "2027-10")]),  # the 25th is a Saturday
    ],
)
def test_a_month_is_due_on_the_day_the_calendar_says_until_it_was_called(
    session: Session, today: datetime, due: list[tuple[str, str]]
):
    session.commit()
    with time_machine.travel(today, tick=False):
        assert months_due("", "") == due

        with records() as other:
            for _code, month in due:
                call_month(other, other.scalars(select(Project)).one(), window_of(month))

        assert months_due("", "") == []


def test_what_is_named_is_prepared_on_any_day(session: Session):
    session.commit()
    with time_machine.travel(datetime(2026, 11, 2, tzinfo=UTC), tick=False):
        assert months_due("BREEZE", "") == [("BREEZE", "2026-12")]
        assert months_due("", "2027-03") == [("BREEZE", "2027-03")]


def test_a_project_that_is_not_carried_out_has_no_month_meeting(session: Session):
    session.scalars(select(Project)).one().plan_status = ProjectPlanStatus.CONFIRMED
    session.commit()

    assert months_due("", "") == []


def test_days_of_one_account_are_not_another_ones(session: Session):
    november_plan(session, follower_gain=300)
    other = Account(
        code="BREEZE-KS", project_id=account(session).project_id, platform=Platform.KUAISHOU, name="清风小铺(快手)"
    )
    session.add(other)
    session.flush()
    session.add(AccountDaily(account_id=other.id, day=date(2026, 11, 3), source=Source.EXPORT, new_fans=999))
    fans(session, 5)

    assert result(pack_of(session), "follower_gain").actual == 5
