"""Every gate of the standard is walked, and before each of its questions is answered everything is thrown at it.

The forms, their fields and who may answer are asked of the stages: a new field is walked as it comes, and a gate that
nobody walks here fails the last test.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from agency.records import chain_walk
from config.settings import settings
from config.standard import standard
from tasks.gate.answers import receive
from tasks.gate.asking import next_question
from tasks.gate.desk import Desk
from tasks.gate.questions import Answer, Question
from tasks.gate.work import StageWork
from tasks.opening import looking, records
from tasks.review.pack import prepare
from tasks.review.problems import PROBLEMS
from tasks.stages.c1_month_meeting import MONTH
from tasks.stages.i11_incident import INCIDENT
from tasks.stages.s13_review import CONCLUSIONS
from tests import reviewed_agency, small_agency
from tests.databases import SqliteFiles
from tests.flows.test_hold_review import DONE
from tests.hostile.throwing import Undone, throw, throws
from tests.stages import video
from tests.tasks import incident_agency
from tests.tasks.counter import Counter
from tests.tasks.launched import MONDAY, add_topic, found_launched, position
from tests.tasks.month import before_meeting
from tests.tasks.stages import test_i11_incident as incidents
from tests.tasks.stages import test_s01_business_talk as talks
from tests.tasks.stages import test_s02_positioning as positionings
from tests.tasks.stages import test_s03_schedule as schedules
from tests.tasks.stages import test_s04_budget as budgets
from tests.tasks.stages import test_s05_registration as registrations
from tests.tasks.stages import test_s06_topic_meeting as topics
from tests.walk import Walk

FEW = ("ten megabytes", "lists within lists", "Prefect's own word")
LEAD, OPERATIONS, CLIENT = "卜部(部门负责人)", "云总(运营负责人)", "贾方(甲方)"
answer_kindly = {Counter: Counter.answer, Walk: Walk.answer}


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    """What one database takes and the other does not is asked in tests/hostile/test_forms.py."""
    return sqlite_files


@pytest.fixture
def met(on_record: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let everything be thrown at each question before it is answered as it should be; return the gates that were."""
    gates: list[str] = []
    thrown: set[tuple[str, ...]] = set()

    def is_new(work: StageWork, fields: Iterable[str]) -> bool:
        """Say whether this form was not met before: seven people who sign have one form."""
        form = (work.gate, *fields)
        known = form in thrown
        thrown.add(form)
        return not known

    def at_counter(counter: Counter, **values: Any) -> Counter:
        gates.append(counter.work.gate)
        if is_new(counter.work, counter.fields):
            throw_everything(counter.session, counter.work, counter.code, values)
        return answer_kindly[Counter](counter, **values)

    def on_walk(walk: Walk, **values: Any) -> Walk:
        asked = walk.asked()
        assert asked is not None
        gates.append(asked[0].gate)
        if is_new(asked[0], walk.form.model_fields):
            with suppress(Undone), records() as session:
                throw_everything(session, asked[0], walk.code, values)
                raise Undone
        return answer_kindly[Walk](walk, **values)

    monkeypatch.setattr(Counter, "answer", at_counter)
    monkeypatch.setattr(Walk, "answer", on_walk)
    return gates


def throw_everything(
    session: Session, work: StageWork, code: str, kind: dict[str, Any], whole: Iterable[str] = FEW
) -> None:
    """Throw poisons at what a stage asks now."""

    def desk() -> Desk:
        return Desk(session, work, work.find(session, code), "00000000-0000-0000-0000-000000000001")

    def asks() -> Question | None:
        asked = next_question(desk())
        return asked if isinstance(asked, Question) else None

    def takes(answer: Answer) -> None:
        receive(desk(), answer)

    question = asks()
    assert question is not None
    assert question.form is not None
    for values in throws(question.form, kind, whole):
        throw(session, asks, takes, values)


def say_yes(counter: Counter, *people: str, **beside: str) -> None:
    for person in people:
        counter.answer(person=person, decision="通过", comment="", **beside)


def talk_and_plan(session: Session) -> None:
    say_yes(talks.planned(session), LEAD)


def position_it(session: Session) -> None:
    say_yes(positionings.signed_inside(positionings.submitted(session)), CLIENT)


