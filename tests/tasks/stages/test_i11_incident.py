"""Something unforeseen: whose it is, who is told, what closes it, and where it goes when nobody resolves it (I11, R14)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agency.domain.terms.editing import CutStatus
from agency.domain.terms.meetings import MeetingKind
from agency.domain.terms.messages import Urgency
from agency.domain.terms.shoots import ShootItemStatus
from agency.errors import BadInput, NotOnRecord, RuleBroken
from agency.records import incidents, ledger
from agency.records.engine import records
from agency.records.named import by_code
from agency.records.tables import (
    ContentItem,
    Cut,
    Decision,
    GatePass,
    GateRound,
    Incident,
    Meeting,
    MeetingAttendee,
    Notification,
    Person,
    ProjectMember,
    RefusedAnswer,
    ShootItem,
)
from config.settings import settings
from tasks.gate.answers import receive
from tasks.gate.asking import next_question
from tasks.gate.desk import Desk
from tasks.gate.questions import Answer, Question, Stopped
from tasks.incidents.page import page_of
from tasks.owed.incidents import owed
from tasks.stages.i11_incident import INCIDENT, find_incident
from tests.tasks.counter import Counter
from tests.tasks.incident_agency import COORDINATOR, ELEVEN_PM, PHOTOGRAPHER, SHOOT, found, person, reported, told

HOUR = timedelta(hours=1)
RESOLVED = {
    "person": PHOTOGRAPHER,
    "outcome": "已解决",
    "report": "从隔壁棚借到一盏同型号的灯",
    "met_at": "2026-11-24 23:20",
    "met_with": ["林晓(编导)"],
    "learnt": "主灯要带一盏备用的",
}
NOT_HERE = {"person": PHOTOGRAPHER, "outcome": "这里解决不了,请协调人", "report": "全城都借不到", "learnt": ""}
DECIDED = {
    "person": COORDINATOR,
    "decision": "通过",
    "comment": "改到周四补拍,费用公司出",
    "met_at": "2026-11-24 23:50",
    "met_with": [PHOTOGRAPHER],
    "learnt": "提前一天试灯",
}


@pytest.fixture(autouse=True)
def coordinator(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SHORTVIDEO_ESCALATION_OWNER", "FEIYING")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with time_machine.travel(ELEVEN_PM + HOUR, tick=False), records(engine) as session:
        found(session)
        yield session


def counter(session: Session, incident: Incident) -> Counter:
    return Counter(session, INCIDENT, incident.code)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_touches_a_shoot_is_the_photographers_and_the_director_is_told_beside(session: Session):
    incident = reported(session, reach="棚里座机(虚构)")

    assert incident.owner_id == person(session, "SHE")
    assert told(session) == [("突发情况", {"LIN"}), ("突发情况", {"SHE"})]
    news = session.scalars(select(Notification)).all()
    assert {one.urgency for one in news} == {Urgency.AT_ONCE}
    for said in ("主灯摔坏了", "林晓", "棚里座机(虚构)", "2026-11-25 03:00", "飞影"):
        assert said in news[0].body


@pytest.mark.parametrize(
    ("touches", "owner"),
    [("BREEZE-001", "LIN"), ("BREEZE-DY", "WU"), ("", "WU"), (f" {SHOOT} ", "SHE")],
)
def test_the_one_responsible_is_found_by_what_is_touched(session: Session, touches: str, owner: str):
    assert reported(session, touches=touches).owner_id == person(session, owner)


def test_a_video_that_was_shot_is_the_editors_and_a_confirmed_one_the_operators(session: Session):
    session.scalars(select(ShootItem)).one().status = ShootItemStatus.SHOT
    in_edit = reported(session, touches="BREEZE-001")
    video, editor = by_code(session, ContentItem, "BREEZE-001"), person(session, "JIAN")
    cut = {"file_ref": "a.mp4", "sha256": "0" * 64, "duration_ms": 30_000, "uploaded_by_id": editor}
    session.add(Cut(content_id=video.id, **cut, uploaded_at=ELEVEN_PM, status=CutStatus.CONFIRMED))
    session.flush()
    ready = reported(session, run="run-2", touches="BREEZE-001")

    assert (in_edit.owner_id, ready.owner_id) == (editor, person(session, "WU"))
    assert ready.linked_to_id == in_edit.id


def test_the_reporter_may_name_somebody_else_of_the_house_but_no_client(session: Session):
    assert reported(session, owner="吴敏").owner_id == person(session, "WU")
    with pytest.raises(RuleBroken, match="贾方"):
        reported(session, run="run-2", owner="JIA")


def test_somebody_who_has_left_is_not_responsible_and_the_next_in_line_is(session: Session):
    by_code(session, Person, "SHE").active = False
    session.flush()

    assert reported(session).owner_id == person(session, "LIN")


def test_the_same_run_again_is_the_same_incident_and_tells_nobody_twice(session: Session):
    first = reported(session)
    before = count(session, Notification)

    assert reported(session).id == first.id
    assert count(session, Notification) == before


def test_a_second_one_of_the_same_shoot_is_linked_and_stays_its_own(session: Session):
    first = reported(session)
    second = reported(session, run="run-2", what="话筒没声音")

    assert second.linked_to_id == first.id
    assert first.code in counter(session, second).shown
    counter(session, first).answer(**RESOLVED)
    assert reported(session, run="run-3", what="又停电").linked_to_id == second.id


def test_a_code_that_nobody_knows_costs_the_incident_nothing_but_its_place(session: Session):
    incident = reported(session, touches="BREEZE-404")

    assert incident.owner_id == person(session, "WU")
    assert "BREEZE-404" in incident.what


@pytest.mark.parametrize(
    ("wrong", "error", "said"),
    [
        ({"project": "NOWHERE"}, NotOnRecord, "NOWHERE"),
        ({"reporter": "谁"}, NotOnRecord, "谁"),
        ({"what": "  "}, RuleBroken, "发生了什么"),
        ({"happened_at": "昨晚"}, BadInput, "昨晚"),
        ({"happened_at": "2026-11-24 23:01"}, BadInput, "2026-11-24 23:01"),
        ({"owner": "没有这个人"}, NotOnRecord, "没有这个人"),
    ],
)
def test_what_cannot_be_filed_is_said_in_a_sentence_and_leaves_nothing(
    session: Session, wrong: dict[str, str], error: type[Exception], said: str
):
    with pytest.raises(error, match=said):
        reported(session, **wrong)
    assert (count(session, Incident), count(session, Notification)) == (0, 0)


def test_a_project_with_nobody_in_it_has_nobody_to_tell(session: Session):
    for member in session.scalars(select(ProjectMember)):
        session.delete(member)
    session.flush()
    with pytest.raises(NotOnRecord, match="BREEZE"):
        reported(session, touches="")


def test_a_worker_that_dies_between_filing_and_telling_leaves_neither(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    def die(*_args: object) -> None:
        raise KeyboardInterrupt

    with records(engine) as session:
        found(session)
    monkeypatch.setattr("tasks.incidents.filing.tell_owner", die)
    with pytest.raises(KeyboardInterrupt), records(engine) as session:
        reported(session)
    monkeypatch.undo()
    monkeypatch.setenv("SHORTVIDEO_ESCALATION_OWNER", "FEIYING")
    with records(engine) as session:
        assert count(session, Incident) == 0
        reported(session)
        assert len(told(session)) >= 1


def test_one_run_worked_twice_at_once_files_one_incident(engine: Engine):
    with records(engine) as session:
        found(session)
    together = Barrier(2)

    def file(_worker: int) -> str:
        together.wait()
        with records(engine) as session:
            return reported(session).id

    with ThreadPoolExecutor(2) as workers:
        ids = set(workers.map(file, range(2)))
    with records(engine) as session:
        assert ids == {session.scalars(select(Incident.id)).one()}


def test_owner_and_coordinator_may_answer_and_nobody_else(session: Session):
    fields = counter(session, reported(session)).fields

    assert fields["person"]["enum"] == [PHOTOGRAPHER, COORDINATOR]


def test_a_resolved_one_is_closed_with_its_meeting_and_what_was_learnt(session: Session):
    incident = reported(session)

    assert counter(session, incident).answer(**RESOLVED).is_passed

    meeting = session.scalars(select(Meeting).where(Meeting.kind == MeetingKind.INCIDENT)).one()
    there = set(session.scalars(select(MeetingAttendee.person_id)))
    assert (incident.meeting_id, there) == (meeting.id, {person(session, "SHE"), person(session, "LIN")})
    assert incident.resolved_at == ELEVEN_PM + HOUR
    assert incident.learnt == "主灯要带一盏备用的"
    assert (count(session, GateRound), count(session, GatePass)) == (1, 1)
    assert told(session)[-1] == ("突发情况已关闭", {"LIN"})


def test_everything_that_is_missing_is_said_at_once_and_nothing_is_closed(session: Session):
    incident = reported(session)

    asked = counter(session, incident).answer(**RESOLVED | {"met_at": "", "met_with": [], "learnt": " "})

    assert incident.resolved_at is None
    (refused,) = session.scalars(select(RefusedAnswer))
    assert len(refused.reasons) == 2
    assert all(reason in asked.shown for reason in refused.reasons)


def test_a_meeting_before_the_incident_is_put_back(session: Session):
    incident = reported(session)

    counter(session, incident).answer(**RESOLVED | {"met_at": "2026-11-24 22:00"})

    assert incident.resolved_at is None


def test_what_cannot_be_resolved_goes_to_the_coordinator_with_all_that_was_said(session: Session):
    incident = reported(session)
    handed = counter(session, incident).answer(**NOT_HERE)

    assert handed.fields["person"]["enum"] == [COORDINATOR]
    assert told(session)[-1] == ("待协调", {"FEIYING"})
    body = session.scalars(select(Notification.body).order_by(Notification.id.desc())).first() or ""
    assert "主灯摔坏了" in body
    assert "全城都借不到" in body

    assert handed.answer(**DECIDED).is_passed
    assert (incident.resolution, incident.resolved_by_id) == (DECIDED["comment"], person(session, "FEIYING"))
    assert session.scalars(select(Decision.comment)).one() == DECIDED["comment"]
    assert {who for head, people in told(session) if head == "突发情况已关闭" for who in people} == {"SHE", "LIN"}


def test_one_that_needs_coordination_is_the_coordinators_from_the_start(session: Session):
    incident = reported(session, needs_coordination=True)

    assert counter(session, incident).fields["person"]["enum"] == [COORDINATOR]
    assert ("待协调", {"FEIYING"}) in told(session)
    assert counter(session, incident).answer(**DECIDED).is_passed


def test_a_decision_that_says_nothing_is_put_back(session: Session):
    incident = reported(session, needs_coordination=True)
    counter(session, incident).answer(**DECIDED | {"comment": "", "learnt": ""})

    assert incident.resolved_at is None


def test_the_coordinator_may_send_it_back_and_the_owner_has_it_again_for_as_long(session: Session):
    incident = reported(session, needs_coordination=True)
    back = {"decision": "退回修改", "comment": "先问器材公司", "learnt": "", "met_at": ""}
    returned = counter(session, incident).answer(**DECIDED | back)

    assert "先问器材公司" in returned.shown
    assert returned.fields["person"]["enum"] == [PHOTOGRAPHER, COORDINATOR]
    assert told(session)[-1] == ("交回处理", {"SHE"})
    assert [(one.slot[:8], one.is_open) for one in owed(session, ELEVEN_PM + HOUR)] == [
        ("", False),
        ("coordina", False),
        ("returned", True),
    ]
    assert returned.answer(**RESOLVED).is_passed


def test_one_that_is_given_up_ends_with_its_reason(session: Session):
    incident = reported(session, needs_coordination=True)
    ended = counter(session, incident).answer(**DECIDED | {"decision": "终止", "comment": "甲方取消了这场拍摄"}).asks()

    assert isinstance(ended, Stopped)
    assert incident.resolution == "甲方取消了这场拍摄"


def test_the_last_to_ask_cannot_hand_it_on(session: Session):
    incident = reported(session)
    counter(session, incident).answer(**NOT_HERE | {"person": COORDINATOR})

    assert incident.escalated_at is None
    assert "由您决定" in counter(session, incident).shown


def test_of_two_resolutions_at_once_one_counts(engine: Engine):
    with time_machine.travel(ELEVEN_PM + HOUR, tick=False):
        with records(engine) as session:
            found(session)
            code = reported(session).code
            asked = next_question(Desk(session, INCIDENT, find_incident(session, code), "run-1"))
        assert isinstance(asked, Question)
        together = Barrier(2)

        def answer(values: dict[str, object]) -> None:
            together.wait()
            with records(engine) as session:
                ledger.take_turns(session, code)
                receive(Desk(session, INCIDENT, find_incident(session, code), "run-1"), Answer(asked.key, values))

        with ThreadPoolExecutor(2) as people:
            list(people.map(answer, [RESOLVED, RESOLVED | {"person": COORDINATOR, "report": "我来定:改期"}]))
        with records(engine) as session:
            incident = by_code(session, Incident, code)
            assert incident.resolution in (RESOLVED["report"], "我来定:改期")
            assert count(session, GateRound) == 1
            assert sum(head == "突发情况已关闭" for head, _people in told(session)) <= 2


def test_an_incident_at_eleven_at_night_goes_to_the_coordinator_at_three(session: Session):
    incident = reported(session, reach="棚里座机(虚构)")

    (one,) = owed(session, ELEVEN_PM)

    assert "主灯摔坏了" in one.what
    assert "棚里座机(虚构)" in one.what
    assert one.due_at == datetime(2026, 11, 24, 19, tzinfo=UTC)
    assert (list(one.owners), list(one.chain)) == ([incident.owner_id], [person(session, "FEIYING")])
    assert one.patience == 4 * HOUR
    assert not one.remind_days


def test_resolved_is_done_and_closes_the_record_of_the_rule_for_a_while(session: Session):
    counter(session, reported(session)).answer(**RESOLVED)

    assert [one.done_at for one in owed(session, ELEVEN_PM + HOUR)] == [ELEVEN_PM + HOUR]
    assert list(owed(session, ELEVEN_PM + timedelta(days=46))) == []


def test_a_coordinator_who_says_nothing_is_reported_to_the_leads(session: Session):
    reported(session, needs_coordination=True)

    own, coordination = owed(session, ELEVEN_PM)

    assert not own.is_open
    assert coordination.due_at == ELEVEN_PM + 4 * HOUR
    assert list(coordination.chain) == [person(session, "YUN"), person(session, "BU")]


@pytest.mark.parametrize("code", ["", "NOBODY"])
def test_without_a_coordinator_a_lead_stands_in_and_is_told_where_to_set_one(
    session: Session, monkeypatch: pytest.MonkeyPatch, code: str
):
    monkeypatch.setenv("SHORTVIDEO_ESCALATION_OWNER", code)
    settings.cache_clear()
    incident = reported(session)

    (one,) = owed(session, ELEVEN_PM)
    assert list(one.chain)[:1] == [person(session, "YUN")]
    assert "escalation_owner" in one.what

    counter(session, incident).answer(**NOT_HERE)
    assert told(session)[-1] == ("待协调", {"YUN"})
    assert "escalation_owner" in (
        session.scalars(select(Notification.body).order_by(Notification.id.desc())).first() or ""
    )


def test_the_page_has_the_most_pressing_first_and_what_was_learnt_last(session: Session):
    late = reported(session, run="run-1", at=ELEVEN_PM - 5 * HOUR, touches="", what="账号登不上")
    reported(session, run="run-2", what="主灯摔坏了")
    counter(session, reported(session, run="run-3", what="停电")).answer(**RESOLVED)

    page = page_of(session, incidents.told_since(session, ELEVEN_PM - timedelta(days=14)), ELEVEN_PM)

    assert page.index("账号登不上") < page.index("主灯摔坏了") < page.index("主灯要带一盏备用的")
    assert "**2 件未结,其中 1 件超时**" in page
    assert late.code in page
