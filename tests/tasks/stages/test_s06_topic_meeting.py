"""The weekly topic meeting: what it decides about, what is put back, what becomes of passed topics (S6, I2, C5, R02)."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agency.domain.terms.content import TopicStatus
from agency.domain.terms.figures import Source
from agency.domain.terms.meetings import MeetingStatus
from agency.domain.terms.plans import MonthPlanStatus
from agency.domain.terms.publishing import PublicationStatus
from agency.domain.terms.sharing import ShareKind
from agency.domain.windows import window_of
from agency.errors import NotOnRecord, StageOutOfOrder
from agency.records.engine import records
from agency.records.tables import (
    AccountPositioning,
    ActionItem,
    ContentItem,
    GateRound,
    Meeting,
    MonthPlan,
    Person,
    Publication,
    Topic,
    TrendShare,
    VideoSnapshot,
)
from tasks.stages.s06_topic_meeting import MEETING
from tasks.topics.candidates import MOST_CANDIDATES, call_meeting
from tasks.topics.to_produce import to_produce
from tests.tasks.counter import Counter
from tests.tasks.launched import MONDAY, account, add_topic, found_launched, position

WEEK = window_of("2026-W48")
HOLIDAY_WEEK = window_of("2026-W08")
TOO_LONG = "开了十年茶铺的老板娘教你在家做一杯冷泡茶"
DIRECTOR = "林晓(编导)"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with time_machine.travel(MONDAY, tick=False), records(engine) as session:
        found_launched(session)
        position(session)
        yield session


def called(session: Session) -> Meeting:
    return call_meeting(session, account(session), WEEK)


def meeting(session: Session) -> Counter:
    return Counter(session, MEETING, f"BREEZE-DY/{called(session).cadence_key}")


def said(place: int, word: str, reason: str = "", **more: str) -> Mapping[str, str]:
    days = {"shoot": "2026-12-04", "publish": "2026-12-11 18:00"} | more
    return {f"topic_{place}": word, f"reason_{place}": reason, **{f"{name}_{place}": day for name, day in days.items()}}


def made(session: Session) -> list[ContentItem]:
    return list(session.scalars(select(ContentItem).where(ContentItem.topic_id.is_not(None))))


def test_the_best_topics_come_first_and_the_unscored_last(session: Session):
    add_topic(session, 1, "没打分")
    add_topic(session, 2, "一般", points=2)
    add_topic(session, 3, "很好", points=5)

    fields = meeting(session).fields

    assert [fields[f"topic_{place}"]["title"] for place in (1, 2, 3)] == ["1 · 很好", "2 · 一般", "3 · 没打分"]


def test_more_topics_than_a_meeting_can_hear_stay_in_the_pool(session: Session):
    for number in range(1, MOST_CANDIDATES + 4):
        add_topic(session, number, f"选题 {number}", points=number % 5)

    fields = meeting(session).fields

    assert f"topic_{MOST_CANDIDATES}" in fields
    assert f"topic_{MOST_CANDIDATES + 1}" not in fields


def test_a_topic_that_has_gone_stale_is_marked_and_not_brought(session: Session):
    stale = add_topic(session, 1, "双十一囤茶", expires_on=date(2026, 11, 22))
    fresh = add_topic(session, 2, "小雪煮茶", expires_on=date(2026, 11, 23))

    assert called(session).materials == [fresh.code]
    assert (stale.status, fresh.status) == (TopicStatus.EXPIRED, TopicStatus.IDEA)


def test_a_topic_that_comes_in_while_the_meeting_waits_does_not_change_its_form(session: Session):
    add_topic(session, 1, "茶渣别扔", points=3)
    before = meeting(session).fields
    add_topic(session, 2, "新来的好选题", points=5)

    assert meeting(session).fields == before


def test_a_topic_that_was_decided_elsewhere_meanwhile_leaves_the_others_in_their_places(session: Session):
    add_topic(session, 1, "很好", points=5)
    add_topic(session, 2, "一般", points=3)
    called(session)
    session.scalars(select(Topic).where(Topic.title == "很好")).one().status = TopicStatus.DROPPED

    fields = meeting(session).fields

    assert "topic_1" not in fields
    assert fields["topic_2"]["title"] == "2 · 一般"


def test_a_week_without_a_working_day_waives_its_meeting(session: Session):
    add_topic(session, 1, "年夜饭后一杯茶")

    waived = call_meeting(session, account(session), HOLIDAY_WEEK)

    assert waived.status is MeetingStatus.WAIVED
    assert call_meeting(session, account(session), HOLIDAY_WEEK) is waived


def test_a_passed_topic_becomes_a_content_item_and_the_others_do_not(session: Session):
    for number, title in enumerate(["茶渣别扔", "老板娘的一天", "同行怎么卖"], start=1):
        add_topic(session, number, title, points=6 - number)
    counter = meeting(session)

    decided = said(1, "通过") | said(2, "修改", "要有冲突") | said(3, "否决", "碰了禁区")
    counter.answer(person=DIRECTOR, minutes="试试第一视角", **decided)

    assert counter.is_passed
    assert [(item.code, item.title, item.planned_shoot_on) for item in made(session)] == [
        ("BREEZE-DY-001", "茶渣别扔", date(2026, 12, 4))
    ]
    statuses = session.execute(select(Topic.status, Topic.judgement).order_by(Topic.code)).all()
    assert [tuple(row) for row in statuses] == [
        (TopicStatus.PASSED, None),
        (TopicStatus.REWORK, "要有冲突"),
        (TopicStatus.DROPPED, "碰了禁区"),
    ]


def test_a_meeting_that_was_held_knows_its_host_and_what_it_decided(session: Session):
    add_topic(session, 1, "茶渣别扔")
    meeting(session).answer(person=DIRECTOR, minutes="试试第一视角", **said(1, "通过"))

    held = called(session)

    assert (held.status, session.get_one(Person, held.host_id).code) == (MeetingStatus.HELD, "LIN")
    assert held.decisions == ["BREEZE-DY-T001 · 茶渣别扔 · 通过"]


def test_a_second_run_asks_nothing_and_makes_nothing_twice(session: Session):
    add_topic(session, 1, "茶渣别扔")
    counter = meeting(session)
    counter.answer(person=DIRECTOR, minutes="", **said(1, "通过"))

    assert meeting(session).is_passed
    assert (len(made(session)), len(to_produce(session, called(session)))) == (1, 1)
    assert session.scalar(select(func.count()).select_from(GateRound)) == 1


def test_a_topic_that_needs_rework_is_heard_again_a_week_later(session: Session):
    add_topic(session, 1, "老板娘的一天")
    meeting(session).answer(person=DIRECTOR, minutes="", **said(1, "修改", "要有冲突"))

    assert call_meeting(session, account(session), window_of("2026-W49")).materials == ["BREEZE-DY-T001"]


def test_only_a_director_leads_the_meeting(session: Session):
    add_topic(session, 1, "茶渣别扔")
    counter = meeting(session)
    assert counter.fields["person"]["enum"] == [DIRECTOR]

    counter.answer(person="吴敏(运营)", minutes="", **said(1, "通过"))

    assert "吴敏" in counter.shown
    assert made(session) == []


def test_a_title_that_is_too_long_is_shortened_beside_its_topic(session: Session):
    add_topic(session, 1, TOO_LONG * 2)
    counter = meeting(session)
    counter.answer(person=DIRECTOR, minutes="", **said(1, "通过", new_title=""))
    assert "最多20个" in counter.shown

    counter.answer(person=DIRECTOR, minutes="", **said(1, "通过", new_title="老板娘教你冷泡茶"))

    assert made(session)[0].title == "老板娘教你冷泡茶"
    assert session.scalars(select(Topic)).one().title == TOO_LONG * 2


def test_a_title_that_fits_has_no_field_for_another(session: Session):
    add_topic(session, 1, TOO_LONG[:20])

    assert "new_title_1" not in meeting(session).fields


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (said(1, "否决"), "请写明选题“茶渣别扔”没有通过的原因"),
        (said(1, "修改", "  "), "请写明选题“茶渣别扔”没有通过的原因"),
        (said(1, "通过", shoot="2026-11-20"), "计划日期已经过去"),
        (said(1, "通过", shoot="2026-12-10"), "初剪"),
        (said(1, "通过", shoot="2026-11-31"), "“茶渣别扔”:“2026-11-31”不是"),
        (said(1, "通过", shoot="2026-12-07"), "赶不上拍摄"),
        (said(1, "再议"), "再议"),
        (said(1, "通过", publish="2027-01-05 18:00"), "2027-01"),
    ],
    ids=[
        "dropped",
        "rework",
        "past",
        "no time to edit",
        "no such day",
        "stale by then",
        "no such word",
        "closed month",
    ],
)
def test_a_decision_that_cannot_stand_is_put_back_and_leaves_nothing(
    session: Session, decision: Mapping[str, str], reason: str
):
    topic = add_topic(session, 1, "茶渣别扔", expires_on=date(2026, 12, 5))
    session.add(MonthPlan(project_id=account(session).project_id, month="2027-01"))
    counter = meeting(session)

    counter.answer(person=DIRECTOR, minutes="", **decision)

    assert reason in counter.shown
    assert (topic.status, made(session)) == (TopicStatus.IDEA, [])


def test_a_month_opens_for_videos_with_the_clients_name_under_its_plan(session: Session):
    add_topic(session, 1, "茶渣别扔")
    plan = MonthPlan(project_id=account(session).project_id, month="2026-12")
    session.add(plan)
    counter = meeting(session)
    counter.answer(person=DIRECTOR, minutes="", **said(1, "通过"))
    assert "还没有甲方确认" in counter.shown
    assert made(session) == []

    plan.status = MonthPlanStatus.LOCKED
    session.flush()
    counter.answer(person=DIRECTOR, minutes="", **said(1, "通过"))

    assert [item.title for item in made(session)] == ["茶渣别扔"]


def test_a_meeting_without_topics_is_held_for_the_new_directions(session: Session):
    counter = meeting(session)
    assert "选题库是空的" in counter.shown

    counter.answer(person=DIRECTOR, minutes="下周试方言")

    assert counter.is_passed
    assert called(session).minutes == "下周试方言"


def test_the_material_shows_shared_ideas_and_the_meeting_has_then_seen_them(session: Session):
    author = session.scalars(select(Person).where(Person.code == "JIAN")).one()
    idea = TrendShare(
        kind=ShareKind.SOUND, author_id=author.id, shared_at=MONDAY - timedelta(days=2), what="茶水声特写"
    )
    session.add(idea)
    counter = meeting(session)
    assert "茶水声特写" in counter.shown

    counter.answer(person=DIRECTOR, minutes="")

    assert idea.meeting_id == called(session).id


def test_the_material_shows_open_adjustments_of_the_last_review(session: Session):
    owner = session.scalars(select(Person).where(Person.code == "WU")).one()
    about = {"project_id": account(session).project_id, "owner_id": owner.id, "due_on": date(2026, 11, 30)}
    session.add(ActionItem(what="开头三秒给产品", **about))

    assert "开头三秒给产品" in meeting(session).shown


def test_the_material_ranks_last_weeks_works_by_the_plays_they_gained(session: Session):
    add_work(session, "老作品", published=datetime(2026, 11, 2, tzinfo=UTC), plays=(9_000, 9_100))
    add_work(session, "新爆款", published=datetime(2026, 11, 17, tzinfo=UTC), plays=(4_000,))

    shown = meeting(session).shown

    assert "- **最好** 新爆款: 新增播放 4,000\n- **最好** 老作品: 新增播放 100" in shown


def test_without_figures_the_material_says_so(session: Session):
    assert "没有上周的数据" in meeting(session).shown


def test_an_account_that_stands_for_nothing_yet_has_no_topic_meeting(session: Session):
    session.delete(session.scalars(select(AccountPositioning)).one())

    with pytest.raises(StageOutOfOrder, match="BREEZE-DY"):
        called(session)


def test_a_meeting_that_nobody_called_is_not_on_record(session: Session):
    with pytest.raises(NotOnRecord, match="BREEZE-DY/2026-W50"):
        Counter(session, MEETING, "BREEZE-DY/2026-W50").asks()


def add_work(session: Session, title: str, published: datetime, plays: tuple[int, ...]) -> None:
    work = Publication(
        account_id=account(session).id, title=title, published_at=published, status=PublicationStatus.LIVE
    )
    session.add(work)
    session.flush()
    moments = [datetime(2026, 11, 21, tzinfo=UTC) - timedelta(days=7 * back) for back in range(len(plays))]
    session.add_all(
        VideoSnapshot(publication_id=work.id, observed_at=moment, source=Source.SAMPLE, plays=count)
        for moment, count in zip(sorted(moments), plays, strict=True)
    )
