"""The month's meeting on a real Prefect server: prepared on its day, started once, carried to the client's name (C1)."""

from datetime import UTC, datetime

import pytest
import time_machine
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from agency.domain.terms.meetings import MeetingStatus
from agency.domain.terms.plans import MonthPlanStatus
from agency.records.tables import KeptFile, Meeting, MonthPlan
from config.settings import settings
from flows.hold_month_meeting import hold_month_meeting
from flows.prepare_month import prepare_month
from tasks.opening import records
from tests import legs
from tests.reviewed_agency import all_of
from tests.tasks.month.before_meeting import CLIENT, LEAD, MEETING_DAY, OPERATOR, PLAN, found_month, november_plan

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "agency")]

AGREED = {"decision": "通过", "comment": ""}


@pytest.fixture
def agency(on_record: str, prefect_server: None) -> None:
    with legs.get_client(sync_client=True) as client:
        legs.deployed(client, hold_month_meeting)
    with records() as session:
        found_month(session)
        november_plan(session, plays=50_000, works_published=2)


def prepared(moment: datetime = MEETING_DAY, **parameters: str) -> legs.Run:
    with time_machine.travel(moment):
        return legs.start(prepare_month, **parameters).leg()


def held(**parameters: str) -> legs.Run:
    with time_machine.travel(MEETING_DAY):
        return legs.start(hold_month_meeting, project="BREEZE", month="2026-12", **parameters).leg()


def confirmed(run: legs.Run, **other: str) -> legs.Run:
    return run.answer(person=OPERATOR, **PLAN | other).answer(person=LEAD, **AGREED).answer(person=CLIENT, **AGREED)


def test_on_an_ordinary_day_nothing_is_prepared_and_the_next_day_is_told():
    run = prepared(datetime(2026, 11, 24, 2, tzinfo=UTC))

    assert run.state.is_completed()
    assert "2026-12 的沟通会在 2026-11-25 召开" in (run.state.message or "")
    assert all_of(Meeting) == []


def test_on_the_25th_the_pack_is_kept_and_the_meeting_is_started_and_the_next_day_does_neither_again():
    before = len(started())

    first = prepared()
    again = prepared(datetime(2026, 11, 26, 2, tzinfo=UTC))
    by_hand = prepared(project="BREEZE")

    assert (first.state.is_completed(), again.state.is_completed(), by_hand.state.is_completed()) == (True,) * 3
    assert len(started()) - before <= 1
    assert started()[-1].parameters == {"project": "BREEZE", "month": "2026-12"}
    kept = {file.kind: file for file in all_of(KeptFile)}
    assert {(file.slot, file.kind) for file in kept.values()} == {
        ("2026-12", "month_workbook"),
        ("2026-12", "month_deck"),
    }
    place = settings().files_directory / kept["month_workbook"].place
    assert "人员" in CalamineWorkbook.from_path(place).sheet_names
    assert "http" in (first.state.message or "")


def started() -> list:
    return legs.runs_of("hold-month-meeting")


def test_a_month_goes_from_its_pack_to_the_clients_name_and_a_run_after_it_asks_nothing():
    prepared()
    run = held()
    assert run.question.choices("person") == [OPERATOR]
    assert "已达成" in run.question.shown or "无数据" in run.question.shown

    confirmed(run)

    assert run.state.is_completed()
    assert [plan.status for plan in all_of(MonthPlan) if plan.month == "2026-12"] == [MonthPlanStatus.LOCKED]
    assert [meeting.status for meeting in all_of(Meeting)] == [MeetingStatus.HELD]
    assert held().state.is_completed()


def test_two_runs_of_one_month_lock_one_plan_and_a_run_that_never_came_back_costs_nothing():
    prepared()
    lost, second = held(), held()
    lost.resume(person=OPERATOR, **PLAN)  # the answer is on the server, and the process that would take it is gone

    confirmed(second)

    assert second.state.is_completed()
    assert lost.leg().state.is_completed()
    assert len([plan for plan in all_of(MonthPlan) if plan.month == "2026-12"]) == 1


def test_a_changed_plan_is_a_version_of_its_own_on_the_same_way():
    prepared()
    confirmed(held())

    run = held(change="客户加投两条")
    assert "客户加投两条" in run.question.shown
    confirmed(run, targets="BREEZE-DY | 播放量 | 60万")

    assert run.state.is_completed()
    with records() as session:
        query = select(MonthPlan.version, MonthPlan.status).where(MonthPlan.month == "2026-12")
        assert sorted(session.execute(query).all()) == [
            (1, MonthPlanStatus.SUPERSEDED),
            (2, MonthPlanStatus.LOCKED),
        ]


def test_a_month_that_was_not_prepared_is_put_back_with_what_to_do():
    run = held()

    assert run.state.name == "填写有误"
    assert "prepare-month" in (run.state.message or "")
