"""The sweep, the moving of a shoot and a waiver on a real server: asked in a form, answered, and on record."""

import pytest
import time_machine
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from sqlalchemy import select

from agency.records.tables import ContentItem, Notification, RuleCheck, Wait, Waiver
from flows.move_shoot import move_shoot
from flows.sweep_deadlines import sweep_deadlines
from flows.waive_rule import waive_rule
from tasks.opening import records
from tests import legs, small_agency
from tests.owing import beijing

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("agency")]


@pytest.fixture
def agency(on_record: str, prefect_server: None) -> None:
    with records() as session:
        small_agency.found(session)


def test_a_sweep_writes_the_page_and_the_record_of_every_rule():
    with time_machine.travel(beijing(11, 10)):
        run = legs.start(sweep_deadlines).leg()

    assert run.state.is_completed()
    assert run.state.message.startswith("未完成 1 项,逾期 1 项;本次提醒 1 项")
    with get_client(sync_client=True) as client:
        kept = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=["deadlines"])))
    assert "【清风夏日】项目方案和时间表" in str(kept[-1].data)
    with records() as session:
        assert [check.rule for check in session.scalars(select(RuleCheck))] == ["C2"]


def test_a_shoot_moves_when_an_operator_confirms_what_was_shown():
    run = legs.start(move_shoot, code="BREEZE-001", new_day="2026-12-14", reason="下雨(虚构)").leg()
    asked = run.question
    with records() as session:
        assert session.scalars(select(Wait)).one().gate == "S9-move"

    run.answer(person="吴敏(运营)", decision="改期,发布时间都不变")

    assert asked.headline == "S9 · BREEZE-001 · 改期到 2026-12-14"
    assert "2026-12-11" in asked.shown
    assert run.state.is_completed()
    with records() as session:
        assert str(session.scalars(select(ContentItem)).one().planned_shoot_on) == "2026-12-14"
        assert len(session.scalars(select(Notification)).all()) > 0
        assert session.scalars(select(Wait)).all() == []


def test_a_lead_signs_a_waiver_in_a_form_and_another_run_of_the_same_says_it_stands():
    wish = {"rule": "C2", "subject": "BREEZE", "reason": "甲方放假(虚构)", "until": ""}
    run = legs.start(waive_rule, **wish).leg()

    run.answer(person="卜部(部门负责人)", decision="豁免")

    assert run.state.message == "已为 BREEZE 豁免 C2,至 另行通知。"
    with records() as session:
        assert [(one.rule, one.reason) for one in session.scalars(select(Waiver))] == [("C2", "甲方放假(虚构)")]
    again = legs.start(waive_rule, **wish).leg()
    again.answer(person="云总(运营负责人)", decision="豁免")
    assert again.state.is_cancelled()
