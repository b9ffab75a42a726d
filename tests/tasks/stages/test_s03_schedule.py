"""The first schedule and topics of an account, agreed with the client (S3, I3, R03)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms.content import TopicStatus
from agency.domain.terms.gates import SubjectKind
from agency.records import ledger
from agency.records.engine import records
from agency.records.ledger import GateKey
from agency.records.tables import ContentItem, Meeting, Person, Topic
from tasks.stages.s03_schedule import SCHEDULE, talk_of
from tasks.topics.to_produce import to_produce
from tests.tasks.counter import Counter
from tests.tasks.launched import MONDAY, account, add_topic, found_launched

MORNING = "BREEZE-DY-T001 | 一杯冷泡茶的早晨 | 2026-12-04 | 2026-12-10 18:00"
LEAVES = "BREEZE-DY-T002 | 茶渣别扔 | 2026-12-04 | 2026-12-11 18:00"
SEVERAL_PEOPLE = "👨‍👩‍👧‍👦"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with time_machine.travel(MONDAY, tick=False), records(engine) as session:
        found_launched(session)
        add_topic(session, 1, "一杯冷泡茶的早晨")
        add_topic(session, 2, "茶渣别扔")
        pass_positioning(session)
        yield session


def pass_positioning(session: Session) -> None:
    """Put a passed S2 into the ledger: how it gets there is another test's matter."""
    key = GateKey(SubjectKind.ACCOUNT, account(session).id, "S2")
    nobody = {"submitted_by": None, "submitted": {}, "flow_run_id": None}
    round_ = ledger.open_round(session, key, number=1, content={}, exhibit="", due_on=None, **nobody)
    ledger.pass_round(session, round_, None)


def submitted(session: Session, *lines: str) -> Counter:
    counter = Counter(session, SCHEDULE, "BREEZE-DY")
    return counter.answer(person="吴敏(运营)", schedule="\n".join(lines), first_topics="先让人认识老板娘")


def agreed(counter: Counter) -> Counter:
    for person in ("林晓(编导)", "吴敏(运营)", "贾方(甲方)"):
        counter.answer(person=person, decision="通过", comment="")
    return counter


def made(session: Session) -> list[ContentItem]:
    query = select(ContentItem).where(ContentItem.topic_id.is_not(None)).order_by(ContentItem.code)
    return list(session.scalars(query))


def test_operator_and_director_both_sign_before_the_client_is_asked(session: Session):
    counter = submitted(session, MORNING)
    assert sorted(counter.fields["person"]["enum"]) == ["吴敏(运营)", "林晓(编导)"]

    counter.answer(person="林晓(编导)", decision="通过", comment="")
    assert counter.fields["person"]["enum"] == ["吴敏(运营)"]
    counter.answer(person="吴敏(运营)", decision="通过", comment="")

    assert counter.fields["person"]["enum"] == ["贾方(甲方)"]
    assert made(session) == []


def test_the_form_proposes_the_pool_on_the_first_days_that_leave_time(session: Session):
    proposed = Counter(session, SCHEDULE, "BREEZE-DY").fields["schedule"]["default"].splitlines()

    assert proposed == [
        "BREEZE-DY-T001 | 一杯冷泡茶的早晨 | 2026-11-30 | 2026-12-04 18:00",
        "BREEZE-DY-T002 | 茶渣别扔 | 2026-11-30 | 2026-12-07 18:00",
    ]


def test_what_was_agreed_becomes_content_items_with_the_day_of_every_step(session: Session):
    counter = agreed(submitted(session, MORNING, LEAVES))

    first, second = made(session)
    assert counter.is_passed
    assert (first.code, second.code) == ("BREEZE-DY-001", "BREEZE-DY-002")
    assert first.planned_publish_at == datetime(2026, 12, 10, 10, 0, tzinfo=UTC)
    assert (first.script_due_on, first.copy_due_on) == (date(2026, 12, 1), date(2026, 11, 26))
    assert (first.planned_first_cut_on, first.planned_edit_due_on) == (date(2026, 12, 9), date(2026, 12, 9))


def test_a_content_item_has_its_crew_from_the_project(session: Session):
    agreed(submitted(session, MORNING))

    item = made(session)[0]
    crew = [item.director_id, item.operator_id, item.photographer_id, item.talent_id, item.editor_id]

    assert [session.get_one(Person, person).code for person in crew] == ["LIN", "WU", "SHE", "DA", "JIAN"]


def test_first_topics_are_passed_by_the_meeting_with_the_client(session: Session):
    agreed(submitted(session, MORNING))
    topic = session.scalars(select(Topic).where(Topic.code == "BREEZE-DY-T001")).one()

    meeting = session.get_one(Meeting, topic.meeting_id)

    assert (topic.status, meeting.client_present) == (TopicStatus.PASSED, True)
    assert [item.code for item in to_produce(session, meeting)] == ["BREEZE-DY-001"]


def test_a_shoot_that_moves_later_does_not_open_the_gate_again(session: Session):
    counter = agreed(submitted(session, MORNING))
    made(session)[0].planned_shoot_on = date(2026, 12, 7)

    assert counter.is_passed
    assert len(made(session)) == 1


def test_nothing_is_to_be_produced_while_the_client_has_not_agreed(session: Session):
    submitted(session, MORNING)

    assert to_produce(session, talk_of(session, account(session).id)) == []


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["BREEZE-DY-T009 | 不存在的选题 | 2026-12-04 | 2026-12-10 18:00"], "BREEZE-DY-T009 不在这个账号的选题库里"),
        ([MORNING, MORNING], "BREEZE-DY-T001 在排期里出现了不止一次"),
        ([MORNING.replace("2026-12-04", "2026-11-20")], "拍摄日 2026-11-20 已经过去"),
        ([MORNING.replace("2026-12-10", "2026-12-05")], "初剪"),
        ([MORNING.replace("一杯冷泡茶的早晨", SEVERAL_PEOPLE * 21)], "标题有21个字符"),
        ([MORNING.replace("18:00", "25:00")], "第 1 行:“2026-12-10 25:00”不是"),
        ([" "], "排期里没有选题"),
    ],
    ids=["unknown topic", "topic twice", "past shoot", "no time to edit", "long title", "no such hour", "nothing"],
)
def test_a_schedule_that_cannot_be_kept_is_put_back_with_the_reason(session: Session, lines: list[str], reason: str):
    counter = submitted(session, *lines)

    assert reason in counter.shown
    assert talk_of(session, account(session).id) is None


def test_a_title_of_twenty_families_fits(session: Session):
    agreed(submitted(session, MORNING.replace("一杯冷泡茶的早晨", SEVERAL_PEOPLE * 20)))

    assert made(session)[0].title == SEVERAL_PEOPLE * 20


def test_copy_that_is_already_late_is_pointed_out_and_not_refused(session: Session):
    counter = submitted(session, "BREEZE-DY-T001 | 一杯冷泡茶的早晨 | 2026-11-25 | 2026-12-10 18:00")

    assert "上一次的回答被退回" not in counter.shown
    assert "2026-11-25" in counter.shown
