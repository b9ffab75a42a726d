"""The six tables against the raw rows they are of: by pandas and SQL, never by what the tables are made with."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Metric, Platform, Source, WorkKind
from agency.domain.terms.plans import MonthPlanStatus
from agency.domain.terms.sharing import ReportPeriod
from agency.records.tables import (
    Account,
    AccountDaily,
    Client,
    ContentItem,
    Cut,
    MonthPlan,
    Person,
    PlanTarget,
    Project,
    Publication,
    ReportSubmission,
    Shoot,
    ShootItem,
    VideoSnapshot,
)
from agency.reports.sheet import Value
from agency.reports.tables.table import Filled
from agency.reports.tables.workbook import write_tables
from benchmarks.ground import full_agency
from benchmarks.ground.invented import Scale
from tasks.opening import records
from tasks.tables.six_tables import gather
from tests import small_agency
from tests.reports.tables import opened

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
DAWN_OF_DECEMBER = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)  # half past midnight in Beijing
LAST_NOON_OF_NOVEMBER = datetime(2026, 11, 30, 4, tzinfo=UTC)
NOVEMBER, DECEMBER = datetime(2026, 10, 31, 16, tzinfo=UTC), datetime(2026, 11, 30, 16, tzinfo=UTC)
CRANES, KITES = "BREEZE-DY", "BREEZE-KS"
COUNTERS = ["plays", "likes", "comments", "shares", "saves"]

Line = dict[str, Value]


@pytest.fixture
def session(on_record: str) -> Iterator[Session]:
    with records() as session:
        small_agency.found(session)
        session.flush()
        project = session.scalars(select(Project)).one()
        kites = Account(code=KITES, project_id=project.id, platform=Platform.KUAISHOU, name="🪁纸鸢👨‍👩‍👧‍👦(虚构)")
        session.add(kites)
        session.flush()
        yield session


def of(session: Session, code: str) -> Account:
    return session.scalars(select(Account).where(Account.code == code)).one()


def work(session: Session, code: str, out_at: datetime, *looks: tuple[datetime, int | None], **more: Any) -> str:
    """Put a work on record that was looked at, with so many plays; the other counters go with them."""
    kind = more.pop("kind", WorkKind.VIDEO)
    found = Publication(account_id=of(session, code).id, title="虚构的作品", published_at=out_at, kind=kind)
    session.add(found)
    session.flush()
    for at, plays in looks:
        others = {"likes": plays // 10, "comments": 3, "shares": 2, "saves": 1} if plays is not None else {}
        session.add(
            VideoSnapshot(publication_id=found.id, source=Source.API, observed_at=at, plays=plays, **others | more)
        )
    return found.id


def at(day: int, month: int = 11, hour: int = 4) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def some_works(session: Session) -> None:
    """A counter that falls, a new work, one whose plays are hidden, pictures, and a work on another platform."""
    work(session, CRANES, at(20, 10), (at(31, 10), 1_000), (at(10), 1_500), (at(24), 1_400))
    work(session, CRANES, at(5), (at(6), 800), (at(24), 2_000))
    work(session, CRANES, at(7), (at(24), None))
    work(session, CRANES, at(10), (at(24), 500), kind=WorkKind.PICTURES)
    work(session, KITES, at(12), (at(13), 100), (at(24), 300))


def gained(session: Session) -> pd.DataFrame:
    """Return by pandas what each work gained in November, of the raw looks alone."""
    session.flush()
    query = """SELECT s.*, p.account_id, p.published_at, p.kind FROM video_snapshots s
               JOIN publications p ON p.id = s.publication_id"""
    looks = pd.read_sql(text(query), session.connection())
    for moment in ("observed_at", "published_at"):
        looks[moment] = pd.to_datetime(looks[moment], utc=True, format="ISO8601")
    looks = looks.sort_values("observed_at")
    inside = looks[(looks["observed_at"] >= NOVEMBER) & (looks["observed_at"] < DECEMBER)]
    last = inside.groupby("publication_id").tail(1).set_index("publication_id")
    before = looks[looks["observed_at"] < NOVEMBER].groupby("publication_id").tail(1).set_index("publication_id")
    started = before[COUNTERS].reindex(last.index).fillna(0)
    return last[["account_id", "kind"]].join(last[COUNTERS] - started)


def gathered(session: Session, moment: datetime = NOW, project: str | None = None) -> dict[str, Filled]:
    session.flush()
    return {filled.table.code: filled for filled in gather(session, moment, project)}


def lines(filled: Filled) -> dict[str, Line]:
    """Return the rows of a table by their codes, each by its columns."""
    codes = [column.code for column in filled.table.columns]
    rows = [dict(zip(codes, row, strict=True)) for row in filled.rows]
    return {str(row[filled.table.key]): row for row in rows}


def plan(session: Session, code: str, month: str, **targets: float) -> None:
    """Put targets on record that the client confirmed."""
    account = of(session, code)
    agreed = MonthPlan(
        project_id=account.project_id, account_id=account.id, month=month, status=MonthPlanStatus.CLIENT_CONFIRMED
    )
    agreed.targets = [PlanTarget(metric=Metric(metric), value=value) for metric, value in targets.items()]
    session.add(agreed)


def test_an_agency_without_a_row_has_six_empty_tables(on_record: str, tmp_path: Path):
    with records() as session:
        filled = gather(session, NOW)
    write_tables(filled, tmp_path / "empty.xlsx", made_at=NOW)

    assert [len(each.rows) for each in filled] == [0] * 6
    assert [len(opened.cells(tmp_path / "empty.xlsx", each.table.name)) for each in filled] == [1] * 6


def test_the_plays_of_the_month_are_those_of_the_raw_looks_falls_and_hidden_counts_and_both_platforms(session: Session):
    some_works(session)
    expected = gained(session).groupby("account_id")["plays"].sum()

    told = lines(gathered(session)["operations"])

    assert told[f"2026-11 {CRANES}"]["plays_actual"] == expected[of(session, CRANES).id] == 400 + 2_000 + 500
    assert told[f"2026-11 {KITES}"]["plays_actual"] == expected[of(session, KITES).id] == 300
    assert told["2026-11 BREEZE"]["plays_actual"] == expected.sum()
    assert told["2026-11 BREEZE"]["account"] == "全项目"


def test_the_interaction_rate_is_a_ratio_of_sums_over_videos_alone(session: Session):
    some_works(session)
    videos = gained(session).dropna().query("kind == 'video'")
    rate = videos[["likes", "comments", "shares", "saves"]].to_numpy().sum() / videos["plays"].sum()

    assert lines(gathered(session)["operations"])["2026-11 BREEZE"]["interaction_actual"] == pytest.approx(rate)


def test_a_work_that_broke_out_is_counted_as_a_hit(session: Session):
    for day in range(1, 10):
        plays = 9_000 if day == 9 else 2_000 + day
        work(session, CRANES, at(day), (at(day + 3), plays))
    session.flush()
    query = "SELECT plays FROM video_snapshots ORDER BY observed_at"
    seen = pd.read_sql(text(query), session.connection())["plays"]
    assert seen.iloc[-1] >= 2 * seen.iloc[:-1].median()

    told = lines(gathered(session)["operations"])

    assert told[f"2026-11 {CRANES}"]["hits"] == told["2026-11 BREEZE"]["hits"] == 1


def test_an_account_that_nobody_looked_at_has_no_data_and_not_0(session: Session):
    told = lines(gathered(session)["operations"])[f"2026-11 {CRANES}"]

    assert [told[code] for code in ("plays_actual", "fans_actual", "interaction_actual", "hits", "breaches")] == [
        None
    ] * 5


def test_fans_are_the_net_days_of_the_highest_revision(session: Session):
    account = of(session, CRANES).id
    for day, revision, fans in ((2, 1, 900), (2, 2, 30), (3, 1, -12), (4, 1, None)):
        session.add(
            AccountDaily(
                account_id=account, day=date(2026, 11, day), source=Source.API, revision=revision, new_fans=fans,
                followers_total=5_000 + day,
            )
        )  # fmt: skip

    told = gathered(session)

    raw = text("SELECT sum(new_fans) FROM account_dailies WHERE NOT (day = '2026-11-02' AND revision = 1)")
    assert lines(told["operations"])[f"2026-11 {CRANES}"]["fans_actual"] == session.scalar(raw) == 18
    assert lines(told["accounts"])[CRANES]["followers"] == 5_004


def test_a_target_is_held_against_the_days_that_are_over(session: Session):
    some_works(session)
    plan(session, CRANES, "2026-11", plays=5_800, works_published=2)

    told = lines(gathered(session, LAST_NOON_OF_NOVEMBER)["operations"])[f"2026-11 {CRANES}"]

    assert (told["plays_target"], told["plays_reached"]) == (5_800, 0.5)
    assert told["elapsed"] == pytest.approx(29 / 30)
    assert told["pace"] == pytest.approx(0.5 / (29 / 30))
    assert told["light"] == "告急"


def test_on_the_first_day_nothing_can_be_behind_yet_and_the_month_before_is_whole(session: Session):
    some_works(session)
    for month in ("2026-11", "2026-12"):
        plan(session, CRANES, month, plays=2_900)

    told = lines(gathered(session, DAWN_OF_DECEMBER)["operations"])

    first, before = told[f"2026-12 {CRANES}"], told[f"2026-11 {CRANES}"]
    assert (first["elapsed"], first["pace"], first["light"]) == (0, None, "")
    assert (before["elapsed"], before["pace"], before["light"]) == (1, 1, "正常")


def test_what_goes_live_after_midnight_in_beijing_belongs_to_the_new_month(session: Session):
    work(session, CRANES, DAWN_OF_DECEMBER - timedelta(hours=1))
    work(session, CRANES, DAWN_OF_DECEMBER)

    told = lines(gathered(session, DAWN_OF_DECEMBER)["operations"])

    assert told[f"2026-11 {CRANES}"]["works_actual"] == 1
    assert told[f"2026-12 {CRANES}"]["works_actual"] == 1


def test_a_step_that_is_past_its_day_makes_its_item_overdue(session: Session):
    item = session.scalars(select(ContentItem)).one()
    item.copy_due_on, item.planned_publish_at = date(2026, 11, 24), at(29)

    assert lines(gathered(session)["operations"])[f"2026-11 {CRANES}"]["overdue"] == 1
    assert lines(gathered(session, at(24))["operations"])[f"2026-11 {CRANES}"]["overdue"] == 0


def test_two_people_of_one_name_are_told_apart_and_one_who_left_is_not_offered(session: Session):
    twin = small_agency.cast("LIN")
    twin.code = "LIN2"
    session.add(twin)
    gone = session.scalars(select(Person).where(Person.code == "BU")).one()
    gone.active = False

    told = gathered(session)["content"]

    assert lines(told)["BREEZE-001"]["director"] == "林晓(LIN)"
    assert "林晓(LIN2)" in told.choices["director"]
    assert "卜部" not in told.choices["director"]


def test_a_project_s_tables_tell_nothing_of_another_client(session: Session):
    other = Client(code="OTHER", name="别家(虚构)")
    session.add(other)
    session.flush()
    project = Project(
        code="SECRET",
        name="别家的项目",
        client_id=other.id,
        kickoff_on=date(2026, 11, 2),
        plan_due_on=date(2026, 11, 9),
    )
    session.add(project)
    session.flush()
    theirs = Account(code="SECRET-DY", project_id=project.id, platform=Platform.DOUYIN, name="别家的号")
    session.add(theirs)
    session.flush()
    item = ContentItem(code="SECRET-001", account_id=theirs.id, title="别家的视频")
    session.add(item)
    ours = session.scalars(select(ContentItem).where(ContentItem.code == "BREEZE-001")).one()
    assert ours.director_id
    assert ours.photographer_id
    shoot = Shoot(
        code="SHARED", shoot_on=date(2026, 12, 11), director_id=ours.director_id, photographer_id=ours.photographer_id
    )
    shoot.items = [ShootItem(content_id=ours.id)]
    session.add(shoot)
    session.flush()
    session.add(ShootItem(shoot_id=shoot.id, content_id=item.id))
    work(session, "SECRET-DY", at(5), (at(24), 99))

    told = gathered(session, project=ours_of(session))

    cells = [str(cell) for filled in told.values() for row in filled.rows for cell in row]
    assert [cell for cell in cells if "SECRET" in cell or "别家" in cell] == []
    assert lines(told["shoots"])["SHARED"]["contents"] == "BREEZE-001 夏日新品"
    assert lines(gathered(session)["shoots"])["SHARED"]["contents"] == "BREEZE-001 夏日新品\nSECRET-001 别家的视频"


def ours_of(session: Session) -> str:
    return session.scalars(select(Project.id).where(Project.code == "BREEZE")).one()


def test_a_day_without_figures_stands_in_its_row_and_a_report_in_time_says_so(session: Session):
    account = of(session, CRANES)
    account.created_at = at(20)
    session.add(AccountDaily(account_id=account.id, day=date(2026, 11, 24), source=Source.EXPORT, plays_new=7))
    for day, sent_at in ((23, at(24, hour=1)), (22, at(23, hour=9))):
        session.add(
            ReportSubmission(
                account_id=account.id, period=ReportPeriod.DAY, period_key=f"2026-11-{day}",
                due_at=at(day + 1, hour=2), submitted_at=sent_at, problems="评论区有人问价格",
            )
        )  # fmt: skip

    filled = gathered(session)["days"]

    told = {code: row for code, row in lines(filled).items() if code.startswith(CRANES)}
    assert list(told) == [f"{CRANES} 2026-11-{day}" for day in (24, 23, 22, 21, 20)]
    assert [row["plays_new"] for row in told.values()] == [7, None, None, None, None]
    assert [row["status"] for row in told.values()] == ["缺报", "按时", "补报", "缺报", "缺报"]
    assert told[f"{CRANES} 2026-11-23"]["problems"] == "评论区有人问价格"
    assert told[f"{CRANES} 2026-11-24"]["source"] == "导出表"
    versions = dict(zip(lines(filled), filled.revs, strict=True))
    assert (versions[f"{CRANES} 2026-11-23"], versions[f"{CRANES} 2026-11-24"]) == (1, 0)


@pytest.fixture
def full(on_record: str) -> Iterator[Session]:
    """A house of two accounts with thirty videos each, at every stage."""
    with records() as session:
        full_agency.found(session, Scale(accounts=2, videos=30))
        yield session


def test_the_schedules_agree_with_the_raw_rows_of_every_item(full: Session):
    told = gathered(full, full_agency.NOW)
    schedule, cuts = lines(told["content"]), lines(told["cuts"])

    rows = full.execute(
        select(ContentItem.code, func.min(Cut.uploaded_at), func.max(Cut.version), func.count(Cut.id))
        .outerjoin(Cut, Cut.content_id == ContentItem.id)
        .group_by(ContentItem.code)
    ).all()
    assert len(rows) == len(schedule) == len(cuts) == 60
    for code, first, _last, count in rows:
        assert cuts[code]["first_cut_at"] == (first or "")
        assert cuts[code]["revisions"] == (count - 1 if count else "")
    live = full.scalar(select(func.count()).select_from(Publication))
    assert sum(row["status"] == "已上线" for row in schedule.values()) == live
    assert {row["status"] for row in schedule.values()} == {
        "待文案", "待脚本", "待同步", "待拍摄", "剪辑中", "待确认", "待发布", "已上线",
    }  # fmt: skip


def test_plays_by_age_are_those_of_the_look_nearest_to_it(full: Session):
    cuts = lines(gathered(full, full_agency.NOW)["cuts"])

    query = """SELECT c.code, p.published_at, s.observed_at, s.plays FROM video_snapshots s
               JOIN publications p ON p.id = s.publication_id JOIN content_items c ON c.id = p.content_id"""
    looks = pd.read_sql(text(query), full.connection())
    looks["age"] = pd.to_datetime(looks["observed_at"], utc=True, format="ISO8601") - pd.to_datetime(
        looks["published_at"], utc=True, format="ISO8601"
    )
    for days in (1, 3, 7):
        looks["off"] = (looks["age"] - pd.Timedelta(days=days)).abs()
        near = looks[looks["off"] <= pd.Timedelta(hours=12)].sort_values(["off", "age"]).groupby("code").first()
        for code, row in cuts.items():
            if row["status"] == "已上线":
                assert row[f"plays_{days}d"] == (near["plays"].get(code)), (code, days)
            else:
                assert row[f"plays_{days}d"] == ""


def test_what_is_under_way_comes_before_what_is_done_the_most_urgent_on_top(full: Session):
    told = list(lines(gathered(full, full_agency.NOW)["content"]).values())

    done = [row["status"] == "已上线" for row in told]
    planned = [row["planned_publish_at"] for row in told]
    under_way = done.index(True)
    assert done == sorted(done)
    assert planned[:under_way] == sorted(planned[:under_way], key=str)
    assert planned[under_way:] == sorted(planned[under_way:], key=str, reverse=True)
    assert [row["number"] for row in told] == list(range(1, 61))


def test_no_row_costs_a_question_of_its_own(full: Session):
    def questions(house: Session) -> int:
        asked: list[str] = []
        engine = house.get_bind()

        def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        gathered(house, full_agency.NOW)
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    few = questions(full)
    add_videos(full, 90)
    many = questions(full)

    assert few == many
    assert few < 80


def add_videos(session: Session, count: int) -> None:
    account = session.scalars(select(Account.id).order_by(Account.code)).first()
    session.add_all(
        ContentItem(code=f"MORE-{number:03}", account_id=account, title="又一只纸鸢") for number in range(count)
    )
    session.flush()


def test_the_workbook_holds_what_was_gathered(full: Session, tmp_path: Path):
    told = gathered(full, full_agency.NOW)
    write_tables(list(told.values()), tmp_path / "six.xlsx", made_at=full_agency.NOW)

    sheet = opened.records(tmp_path / "six.xlsx", "剪辑上线排期表")
    for row, line in zip(sheet, lines(told["cuts"]).values(), strict=True):
        assert row["内容编码"] == line["code"]
        assert row["3天播放"] == ("无数据" if line["plays_3d"] is None else line["plays_3d"])
        assert (row["初剪实际"] == "") == (line["first_cut_at"] == "")
    assert [row["版本"] for row in sheet] == list(told["cuts"].revs)


def test_gathering_the_same_twice_gives_the_same(full: Session):
    first, second = gathered(full, full_agency.NOW), gathered(full, full_agency.NOW)

    assert [(each.rows, each.revs) for each in first.values()] == [(each.rows, each.revs) for each in second.values()]


def test_an_emoji_family_is_one_name(session: Session):
    told = lines(gathered(session)["accounts"])[KITES]

    assert told["name"] == "🪁纸鸢👨‍👩‍👧‍👦(虚构)"
    assert told["platform"] == "快手"
