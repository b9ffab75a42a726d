"""What an operations report says is what the rows say, reckoned with pandas; it is made once, in time or known as late."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pandas as pd
import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay
from agency.domain.reporting import window_named
from agency.domain.terms.accounts import AccountStatus
from agency.domain.terms.figures import Platform, Source
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.windows import Window
from agency.errors import BadInput, NotOnRecord
from agency.records import chain, figures
from agency.records.figures import Observation
from agency.records.tables import Account, KeptFile, OperationsReport, Project, Publication
from agency.reports.operations.values import PeriodReport
from config.settings import settings
from shortvideo.verifying import verify_ledger
from tasks.opening import looking, records
from tasks.operations.material import gather
from tasks.operations.report import Reported, make, reports_to_make
from tasks.operations.status import standings
from tests import reported_agency
from tests.reported_agency import DOUYIN, HALF_PAST_NINE, KUAISHOU, MONDAY, TEN_PAST_ELEVEN, account_of

DAY, WEEK, MONTH = ReportPeriod.DAY, ReportPeriod.WEEK, ReportPeriod.MONTH
COUNTERS = {"播放量": "plays", "点赞量": "likes", "评论量": "comments", "转发量": "shares", "收藏量": "saves"}
NO_DATA = "无数据"


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        reported_agency.found(session)


@pytest.fixture
def session(agency: None) -> Iterator[Session]:
    with records() as session:
        yield session


def unseen(_made: OperationsReport, _report: PeriodReport) -> None:
    """Show a report nowhere."""


def made(period: ReportPeriod, key: str, at: datetime = HALF_PAST_NINE) -> Reported:
    with time_machine.travel(at, tick=False):
        return make("BREEZE", period, key, unseen)


def gathered(session: Session, period: ReportPeriod, key: str, at: datetime = HALF_PAST_NINE) -> PeriodReport:
    session.flush()
    return gather(session, session.scalars(select(Project)).one(), period, window_named(period, key), at)


def all_made() -> list[OperationsReport]:
    with records() as session:
        return list(session.scalars(select(OperationsReport).order_by(OperationsReport.revision)))


def workbook() -> dict[str, list[dict[str, Any]]]:
    """Return the newest workbook, opened by another library: sheets of rows by header."""
    with records() as session:
        kept = session.scalars(select(KeptFile).order_by(KeptFile.made_at.desc(), KeptFile.id.desc()).limit(1)).one()
    opened = CalamineWorkbook.from_path(settings().files_directory / kept.place)
    sheets = {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}
    return {name: [dict(zip(header, row, strict=True)) for row in rows] for name, (header, *rows) in sheets.items()}


def raw(query: str) -> pd.DataFrame:
    """Return rows as the database has them."""
    with looking() as session:
        return pd.read_sql(text(query), session.connection())


def snapshots() -> pd.DataFrame:
    """Return every look at every work, with whose work it is, oldest first."""
    shots = raw(
        "SELECT a.code, p.kind, p.published_at, s.* FROM video_snapshots s JOIN publications p ON p.id = s.publication_id "
        "JOIN accounts a ON a.id = p.account_id"
    )
    for name in ("observed_at", "published_at"):
        shots[name] = pd.to_datetime(shots[name], utc=True, format="ISO8601")
    return shots.sort_values("observed_at")


def gains(window: Window) -> pd.DataFrame:
    """Return what each work gained in a window: the newest row of it minus the newest before; a new work begins at 0."""
    shots, first, last = snapshots(), beijing(window.first), beijing(window.last + timedelta(days=1))
    inside = shots[(shots.observed_at >= first) & (shots.observed_at < last)]
    now = inside.drop_duplicates("publication_id", keep="last").set_index("publication_id")
    before = shots[shots.observed_at < first].drop_duplicates("publication_id", keep="last").set_index("publication_id")
    counted = list(COUNTERS.values())
    is_new = (now.published_at >= first) & (now.published_at < last)
    base = before[counted].reindex(now.index)
    base[is_new.to_numpy()] = base[is_new.to_numpy()].astype(float).fillna(0)
    gained = now[counted].astype(float) - base.astype(float)
    return gained.assign(code=now.code, kind=now.kind)


def beijing(day: date) -> pd.Timestamp:
    return pd.Timestamp(day.isoformat(), tz="Asia/Shanghai")


def days(code: str, first: date, last: date) -> pd.DataFrame:
    """Return an account's days, each in its last revision."""
    rows = raw("SELECT a.code, d.* FROM account_dailies d JOIN accounts a ON a.id = d.account_id")
    rows["day"] = pd.to_datetime(rows.day).dt.date
    rows = rows.sort_values("revision").drop_duplicates(["code", "day", "source"], keep="last")
    return rows[(rows.code == code) & (rows.day >= first) & (rows.day <= last)]


