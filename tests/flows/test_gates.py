"""The gate on a real server: what is asked, what is refused, and that nothing passes without a decision on record."""

from collections.abc import Mapping
from typing import Any

import pytest
from prefect import flow
from prefect.states import Running, Scheduled, State
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.records.tables import Decision, GatePass, GateRound, Project, RefusedAnswer, Wait
from flows.carrying import carry
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, find_project
from tasks.gate.work import StageWork, Submission
from tasks.opening import records
from tests import legs, small_agency

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record", "small")]


@pytest.fixture
def small(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


def project_of(session: Session, subject: Subject) -> Project:
    return session.get_one(Project, subject.id)


def plan(session: Session, subject: Subject) -> Mapping[str, object]:
    return {"plan": project_of(session, subject).plan}


def shown(session: Session, subject: Subject) -> str:
    return table([[project_of(session, subject).plan]], ["方案"])


def fields(session: Session, subject: Subject) -> Fields:
    return {"plan": (text(longest=50), Field(title="方案"))}


def write(session: Session, subject: Subject, submission: Submission) -> None:
    project_of(session, subject).plan = submission.values["plan"]


TALK = StageWork(gate="S1", find=find_project, content=plan, exhibit=shown, fields=fields, write=write)


@stage_task("S1")
def talk(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """A stage with a submission and one who agrees."""
    return advance(TALK, code, answer)


@flow(name="talk-business", persist_result=False)
def talk_business(project: str) -> State[Any] | None:
    """A flow of one stage."""
    return carry(project, [talk])


def submitted(plan: str = "每周三条") -> legs.Run:
    return legs.start(talk_business, project="BREEZE").leg().answer(person="商陆(商务)", plan=plan)


def count(table: type) -> int:
    with records() as session:
        return len(session.scalars(select(table)).all())


def test_a_submission_and_a_decision_pass_the_gate_and_are_on_record():
    run = submitted()
    assert run.question.choices("person") == ["卜部(部门负责人)"]
    assert "每周三条" in run.question.shown

    run.answer(person="卜部(部门负责人)", decision="通过", comment="")

    assert run.state.is_completed()
    with records() as session:
        decision = session.scalars(select(Decision)).one()
        assert (decision.step, decision.seat, decision.verdict.value) == (0, 0, "approved")
    assert (count(GateRound), count(GatePass), count(Wait)) == (1, 1, 0)


def test_the_run_bears_the_question_as_its_name_and_its_tags():
    run = submitted()

    assert run.question.headline == "【清风夏日】 S1 商务合作沟通 · 待 卜部"
    assert set(run.question.tags) == {"S1", "BREEZE", "待部门负责人"}


def test_an_empty_resume_is_refused_by_the_server():
    run = submitted()

    assert run.resume().status == "REJECT"
    assert run.state.name == "Suspended"


def test_a_person_who_is_not_asked_is_refused_by_the_server():
    run = submitted()

    assert run.resume(person="商陆(商务)", decision="通过", comment="").status == "REJECT"
    assert count(Decision) == 0


def test_sending_back_without_a_reason_is_put_back_with_the_reason_on_top():
    run = submitted().answer(person="卜部(部门负责人)", decision="退回修改", comment="  ")

    assert "必须写明理由" in run.question.shown
    assert (count(Decision), count(RefusedAnswer)) == (0, 1)


def test_a_refusal_opens_a_second_round_and_only_its_own_answer_passes_it():
    run = submitted().answer(person="卜部(部门负责人)", decision="退回修改", comment="太少")
    assert "太少" in run.question.shown

    run.answer(person="商陆(商务)", plan="每周五条").answer(person="卜部(部门负责人)", decision="通过", comment="")

    assert run.state.is_completed()
    assert (count(GateRound), count(Decision), count(GatePass)) == (2, 2, 1)


def test_stopping_ends_the_run_as_cancelled_and_a_second_run_asks_nothing():
    run = submitted().answer(person="卜部(部门负责人)", decision="终止", comment="客户撤回")
    assert run.state.is_cancelled()
    assert "客户撤回" in (run.state.message or "")

    again = legs.start(talk_business, project="BREEZE").leg()

    assert again.state.is_cancelled()
    assert count(GateRound) == 1


def test_a_second_run_passes_over_what_is_settled_without_a_question():
    submitted().answer(person="卜部(部门负责人)", decision="通过", comment="")

    assert legs.start(talk_business, project="BREEZE").leg().state.is_completed()
    assert count(Decision) == 1


def test_a_content_that_changes_after_approval_is_put_before_the_gate_again():
    submitted().answer(person="卜部(部门负责人)", decision="通过", comment="")
    with records() as session:
        session.scalars(select(Project)).one().plan = "偷偷改掉"

    again = legs.start(talk_business, project="BREEZE").leg()

    assert "偷偷改掉" in again.question.shown
    assert again.question.choices("person") == ["卜部(部门负责人)"]


def test_a_forced_state_passes_no_gate():
    run = submitted()
    with legs.get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Scheduled(), force=True)

    run.leg()

    assert run.state.name == "Suspended"
    assert count(Decision) == 0


def test_a_run_that_died_after_the_answer_was_given_takes_that_answer_and_asks_nobody_again():
    run = submitted()
    run.resume(person="卜部(部门负责人)", decision="通过", comment="好")
    with legs.get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Running(), force=True)
        client.set_flow_run_state(run.id, Scheduled(), force=True)

    run.leg()

    assert run.state.is_completed()
    assert count(Decision) == 1


def test_a_finished_run_that_is_retried_asks_nothing():
    run = submitted().answer(person="卜部(部门负责人)", decision="通过", comment="")
    with legs.get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Scheduled(), force=True)

    assert run.leg().state.is_completed()
    assert count(Decision) == 1


def test_of_two_runs_for_one_subject_the_second_answer_finds_the_gate_settled():
    first, second = submitted(), legs.start(talk_business, project="BREEZE").leg()

    first.answer(person="卜部(部门负责人)", decision="通过", comment="")
    second.answer(person="卜部(部门负责人)", decision="退回修改", comment="晚了")

    assert second.state.is_completed()
    assert count(Decision) == 1
