"""The week's ideas put together, once, on the right day; and what each editor owes a week (C5, C6, R24, R25)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.obligations import Obligation
from agency.domain.terms.people import Role
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.domain.windows import window_of
from agency.records.engine import records
from agency.records.named import by_code
from agency.records.tables import GroupChat, Notification, Person, Project, ProjectMember, TrendShare
from tasks.owed.sharing import owed
from tasks.topics.candidates import call_meeting
from tasks.topics.idea_sharing import IdeaForm, share
from tasks.topics.ideas_digest import digest, due_weeks, page_of
from tasks.topics.material import material
from tests.tasks.launched import account, found_launched, position

SEPTEMBER = datetime(2026, 9, 1, 2, tzinfo=UTC)
WEEK = window_of("2026-W47")  # 16 to 22 November, five working days
HOLIDAY = window_of("2026-W40")  # 28 September to 4 October; the holiday begins on Thursday
NOON = timedelta(hours=12)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """The agency at work since September, with a group for ideas."""
    with records(engine) as session:
        with time_machine.travel(SEPTEMBER, tick=False):
            found_launched(session)
            position(session)
            chat = {"channel": ChatChannel.FEISHU, "purpose": ChatPurpose.TREND_SHARE}
            session.add(GroupChat(code="TREND", name="抖音新玩法(虚构)", **chat))
        session.scalars(select(Project)).one().plan_confirmed_at = SEPTEMBER
        session.flush()
        yield session


def shared(
    session: Session, day: int, who: str = "JIAN", kind: str = "BGM", month: int = 11, **more: object
) -> TrendShare:
    at = datetime(2026, month, day, 6, tzinfo=UTC)
    form = IdeaForm(**{"who": who, "kind": kind, "what": f"{month} 月 {day} 日的{kind}"} | more)
    return share(session, form, f"run-{who}-{month}-{day}", at)


def digests(session: Session) -> list[Notification]:
    query = select(Notification).where(Notification.about.startswith("ideas:")).order_by(Notification.id)
    return list(session.scalars(query))


def owes(session: Session, week: str, at: datetime) -> list[Obligation]:
    return [one for one in owed(session, at) if one.slot == week]


def test_a_week_is_put_together_by_kind_with_what_there_is_to_look_at_and_who_was_quiet(session: Session):
    shared(session, 16, reference_account="@虚构音乐人", link="https://v.douyin.com/abc/")
    shared(session, 17, who="LIN", kind="剧情创意", what="倒叙开场")
    shared(session, 18, who="WU", kind="运营手法")

    made = digest(session, WEEK)

    assert made.count == 3
    assert made.text.index("运营手法") < made.text.index("剧情创意") < made.text.index("BGM")
    assert "[@虚构音乐人](https://v.douyin.com/abc/)" in made.text
    assert "2026-11-19" in made.text
    assert "2026-11-18" not in made.text.split("BGM")[-1]
    assert "简洁" not in made.text.split("2026-11-19")[-1]


def test_a_week_that_still_runs_calls_nobody_quiet(session: Session):
    shared(session, 16)

    running, over = (page_of(session, WEEK, is_over=is_over) for is_over in (False, True))

    assert running.startswith("这一周还没有过完。")
    assert "不够" not in running
    assert "2026-11-17" in over
    assert all("运行流程 share-idea" in page for page in (running, over))


def test_an_editor_who_shared_nothing_of_the_trade_is_named_as_a_fact(session: Session):
    shared(session, 16, kind="剧情创意")

    assert "简洁" in digest(session, WEEK).text.splitlines()[-1]


def test_the_digest_is_told_once_however_often_it_is_made(session: Session):
    shared(session, 16)

    first, again = digest(session, WEEK), digest(session, WEEK)

    assert (first.is_told, again.is_told) == (True, False)
    (told,) = digests(session)
    assert "2026-W47" in told.title
    assert "11 月 16 日的BGM" in told.body


@pytest.mark.parametrize(
    ("day", "weeks"),
    [
        (datetime(2026, 11, 23, 1, 30, tzinfo=UTC), ["2026-W47"]),
        (datetime(2026, 11, 25, 1, 30, tzinfo=UTC), ["2026-W47"]),  # a Monday that was missed is made up for
        (datetime(2026, 9, 28, 1, 30, tzinfo=UTC), ["2026-W39"]),
        (datetime(2026, 10, 5, 1, 30, tzinfo=UTC), []),  # the Monday of the holiday
        (datetime(2026, 10, 7, 1, 30, tzinfo=UTC), []),
        (datetime(2026, 10, 8, 1, 30, tzinfo=UTC), ["2026-W40"]),
        (datetime(2026, 10, 12, 1, 30, tzinfo=UTC), ["2026-W40", "2026-W41"]),
        (datetime(2026, 2, 16, 1, 30, tzinfo=UTC), []),  # the week of the Spring Festival has no working day
        (datetime(2026, 2, 24, 1, 30, tzinfo=UTC), ["2026-W07", "2026-W08"]),
    ],
)
def test_a_week_is_looked_back_on_on_monday_or_the_first_working_day_after_a_holiday(
    session: Session, day: datetime, weeks: list[str]
):
    assert due_weeks(session, day) == weeks


def test_the_days_off_of_a_holiday_week_are_no_quiet_days(session: Session):
    for day in (28, 29, 30):
        shared(session, day, month=9)

    assert "10-01" not in digest(session, HOLIDAY).text.removeprefix("# ").split("\n", 1)[1]


def test_the_topic_meeting_sees_the_ideas_and_where_the_week_was_quiet(session: Session):
    shared(session, 16, reference_account="@虚构音乐人", link="https://v.douyin.com/abc/")
    with time_machine.travel(datetime(2026, 11, 23, 2, tzinfo=UTC), tick=False):
        meeting = call_meeting(session, account(session), window_of("2026-W48"))
        shown = material(session, account(session), meeting)

    assert "[@虚构音乐人](https://v.douyin.com/abc/)" in shown
    assert "2026-11-17" in shown


def test_an_editor_owes_a_share_by_the_end_of_the_weeks_last_working_day(session: Session):
    (one,) = owes(session, "2026-W47", WEEK.begins + NOON)

    assert one.due_at == datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert (list(one.owners), list(one.chain)) == ([code_id(session, "JIAN")], [code_id(session, "YUN")])
    assert (one.rule, one.remind_days, one.is_open) == ("C6", (1, 0), True)


def test_a_week_that_ends_in_a_holiday_is_due_before_it_and_one_with_a_make_up_saturday_on_it(session: Session):
    (before,) = owes(session, "2026-W40", HOLIDAY.begins)
    (after,) = owes(session, "2026-W41", HOLIDAY.ends)

    assert before.due_at == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert after.due_at == datetime(2026, 10, 10, 16, tzinfo=UTC)


def test_a_week_without_a_working_day_is_asked_of_nobody(session: Session):
    with time_machine.travel(SEPTEMBER - timedelta(days=365), tick=False):
        seat = {"person_id": code_id(session, "LIN"), "role": Role.EDITOR}
        session.add(ProjectMember(project_id=session.scalars(select(Project.id)).one(), **seat))
        session.scalars(select(Project)).one().plan_confirmed_at = SEPTEMBER - timedelta(days=365)
        session.flush()

    slots = {one.slot for one in owed(session, datetime(2026, 2, 24, 2, tzinfo=UTC))}

    assert "2026-W07" in slots
    assert "2026-W08" not in slots


@pytest.mark.parametrize(("kind", "is_open"), [("剪辑手法", False), ("封面贴图", False), ("剧情创意", True)])
def test_a_share_of_the_trade_is_what_is_owed(session: Session, kind: str, is_open: bool):
    idea = shared(session, 18, kind=kind)

    (one,) = owes(session, "2026-W47", WEEK.begins)

    assert one.is_open is is_open
    assert one.done_at == (None if is_open else idea.shared_at)


def test_the_same_link_once_more_is_no_new_technique(session: Session):
    shared(session, 12, who="LIN", link="https://v.douyin.com/abc/")
    shared(session, 18, link="https://v.douyin.com/abc")

    assert owes(session, "2026-W47", WEEK.begins)[0].is_open


def test_a_share_on_sunday_night_beijing_time_is_this_weeks_and_late(session: Session):
    form = IdeaForm(who="JIAN", kind="音效", what="玻璃碰杯声")
    share(session, form, "run-late", datetime(2026, 11, 22, 15, 59, tzinfo=UTC))
    share(session, form, "run-next", datetime(2026, 11, 22, 16, tzinfo=UTC))

    (this,), (following,) = owes(session, "2026-W47", WEEK.ends), owes(session, "2026-W48", WEEK.ends)

    assert this.done_at is not None
    assert this.done_at > this.due_at
    assert following.done_at == WEEK.ends


@pytest.mark.parametrize("status", [ProjectPlanStatus.DRAFT, ProjectPlanStatus.CONFIRMED])
def test_an_editor_whose_project_is_not_carried_out_is_not_asked(session: Session, status: ProjectPlanStatus):
    session.scalars(select(Project)).one().plan_status = status
    session.flush()

    assert list(owed(session, WEEK.begins)) == []


def test_an_editor_is_asked_from_the_week_on_that_begins_with_them(session: Session):
    with time_machine.travel(datetime(2026, 11, 17, 2, tzinfo=UTC), tick=False):
        seat = {"person_id": code_id(session, "LIN"), "role": Role.EDITOR}
        session.add(ProjectMember(project_id=session.scalars(select(Project.id)).one(), **seat))
        session.flush()

    assert len(owes(session, "2026-W47", WEEK.begins)) == 1
    assert len(owes(session, "2026-W48", WEEK.ends)) == 2


def test_a_closed_project_asks_nobody_any_more(session: Session):
    session.scalars(select(Project)).one().closed_on = WEEK.first
    session.flush()

    assert owes(session, "2026-W47", WEEK.begins) == []
    assert len(owes(session, "2026-W46", WEEK.begins)) == 1


def code_id(session: Session, code: str) -> str:
    return by_code(session, Person, code).id