@pytest.mark.parametrize(
    ("period", "key", "at"),
    [
        (WEEK, "2026-W47", HALF_PAST_NINE),
        (MONTH, "2026-10", HALF_PAST_NINE),
        (DAY, "2026-11-18", HALF_PAST_NINE),
        (DAY, "2026-11-23", HALF_PAST_NINE),
    ],
)
def test_the_workbook_says_of_every_counter_what_the_rows_say(period: ReportPeriod, key: str, at: datetime):
    made(period, key, at)

    expected = gains(window_named(period, key))
    told = {(line["账号"], line["指标"]): line["本期增量"] for line in workbook()["作品增量"]}
    for code in (DOUYIN, KUAISHOU):
        own = expected[expected.code == code]
        for word, name in COUNTERS.items():
            known = own[name].dropna()
            assert told[code, word] == (known.sum() if len(known) else NO_DATA), (code, word)
    assert told[KUAISHOU, "点赞量"] == NO_DATA


def test_a_week_is_compared_with_the_week_before_it():
    made(WEEK, "2026-W47")

    before = gains(window_named(WEEK, "2026-W46"))
    told = {(line["账号"], line["指标"]): line["上周"] for line in workbook()["作品增量"]}
    assert told[DOUYIN, "播放量"] == before[before.code == DOUYIN].plays.sum()


def test_an_accounts_days_are_summed_and_its_followers_are_those_of_the_last_day():
    made(WEEK, "2026-W47")

    told = {line["账号"]: line for line in workbook()["账号"]}
    for code in (DOUYIN, KUAISHOU):
        week = days(code, date(2026, 11, 16), date(2026, 11, 22))
        assert told[code]["净增粉"] == week.new_fans.sum()
        assert told[code]["播放(账号日数据)"] == week.plays_new.sum()
        assert told[code]["总粉丝"] == week.loc[week.day.idxmax()].followers_total
        assert (told[code]["有数据天数"], told[code]["本期天数"]) == (7, 7)


def test_rates_are_ratios_of_sums_and_pictures_are_never_pooled_with_videos():
    made(WEEK, "2026-W47")

    told = {(line["账号"], line["比率"], line["类型"]): line["本期"] for line in workbook()["比率"]}
    expected = gains(window_named(WEEK, "2026-W47")).dropna(subset=["likes", "plays"])
    for kind, word in (("video", "视频"), ("pictures", "图文")):
        own = expected[(expected.code == DOUYIN) & (expected.kind == kind)]
        assert len(own)
        assert told[DOUYIN, "点赞率", word] == pytest.approx(own.likes.sum() / own.plays.sum())
    assert told[DOUYIN, "完播率", "视频"] == pytest.approx(0.31)
    assert told[DOUYIN, "完播率", "图文"] == pytest.approx(0.19)
    assert told[KUAISHOU, "点赞率", "视频"] == NO_DATA


def test_plays_that_a_platform_took_back_are_shown_as_a_loss_and_said(session: Session):
    report = gathered(session, DAY, "2026-11-18")

    kuaishou = next(account for account in report.accounts if account.code == KUAISHOU)
    assert any("播放量" in sentence and "第0泡茶" in sentence for sentence in kuaishou.fell)
    assert "第0泡茶" not in [work.title for work in kuaishou.most_played]


