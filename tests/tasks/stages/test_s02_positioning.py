"""What an account stands for, signed by the whole house and then the client (S2, I1, R01)."""

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms.meetings import MeetingKind
from agency.errors import StageOutOfOrder
from agency.records.engine import records
from agency.records.tables import AccountPositioning, Meeting, MeetingAttendee, Topic
from tasks.stages.s02_positioning import POSITIONING
from tests import small_agency
from tests.tasks.counter import Counter
from tests.tasks.launched import MONDAY, add_topic, found_launched

WHOLE_HOUSE = [
    "卜部(部门负责人)",
    "叶务(业务负责人)",
    "商陆(商务)",
    "云总(运营负责人)",
    "吴敏(运营)",
    "佘光(摄影师)",
    "简洁(剪辑师)",
]
TEA_MASTER = {
    "persona": "开了十年茶铺的老板娘",
    "audience": "二十到三十五岁的上班族",
    "tone": "爽快,不端着",
    "pillars": "茶铺日常\n冷泡茶教程",
    "red_lines": "不说减肥\n不碰同行",
    "visual_identity": "",
    "benchmarks": "",
    "topics": "一杯冷泡茶的早晨\n茶渣别扔\n\n一杯冷泡茶的早晨",
}


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with time_machine.travel(MONDAY, tick=False), records(engine) as session:
        found_launched(session)
        yield session


def submitted(session: Session, **changes: str) -> Counter:
    return Counter(session, POSITIONING, "BREEZE-DY").answer(person="林晓(编导)", **TEA_MASTER | changes)


def signed_inside(counter: Counter) -> Counter:
    for person in WHOLE_HOUSE:
        counter.answer(person=person, decision="通过", comment="")
    return counter


def positionings(session: Session) -> list[AccountPositioning]:
    return list(session.scalars(select(AccountPositioning).order_by(AccountPositioning.version)))


def test_everyone_in_the_house_but_the_author_signs_before_the_client_is_asked(session: Session):
    counter = submitted(session)
    assert sorted(counter.fields["person"]["enum"]) == sorted(WHOLE_HOUSE)

    signed_inside(counter)

    assert counter.fields["person"]["enum"] == ["贾方(甲方)"]
    assert not positionings(session)[0].active


def test_the_clients_signature_makes_the_version_the_accounts_own_and_keeps_the_discussion(session: Session):
    counter = signed_inside(submitted(session)).answer(person="贾方(甲方)", decision="通过", comment="")

    meeting = session.scalars(select(Meeting).where(Meeting.kind == MeetingKind.POSITIONING)).one()
    attendees = session.scalars(select(MeetingAttendee)).all()

    assert counter.is_passed
    assert [(one.version, one.active) for one in positionings(session)] == [(1, True)]
    assert (meeting.client_present, len(attendees)) == (True, len(WHOLE_HOUSE) + 2)


def test_topics_come_into_the_pool_once_each(session: Session):
    counter = submitted(session).answer(person="卜部(部门负责人)", decision="退回修改", comment="人设再想想")
    counter.answer(person="林晓(编导)", **TEA_MASTER | {"topics": "茶渣别扔\n老板娘的一天"})

    pool = session.scalars(select(Topic).order_by(Topic.code)).all()

    assert [(topic.code, topic.title) for topic in pool] == [
        ("BREEZE-DY-T001", "一杯冷泡茶的早晨"),
        ("BREEZE-DY-T002", "茶渣别扔"),
        ("BREEZE-DY-T003", "老板娘的一天"),
    ]


def test_a_refusal_by_the_client_mends_the_same_version_and_asks_the_house_again(session: Session):
    counter = signed_inside(submitted(session)).answer(person="贾方(甲方)", decision="退回修改", comment="太江湖气")
    assert counter.fields["persona"]["default"] == "开了十年茶铺的老板娘"

    counter.answer(person="林晓(编导)", **TEA_MASTER | {"persona": "爱琢磨茶的店长"})

    assert [(one.version, one.persona) for one in positionings(session)] == [(1, "爱琢磨茶的店长")]
    assert len(counter.fields["person"]["enum"]) == len(WHOLE_HOUSE)


def test_a_pool_that_grows_does_not_open_the_gate_again(session: Session):
    counter = signed_inside(submitted(session)).answer(person="贾方(甲方)", decision="通过", comment="")
    add_topic(session, 3, "茶渣也能种花")

    assert counter.is_passed


def test_a_new_version_after_a_review_is_signed_anew_and_replaces_the_old_one_only_then(session: Session):
    counter = signed_inside(submitted(session)).answer(person="贾方(甲方)", decision="通过", comment="")
    first = positionings(session)[0]
    session.add(AccountPositioning(account_id=first.account_id, version=2, persona="爱琢磨茶的店长", audience="学生"))
    assert not counter.is_passed
    assert first.active

    signed_inside(counter).answer(person="贾方(甲方)", decision="通过", comment="")

    assert [(one.version, one.active) for one in positionings(session)] == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"red_lines": " \n"}, "禁区"), ({"persona": " "}, "人设"), ({"topics": "\n \n"}, "还没有搜集选题")],
    ids=["no red lines", "no persona", "no topics"],
)
def test_what_is_incomplete_is_put_back_and_leaves_nothing(session: Session, change: dict[str, str], reason: str):
    counter = submitted(session, **change)

    assert reason in counter.shown
    assert positionings(session) == []
    assert session.scalars(select(Topic)).all() == []


def test_no_account_is_positioned_before_its_projects_plan_is_confirmed(engine: Engine):
    with records(engine) as session:
        small_agency.found(session)

        with pytest.raises(StageOutOfOrder, match="BREEZE-DY: 部门负责人还没有确认方案"):
            Counter(session, POSITIONING, "BREEZE-DY").asks()
