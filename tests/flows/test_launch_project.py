"""A project from its business talk to its first productions, each part in a run of its own, on a real server."""

import pytest
import time_machine
from sqlalchemy import select

from agency.domain.terms import label
from agency.domain.terms.accounts import PaperState, RegistrationPaper
from agency.records.tables import BudgetRequest, ContentItem, GateRound
from flows.launch_account import launch_account
from flows.launch_project import launch_project
from flows.produce_video import produce_video
from flows.register_account import register_account
from flows.request_budget import request_budget
from tasks.opening import records
from tests import legs, small_agency
from tests.tasks.launched import MONDAY, account, found_launched

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record")]

TALK = {"client_wishes": "夏天多卖冷泡茶", "deliverables": "抖音短视频每月 12 条", "targets": "三个月涨粉 1 万"}
PLAN = {"plan": "一周三条,门店实拍为主", "timetable": "2026-11-12 | 定位讨论会 | 林晓"}
POSITIONING = {
    "persona": "开了十年茶铺的老板娘",
    "audience": "上班族",
    "tone": "爽快",
    "pillars": "茶铺日常",
    "red_lines": "不说减肥",
    "visual_identity": "",
    "benchmarks": "",
    "topics": "一杯冷泡茶的早晨\n茶渣别扔",
}
SCHEDULE = "BREEZE-DY-T001 | 一杯冷泡茶的早晨 | 2026-12-04 | 2026-12-10 18:00"
HOUSE = [
    "卜部(部门负责人)",
    "叶务(业务负责人)",
    "商陆(商务)",
    "云总(运营负责人)",
    "吴敏(运营)",
    "佘光(摄影师)",
    "简洁(剪辑师)",
]


@pytest.fixture(autouse=True)
def deployments(prefect_server: None) -> None:
    with legs.get_client(sync_client=True) as client:
        for flow in (launch_account, register_account, produce_video):
            legs.deployed(client, flow)


def agree(run: legs.Run, *people: str, **beside: str) -> legs.Run:
    for person in people:
        run.answer(person=person, decision="通过", comment="", **beside)
    return run


def started(deployment: str, once: str) -> list[dict[str, object]]:
    return [run.parameters for run in legs.runs_of(deployment) if run.idempotency_key == once]


def test_accounts_are_launched_on_the_approval_of_the_plan_and_not_before():
    with records() as session:
        small_agency.found(session)
        once = f"launch-{account(session).id}"
    run = legs.start(launch_project, project="BREEZE").leg()
    agree(run.answer(person="商陆(商务)", **TALK), "卜部(部门负责人)")
    run.answer(person="林晓(编导)", **PLAN)
    assert started("launch-account", once) == []

    agree(run, "卜部(部门负责人)")

    assert run.state.is_completed()
    assert started("launch-account", once) == [{"account": "BREEZE-DY"}]


def test_an_account_that_is_launched_too_early_is_refused_with_the_reason():
    with records() as session:
        small_agency.found(session)

    run = legs.start(launch_account, account="BREEZE-DY").leg()

    assert run.state.is_failed()
    assert "部门负责人还没有确认方案" in (run.state.message or "")


def test_an_account_is_positioned_and_scheduled_while_its_registration_goes_on_beside():
    with records() as session:
        found_launched(session)
        once = f"register-{account(session).id}"
    with time_machine.travel(MONDAY):
        run = legs.start(launch_account, account="BREEZE-DY").leg()
        agree(run.answer(person="林晓(编导)", **POSITIONING), *HOUSE, "贾方(甲方)")
        run.answer(person="吴敏(运营)", schedule=SCHEDULE, first_topics="先认识老板娘")
        agree(run, "林晓(编导)", "吴敏(运营)", "贾方(甲方)")

    assert run.state.is_completed()
    assert started("register-account", once) == [{"account": "BREEZE-DY"}]
    with records() as session:
        made = session.scalars(select(ContentItem).where(ContentItem.topic_id.is_not(None))).one()
    assert started("produce-video", f"produce-{made.id}") == [{"content": "BREEZE-DY-001"}]


def test_a_registration_is_refused_while_a_paper_is_missing_and_taken_when_it_is_there():
    with records() as session:
        found_launched(session)
    papers = {f"paper_{paper.value}": label(PaperState.COMPLETE) for paper in RegistrationPaper}
    run = legs.start(register_account, account="BREEZE-DY").leg()
    run.answer(person="吴敏(运营)", validity="", **papers | {"paper_avatar": label(PaperState.MISSING)})
    assert "头像" in run.question.shown

    agree(run.answer(person="吴敏(运营)", validity="", **papers), "云总(运营负责人)")

    assert run.state.is_completed()


def test_a_budget_is_filed_once_however_many_legs_its_run_has():
    with records() as session:
        found_launched(session)
    asked = {"project": "BREEZE", "requester": "WU", "purpose": "十二月拍摄", "lines": "场地 | 茶馆 | 1 | 800"}
    run = legs.start(request_budget, **asked, total="800").leg()
    run.answer(person="卜部(部门负责人)", decision="退回修改", approved="", comment="太贵")
    run.answer(person="吴敏(运营)", purpose="十二月拍摄", lines="场地 | 茶馆 | 1 | 600", total="600")

    agree(run, "卜部(部门负责人)", approved="500")

    assert run.state.is_completed()
    with records() as session:
        request = session.scalars(select(BudgetRequest)).one()
        assert (request.total_fen, request.approved_fen) == (60_000, 50_000)
        assert len(session.scalars(select(GateRound)).all()) == 2


def test_a_budget_that_does_not_add_up_is_put_back_and_leaves_nothing():
    with records() as session:
        found_launched(session)
    asked = {"project": "BREEZE", "requester": "WU", "purpose": "十二月拍摄", "lines": "场地 | 茶馆 | 1 | 800"}

    run = legs.start(request_budget, **asked, total="900").leg()

    assert run.state.name == "填写有误"
    assert "800.00" in (run.state.message or "")
    with records() as session:
        assert session.scalars(select(BudgetRequest)).all() == []