def schedule(session: Session) -> None:
    add_topic(session, 1, "一杯冷泡茶的早晨")
    add_topic(session, 2, "茶渣别扔")
    schedules.pass_positioning(session)
    schedules.agreed(schedules.submitted(session, schedules.MORNING, schedules.LEAVES))


def budget(session: Session) -> None:
    say_yes(budgets.counter(session), LEAD, approved="")


def register(session: Session) -> None:
    say_yes(registrations.submitted(session), OPERATIONS)


def meet_on_topics(session: Session) -> None:
    position(session)
    add_topic(session, 1, "茶渣别扔", points=5)
    topics.meeting(session).answer(person=topics.DIRECTOR, minutes="试试第一视角", **topics.said(1, "通过"))


def meet_on_month(session: Session) -> None:
    before_meeting.called(session)
    before_meeting.agreed(before_meeting.submitted(Counter(session, MONTH, before_meeting.CODE)))


def report_incident(session: Session) -> None:
    counter = Counter(session, INCIDENT, incident_agency.reported(session).code)
    counter.answer(**incidents.NOT_HERE).answer(**incidents.DECIDED)


WALKS: dict[str, tuple[datetime, Callable[[Session], object], Callable[[Session], None], set[str]]] = {
    "a project": (talks.DURING_THE_WEEK, small_agency.found, talk_and_plan, {"S1", "C2"}),
    "what it stands for": (MONDAY, found_launched, position_it, {"S2"}),
    "its first topics": (MONDAY, found_launched, schedule, {"S3"}),
    "money": (MONDAY, found_launched, budget, {"S4"}),
    "an account": (MONDAY, found_launched, register, {"S5"}),
    "topics": (MONDAY, found_launched, meet_on_topics, {"S6"}),
    "a month": (before_meeting.MEETING_DAY, before_meeting.found_month, meet_on_month, {"C1"}),
    "an incident": (
        incident_agency.ELEVEN_PM + incidents.HOUR,
        incident_agency.found,
        report_incident,
        {"I11"},
    ),
}
A_VIDEO = {"P1", "S7", "S8", "I5", "S9", "S10", "C3", "S11"}
A_REVIEW = {"I10", "S13"}
A_LATE_SCRIPT = {"P1", "S7", "I4"}


@pytest.fixture(autouse=True)
def coordinator(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SHORTVIDEO_ESCALATION_OWNER", "FEIYING")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize("name", WALKS)
def test_no_field_breaks(name: str, met: list[str]) -> None:
    moment, found, walk, gates = WALKS[name]
    with time_machine.travel(moment, tick=False), records() as session:
        found(session)
        session.flush()
        walk(session)

    assert set(met) == gates
    demand_chain()


def test_no_field_on_the_way_of_a_video_breaks(met: list[str]) -> None:
    made = video.packaged(video.confirmed(video.begun())).agree(video.LEAD).agree(video.CLIENT)
    made.answer(person=video.OPERATOR)

    assert set(met) == A_VIDEO
    demand_chain()


def test_no_field_of_a_script_that_comes_late_breaks(met: list[str]) -> None:
    with time_machine.travel(datetime(2026, 12, 9, 2, tzinfo=UTC), tick=False):
        late = video.scripted(video.begun())
        late.answer(person=video.LEAD, way="改期", new_day="2026-12-15")

    assert set(met) == A_LATE_SCRIPT
    demand_chain()


def test_no_field_of_a_review_breaks(met: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    reviewed_agency.found()
    prepare("BREEZE", reviewed_agency.HALF)
    review = Walk(f"BREEZE/{reviewed_agency.HALF.key}", [PROBLEMS, CONCLUSIONS])

    for person in reviewed_agency.HOUSE:
        review.answer(person=person, decision="通过", comment="开头太慢\n结尾没有引导")
    review.answer(person=video.OPERATOR, **DONE).agree(CLIENT)

    assert set(met) == A_REVIEW
    demand_chain()


def demand_chain() -> None:
    """See that what was thrown has left the ledger whole."""
    with looking() as session:
        assert list(chain_walk.flaws(session.connection())) == []


def test_every_gate_of_the_standard_is_walked() -> None:
    walked = set().union(*(gates for *_rest, gates in WALKS.values())) | A_VIDEO | A_REVIEW | A_LATE_SCRIPT

    assert walked == set(standard().gates)
