"""answer-call on a real server: too early is put back, and after the days the operator says what came of it."""

from datetime import UTC, datetime, timedelta

import pytest
from prefect import flow
from sqlalchemy import select

from agency.records.tables import Notification
from flows.answer_call import answer_call, begin_answers, keep_answers_going
from tasks.opening import records
from tests import legs
from tests.tasks import told
from tests.tasks.told import called, messages, sent

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record")]

begin = flow(begin_answers, persist_result=False)
sweep = flow(keep_answers_going, persist_result=False)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        told.found(session)
    with legs.get_client(sync_client=True) as client:
        legs.deployed(client, answer_call)


def test_too_early_is_put_back_and_after_the_days_the_operator_is_told_and_asked_once():
    just_now = datetime.now(UTC)
    called(just_now, duration_ms=3_600_000)
    sent(just_now)
    assert begin("BREEZE-001") == 1
    run = legs.Run(answer_call, legs.runs_of("answer-call")[-1].id).leg()

    run.answer(person="达达", watched="已看完", did=["点赞"])
    assert "起提交才算数" in run.question.shown
    assert "达达" in run.question.choices("person")

    with records() as session:
        for message in session.scalars(select(Notification)):
            message.sent_at = just_now - timedelta(days=3)
    run.answer(person="佘光", watched="已看完", did=["只看完"])
    assert run.question.headline == "C3 · BREEZE-001/BREEZE-DY ·《夏日新品》· 有人未登记,请处理"
    sweep()
    assert len(messages("unanswered-")) == 1

    run.answer(person="吴敏", outcome="已沟通", remark="")
    assert run.state.is_completed()
