"""The weekly topic meeting on a real server: one run an account, what is passed starts its production once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from agency.domain.terms.accounts import AccountStatus
from agency.domain.terms.meetings import MeetingStatus
from agency.records.tables import ContentItem, Meeting
from flows.hold_topic_meeting import hold_topic_meeting, hold_topic_meetings
from flows.produce_video import produce_video
from tasks.opening import records
from tests import legs
from tests.tasks.launched import MONDAY, account, add_topic, found_launched, position

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "agency")]

PASSED = {
    "topic_1": "通过",
    "reason_1": "",
    "shoot_1": "2026-12-04",
    "publish_1": "2026-12-11 18:00",
}


@pytest.fixture
def agency(on_record: str, prefect_server: None) -> None:
    with legs.get_client(sync_client=True) as client:
        legs.deployed(client, produce_video)
        legs.deployed(client, hold_topic_meeting)
    with records() as session:
        found_launched(session)
        position(session)
        add_topic(session, 1, "茶渣别扔", points=4)


def productions() -> list[dict[str, object]]:
    with records() as session:
        ours = {f"produce-{item}" for item in session.scalars(select(ContentItem.id))}
    return [run.parameters for run in legs.runs_of("produce-video") if run.idempotency_key in ours]


def test_a_passed_topic_starts_its_production_and_a_second_run_starts_no_other():
    with time_machine.travel(MONDAY):
        run = legs.start(hold_topic_meeting, account="BREEZE-DY", week="2026-W48").leg()
        run.answer(person="林晓(编导)", minutes="", **PASSED)
        again = legs.start(hold_topic_meeting, account="BREEZE-DY", week="2026-W48").leg()

    assert (run.state.is_completed(), again.state.is_completed()) == (True, True)
    assert productions() == [{"content": "BREEZE-DY-001"}]


def test_a_meeting_without_a_week_stays_in_the_week_it_was_called_in_though_it_is_held_later():
    run = legs.start(hold_topic_meeting, account="BREEZE-DY").leg()
    with records() as session:
        called = session.scalars(select(Meeting.cadence_key)).all()

    with time_machine.travel(datetime.now(UTC) + timedelta(days=7)):
        run.answer(person="林晓(编导)", minutes="", **PASSED | {"topic_1": "修改", "reason_1": "要有冲突"})

    assert run.state.is_completed()
    with records() as session:
        assert session.scalars(select(Meeting.cadence_key)).all() == called


def test_a_week_without_a_working_day_ends_without_a_question():
    run = legs.start(hold_topic_meeting, account="BREEZE-DY", week="2026-W08").leg()

    assert run.state.is_completed()
    with records() as session:
        assert session.scalars(select(Meeting)).one().status is MeetingStatus.WAIVED


def test_something_that_is_no_week_is_put_back_with_the_reason():
    run = legs.start(hold_topic_meeting, account="BREEZE-DY", week="2026-W60").leg()

    assert run.state.name == "填写有误"
    assert "2026-W60" in (run.state.message or "")


def test_every_account_at_work_gets_one_meeting_a_week_and_those_in_preparation_none():
    legs.start(hold_topic_meetings).leg()
    assert called_meetings() == 0

    with records() as session:
        account(session).status = AccountStatus.RUNNING
    legs.start(hold_topic_meetings).leg()
    legs.start(hold_topic_meetings).leg()

    assert called_meetings() == 1


def called_meetings() -> int:
    with records() as session:
        ours = f"topics-{account(session).id}-"
    return len([run for run in legs.runs_of("hold-topic-meeting") if (run.idempotency_key or "").startswith(ours)])
