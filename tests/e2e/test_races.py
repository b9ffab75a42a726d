"""Two at the same moment, and every way around a gate that Prefect offers: one answer counts, and nothing passes without one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.states import Cancelled, Completed, Crashed, Failed, Pending, Running, Scheduled, State
from prefect.testing.cli import invoke_and_assert
from sqlalchemy import select

from agency.records.tables import Decision, GatePass, GateRound, RefusedAnswer
from flows.launch_project import launch_project
from flows.request_budget import request_budget
from tasks.gate.stage import advance
from tasks.opening import records
from tasks.stages.s01_business_talk import TALK
from tasks.stages.s08_talent import TALENT
from tests import legs
from tests.stages import video
from tests.tasks.launched import found_launched
from tests.walk import Walk

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record")]

WISHES = {"client_wishes": "夏天多卖冷泡茶", "deliverables": "抖音短视频每月 12 条", "targets": "三个月涨粉 1 万"}
LEAD = "卜部(部门负责人)"
YES = {"person": LEAD, "decision": "通过", "comment": ""}
BACK = {"person": LEAD, "decision": "退回修改", "comment": "条数太少"}
MONEY = {"project": "BREEZE", "requester": "WU", "purpose": "十二月第一次拍摄", "total": "1600"}
FORCED = [Running(), Pending(), Completed(), Cancelled(), Crashed(), Failed()]
ON_SQLITE_ONLY = pytest.mark.parametrize("databases", ["sqlite_files"], indirect=True)


@pytest.fixture
def handed_in(on_record: str) -> None:
    """Put the small agency on record, its business talk handed in for the department lead to agree to (S1)."""
    with records() as session:
        found_launched(session)
    Walk("BREEZE", [TALK]).answer(person="商陆(商务)", **WISHES)


def asked() -> legs.Run:
    """Return a new run for the talk, suspended at the department lead's question."""
    return legs.start(launch_project, project="BREEZE").leg()


@pytest.mark.usefixtures("handed_in")
@ON_SQLITE_ONLY
def test_of_two_conflicting_answers_at_once_one_is_accepted_and_the_other_is_told_twenty_times():
    run = asked()
    waiting = run.state

    with legs.get_client(sync_client=True) as client:
        answer = partial(client.resume_flow_run, run.id)
        for _time in range(20):
            put_back(client, run, waiting)
            results = at_once(partial(answer, run_input=YES), partial(answer, run_input=BACK))
            told = {result.status: result for result in results}
            assert sorted(told) == ["ABORT", "ACCEPT"], results
            assert "not paused" in told["ABORT"].details.reason

    run.leg()
    assert (count(Decision), count(RefusedAnswer)) == (1, 0)
    accepted = results.index(told["ACCEPT"])
    assert the_only(Decision).comment == [YES, BACK][accepted]["comment"]


@pytest.mark.usefixtures("handed_in")
def test_of_two_runs_answered_at_once_at_one_gate_one_decision_counts_and_both_go_on_from_it():
    one, other = asked(), asked()
    for run, answer in ((one, YES), (other, BACK)):
        assert run.resume(**answer).status == "ACCEPT"

    at_once(one.leg, other.leg)

    assert one.question.headline == other.question.headline
    assert (count(Decision), count(GateRound)) == (1, 1)
    assert count(GatePass) == (1 if " C2 " in one.question.headline else 0)


def test_processes_that_reach_a_gate_at_once_put_one_round_before_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__ID", "11111111-1111-1111-1111-111111111111")
    video.scripted(video.begun(date(2030, 3, 1)))

    asked_of = at_once(*[lambda: advance(TALENT, "BREEZE-001", None)] * 4)

    assert {question.key for question in asked_of} == {"s8-r1-s0-x0"}


@pytest.mark.usefixtures("handed_in")
def test_what_the_form_does_not_allow_is_refused_by_the_server_and_the_run_keeps_waiting():
    run = asked()
    wrong = [
        {"decision": "通过", "comment": "没有人"},
        YES | {"skip_gate": True},
        YES | {"person": "林晓(编导)"},
        YES | {"person": [LEAD]},
        YES | {"decision": "APPROVED"},
        YES | {"comment": "长" * 100_000},
        YES | {"comment": None},
    ]

    statuses = [run.resume(**values).status for values in wrong]

    assert statuses == ["REJECT"] * len(wrong)
    assert run.state.name == "Suspended"
    assert (count(Decision), count(RefusedAnswer)) == (0, 0)


@pytest.mark.usefixtures("handed_in")
@ON_SQLITE_ONLY
def test_a_waiting_run_that_is_forced_into_any_state_and_retried_asks_the_same_question_again():
    run = asked()
    headline = run.question.headline

    for state in FORCED:
        force(run, state)
        force(run, Scheduled())
        assert run.leg().question.headline == headline, state
        assert (count(GateRound), count(Decision), count(GatePass)) == (1, 0, 0), state


@pytest.mark.usefixtures("handed_in")
def test_a_run_that_is_forced_to_be_completed_passes_nothing_and_a_new_one_asks_the_open_question():
    run = asked()
    force(run, Completed())

    again = asked()

    assert again.question.choices("person") == [LEAD]
    assert " C2 " in again.answer(**YES).question.headline
    assert (count(GateRound), count(Decision), count(GatePass)) == (1, 1, 1)


@pytest.mark.usefixtures("handed_in")
@ON_SQLITE_ONLY
def test_a_finished_run_that_is_forced_into_any_state_and_retried_asks_and_writes_nothing():
    run = legs.start(request_budget, **MONEY, lines="场地 | 茶馆包场一天 | 1 | 1600 | 天").leg().answer(**YES)
    assert run.state.is_completed()
    written = [count(table) for table in (GateRound, Decision, GatePass)]

    for state in FORCED:
        force(run, state)
        force(run, Scheduled())
        assert run.leg().state.is_completed(), state
        assert [count(table) for table in (GateRound, Decision, GatePass)] == written, state


@pytest.mark.usefixtures("handed_in")
@ON_SQLITE_ONLY
def test_the_retry_command_refuses_a_waiting_run_and_asks_again_in_one_that_was_forced_to_be_completed():
    run = asked()
    retry = ["flow-run", "retry", str(run.id)]

    invoke_and_assert(retry, expected_code=1, expected_output_contains="cannot be retried")
    assert run.state.name == "Suspended"
    force(run, Completed())
    invoke_and_assert(retry, expected_code=0, expected_output_contains="scheduled for retry")

    assert run.leg().question.choices("person") == [LEAD]
    assert count(Decision) == 0


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, each in a thread of its own, and return what came of each."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        barrier.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        begun = [threads.submit(copy_context().run, do, deed) for deed in deeds]
        return [each.result() for each in begun]


def force(run: legs.Run, state: State) -> None:
    with legs.get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, state, force=True)


def put_back(client: SyncPrefectClient, run: legs.Run, waiting: State) -> None:
    """Let a run wait again as it did before an answer was accepted."""
    if client.read_flow_run(run.id).state.id != waiting.id:
        client.delete_flow_run_input(run.id, waiting.state_details.run_input_keyset["response"])
        client.set_flow_run_state(run.id, waiting, force=True)


def count(table: type) -> int:
    with records() as session:
        return len(session.scalars(select(table)).all())


def the_only(table: type) -> Any:
    with records() as session:
        return session.scalars(select(table)).one()