def test_targets_stand_at_what_the_rows_say_of_the_month_so_far(session: Session):
    reported_agency.plan_month(session)
    report = gathered(session, WEEK, "2026-W47")
    session.commit()

    so_far = Window(key="2026-11", first=date(2026, 11, 1), last=date(2026, 11, 22))
    own = gains(so_far)
    own = own[own.code == DOUYIN]
    videos = own[own.kind == "video"].dropna(subset=["likes", "plays"])
    fans = days(DOUYIN, so_far.first, so_far.last).new_fans.sum()
    lines = {line.metric.value: line for line in report.targets}
    assert lines["plays"].actual == own.plays.sum()
    assert lines["follower_gain"].actual == fans
    assert lines["like_rate"].actual == pytest.approx(videos.likes.sum() / videos.plays.sum())
    elapsed = 22 / 30
    assert lines["follower_gain"].pace == pytest.approx(fans / 300 / elapsed)
    assert lines["follower_gain"].deviation == pytest.approx(fans - 300 * elapsed)
    assert lines["follower_gain"].needed == max(-(-(300 - fans) // 8), 0)
    assert lines["like_rate"].pace is None
    assert all(line.is_reached is None for line in report.targets)


def test_a_months_report_says_which_targets_were_reached(session: Session):
    reported_agency.plan_month(session, "2026-10")

    report = gathered(session, MONTH, "2026-10")

    october = gains(window_named(MONTH, "2026-10"))
    plays = next(line for line in report.targets if line.metric.value == "plays")
    assert plays.is_reached is bool(october[october.code == DOUYIN].plays.sum() >= plays.target)
    assert all(line.is_reached is not None for line in report.targets if line.actual is not None)


def test_a_target_of_the_whole_project_counts_both_platforms_and_a_draft_is_called_one(session: Session):
    plan = reported_agency.plan_month(session, account=None)
    plan.status = "draft"

    report = gathered(session, WEEK, "2026-W47")
    session.commit()

    plays = next(line for line in report.targets if line.metric.value == "plays")
    own = gains(Window(key="2026-11", first=date(2026, 11, 1), last=date(2026, 11, 22)))
    assert (plays.account, plays.actual, plays.is_confirmed) == ("", own.plays.sum(), False)


def test_of_two_versions_of_a_plan_the_newer_one_counts_and_a_month_without_a_plan_says_so(session: Session):
    reported_agency.plan_month(session)
    newer = reported_agency.plan_month(session, version=2)
    newer.targets[0].value = 999

    assert {line.target for line in gathered(session, WEEK, "2026-W47").targets} >= {999}
    assert gathered(session, MONTH, "2026-10").targets == ()


def test_a_week_that_lies_in_two_years_is_measured_against_the_month_it_ends_in(session: Session):
    reported_agency.plan_month(session, "2027-01")

    report = gathered(session, WEEK, "2026-W53", datetime(2027, 1, 4, 4, tzinfo=UTC))

    assert report.month.key == "2027-01"
    assert {line.metric.value: line.actual for line in report.targets} == {
        "plays": None, "follower_gain": None, "works_published": 0, "like_rate": None,
    }  # fmt: skip


def test_a_look_just_after_midnight_in_beijing_belongs_to_the_new_day():
    work, midnight = next(iter(reported_agency.invented(DOUYIN))), datetime(2026, 11, 23, 16, tzinfo=UTC)
    with records() as session:
        found = session.scalars(select(Publication).where(Publication.platform_item_id == work.item_id)).one()
        for moment, plays in ((midnight - timedelta(seconds=1), 900_000), (midnight, 990_000)):
            shown = reported_agency.counted(work, DOUYIN, plays)
            figures.keep_snapshots(session, [(found.id, shown)], Observation(observed_at=moment, source=Source.API))

    made(DAY, "2026-11-23")

    expected = gains(window_named(DAY, "2026-11-23"))
    (told,) = [each for each in workbook()["作品增量"] if (each["账号"], each["指标"]) == (DOUYIN, "播放量")]
    assert told["本期增量"] == expected[expected.code == DOUYIN].plays.sum()
    assert 800_000 < told["本期增量"] < 900_000


def test_in_the_morning_the_day_is_reported_with_what_there_is_and_again_when_its_figures_came():
    morning = made(DAY, MONDAY.isoformat())
    with records() as session:
        for code in (DOUYIN, KUAISHOU):
            reported_agency.know_days(session, account_of(session, code), MONDAY)
    later = made(DAY, MONDAY.isoformat(), TEN_PAST_ELEVEN)
    again = made(DAY, MONDAY.isoformat(), TEN_PAST_ELEVEN + timedelta(hours=1))

    assert (morning.revision, morning.is_new, morning.is_complete, morning.is_late) == (1, True, False, False)
    assert (later.revision, later.is_new, later.is_complete) == (2, True, True)
    assert (again.revision, again.is_new) == (2, False)
    first, second = all_made()
    assert "BREEZE-DY" in first.missing[0]
    assert second.missing == []
    assert first.figures_hash != second.figures_hash
    assert "第 2 版" in second.short_text
    plays = days(DOUYIN, MONDAY, MONDAY).plays_new.sum() + days(KUAISHOU, MONDAY, MONDAY).plays_new.sum()
    assert f"播放 {plays:,}" in second.short_text
    with looking() as session:
        (day, *_earlier) = [each for each in standings(session, *of_project(session)) if each.period is DAY]
    assert (day.state.value, day.window.key) == ("on_time", MONDAY.isoformat())


def of_project(session: Session) -> tuple[Project, datetime]:
    return session.scalars(select(Project)).one(), TEN_PAST_ELEVEN


def test_the_same_figures_make_no_second_report_whatever_waits_and_whatever_the_hour():
    made(WEEK, "2026-W47")
    made(WEEK, "2026-W47", HALF_PAST_NINE + timedelta(days=3))

    assert len(all_made()) == 1


def test_two_at_once_leave_one_report_and_one_workbook():
    together = Barrier(2)

    def run(_number: int) -> Reported:
        together.wait()
        return make("BREEZE", WEEK, "2026-W47", unseen)

    with time_machine.travel(HALF_PAST_NINE), ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(run, range(2)))

    assert sorted(each.is_new for each in outcomes) == [False, True]
    assert len(all_made()) == 1
    assert len(list(settings().files_directory.rglob("*.xlsx"))) == 1


def test_one_that_breaks_off_while_it_is_shown_is_not_on_record_and_is_made_again():
    def breaks_off(_made: OperationsReport, _report: PeriodReport) -> None:
        raise ConnectionError("the server is gone")

    with time_machine.travel(HALF_PAST_NINE), pytest.raises(ConnectionError):
        make("BREEZE", WEEK, "2026-W47", breaks_off)
    assert all_made() == []

    assert made(WEEK, "2026-W47").revision == 1


def test_a_report_whose_workbook_was_lost_is_made_again():
    made(WEEK, "2026-W47")
    for file in settings().files_directory.rglob("*.xlsx"):
        Path(file).unlink()

    assert made(WEEK, "2026-W47").revision == 2
    assert workbook()["账号"]


def test_the_days_that_were_missed_while_the_machine_was_off_are_made_and_are_late():
    made(DAY, "2026-11-20", datetime(2026, 11, 21, 1, tzinfo=UTC))
    with time_machine.travel(HALF_PAST_NINE, tick=False):
        wanted = reports_to_make.fn(DAY, "", "")
        for each in wanted:
            make(each.project, DAY, each.key, unseen)

    keys = [each.key for each in wanted]
    assert keys[-4:] == ["2026-11-19", "2026-11-21", "2026-11-22", "2026-11-23"]
    assert len(keys) == 10  # ten at most are made up for, one of them was there and whole
    with looking() as session:
        stands = {each.window.key: each.state.value for each in standings(session, *of_project(session))}
    assert stands["2026-11-20"] == stands["2026-11-23"] == "on_time"
    assert stands["2026-11-19"] == stands["2026-11-22"] == "late"
    assert stands["2026-W47"] == "missing"
    with looking() as session:
        missed = session.scalars(select(OperationsReport).where(OperationsReport.period_key == "2026-11-19")).one()
    assert "已过截止" in missed.page


def test_a_report_of_a_time_before_the_project_was_on_record_is_made_by_hand_and_called_so():
    made(MONTH, "2026-10")

    with looking() as session:
        stands = {each.window.key: each.state.value for each in standings(session, *of_project(session))}
    assert stands["2026-10"] == "untracked"


def test_the_month_is_wanted_from_the_day_it_is_due():
    with time_machine.travel(datetime(2026, 12, 1, 15, 59, tzinfo=UTC), tick=False):
        too_early = reports_to_make.fn(MONTH, "", "")
    with time_machine.travel(datetime(2026, 12, 1, 16, 1, tzinfo=UTC), tick=False):
        wanted = reports_to_make.fn(MONTH, "", "")

    assert too_early == []
    assert [(each.project, each.key) for each in wanted] == [("BREEZE", "2026-11")]


def test_a_day_that_is_not_over_and_a_project_that_is_not_there_are_refused():
    with pytest.raises(BadInput, match="还没有结束"):
        made(DAY, "2026-11-24")
    with time_machine.travel(HALF_PAST_NINE), pytest.raises(NotOnRecord, match="NOBODY"):
        make("NOBODY", DAY, "2026-11-23", unseen)


def quiet(session: Session, code: str, status: AccountStatus = AccountStatus.RUNNING) -> None:
    project = session.scalars(select(Project)).one()
    session.add(
        Account(code=code, project_id=project.id, platform=Platform.CHANNELS, name=f"安静{code}", status=status)
    )


def test_an_account_without_data_is_said_to_have_none_and_why_and_one_that_is_asleep_is_left_out():
    with records() as session:
        quiet(session, "QUIET")
        quiet(session, "GONE", AccountStatus.CLOSED)

    done = made(WEEK, "2026-W47")

    assert not done.is_complete
    sheets = workbook()
    told = {line["账号"]: line for line in sheets["账号"]}
    assert "GONE" not in told
    assert {told["QUIET"][name] for name in ("净增粉", "总粉丝", "播放(账号日数据)")} == {NO_DATA}
    assert {line["本期增量"] for line in sheets["作品增量"] if line["账号"] == "QUIET"} == {NO_DATA}
    (gap,) = [line for line in sheets["缺数据"] if line["账号"] == "QUIET"]
    assert gap["本期缺"] == "本期没有任何数据"
    assert "导入" in gap["原因和办法"]


def test_a_project_without_an_account_has_a_report_too(session: Session):
    for account in session.scalars(select(Account)):
        account.status = AccountStatus.HANDED_OVER
    session.commit()

    done = made(DAY, "2026-11-23")

    (report,) = all_made()
    assert done.is_complete
    assert "没有数据" in report.short_text
    assert "本项目没有运营中的账号" in report.page


def test_days_that_are_not_out_yet_are_counted(session: Session):
    report = gathered(session, DAY, "2026-11-23")

    assert [(gap.account, gap.lacks) for gap in report.gaps] == [
        (code, ("当日账号数据还没出",)) for code in (DOUYIN, KUAISHOU)
    ]


def test_fans_are_told_by_the_rise_of_the_total_where_no_day_tells_them(session: Session):
    quiet(session, "TOTALS")
    session.flush()
    account = account_of(session, "TOTALS")
    known = [
        AccountDay(day=date(2026, 11, 15), followers_total=1_000),
        AccountDay(day=date(2026, 11, 22), followers_total=940),
    ]
    figures.keep_account_days(session, account.id, known, Observation(observed_at=HALF_PAST_NINE, source=Source.EXPORT))

    by_code = {each.code: each.days for each in gathered(session, WEEK, "2026-W47").accounts}

    assert (by_code["TOTALS"].net_fans, by_code["TOTALS"].followers) == (-60, 940)


def titles(works: Sequence[Any]) -> list[str]:
    return [work.title for work in works]


def test_the_most_played_works_are_those_of_the_rows():
    with records() as session:
        report = gathered(session, WEEK, "2026-W47")
        titles_of = dict(session.execute(text("SELECT id, title FROM publications")).tuples().all())

    own = gains(window_named(WEEK, "2026-W47"))
    own = own[own.code == DOUYIN].plays.dropna().sort_values(ascending=False)
    assert titles(report.accounts[0].most_played) == [titles_of[each] for each in own.index[:3]]


def test_best_and_worst_are_new_videos_only_and_stand_against_earlier_ones_at_the_same_age(session: Session):
    douyin = gathered(session, WEEK, "2026-W47").accounts[0]

    named = [*douyin.best, *douyin.worst]
    assert named
    assert all(window_named(WEEK, "2026-W47").holds(work.published_at) for work in named)
    assert all(work.times is not None and work.n >= 8 for work in named)
    assert gathered(session, DAY, "2026-11-18").accounts[0].best == ()


def test_a_report_bears_the_end_of_the_ledger_of_its_moment_and_every_printed_one_is_a_witness() -> None:
    with records() as session:
        head = chain.head(session)
    assert head.number

    made(DAY, "2026-11-23")

    told = f"{head.number}:{head.hash[:16]}"
    assert f"- 审批账本: 当时的末尾是 {told}," in all_made()[-1].page
    (line,) = [row for row in workbook()["概览"] if told in str(row["内容"])]
    assert line["事项"] == "审批账本"
    assert verify_ledger([told], HALF_PAST_NINE) == 0
    assert verify_ledger([f"{head.number}:{'0' * 16}"], HALF_PAST_NINE) == 1


def test_a_longer_ledger_makes_no_other_revision_of_a_report() -> None:
    first = made(DAY, "2026-11-23")
    with records() as session:
        session.scalars(select(Project)).one().name = "清风夏日(更名,虚构)"

    assert made(DAY, "2026-11-23").revision == first.revision
