"""The business talk and the new project's plan (S1, C2, R17)."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms.plans import ProjectPlanStatus
from agency.records.engine import records
from agency.records.tables import Meeting, Person, Project
from tasks.stages.s01_business_talk import PLAN, TALK
from tests import small_agency
from tests.tasks.counter import Counter

TIMETABLE = "2026-11-12 | 定位讨论会 | 林晓\n2026-11-16 | 首批选题排期 | 吴敏"
DURING_THE_WEEK = datetime(2026, 11, 5, 2, tzinfo=UTC)
TWO_DAYS_LATE = datetime(2026, 11, 11, 2, tzinfo=UTC)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with time_machine.travel(DURING_THE_WEEK, tick=False), records(engine) as session:
        small_agency.found(session)
        yield session


def talked(session: Session) -> Counter:
    said = {"client_wishes": "夏天多卖冷泡茶", "deliverables": "抖音短视频每月 12 条", "targets": "三个月涨粉 1 万"}
    return Counter(session, TALK, "BREEZE").answer(person="商陆(商务)", **said)


def planned(session: Session, timetable: str = TIMETABLE) -> Counter:
    talked(session).answer(person="卜部(部门负责人)", decision="通过", comment="")
    plan = Counter(session, PLAN, "BREEZE")
    return plan.answer(person="林晓(编导)", plan="一周三条,门店实拍为主", timetable=timetable)


def project(session: Session) -> Project:
    return session.scalars(select(Project)).one()


def test_the_talk_is_kept_as_one_meeting_however_often_it_is_mended(session: Session):
    talk = talked(session).answer(person="卜部(部门负责人)", decision="退回修改", comment="目标写清楚")
    talk.answer(
        person="商陆(商务)", client_wishes="卖茶", deliverables="12 条", targets="三个月涨粉 1 万,门店核销 300 单"
    )

    meeting = session.scalars(select(Meeting)).one()

    assert meeting.decisions == ["12 条", "三个月涨粉 1 万,门店核销 300 单"]
    assert "核销 300 单" in talk.shown


def test_a_form_that_was_sent_back_begins_with_what_was_handed_in(session: Session):
    talk = talked(session).answer(person="卜部(部门负责人)", decision="退回修改", comment="目标写清楚")

    assert talk.fields["client_wishes"]["default"] == "夏天多卖冷泡茶"


def test_a_talk_of_blanks_is_put_back(session: Session):
    talk = Counter(session, TALK, "BREEZE")
    talk.answer(person="商陆(商务)", client_wishes=" ", deliverables="12 条", targets="涨粉")

    assert "请写明甲方的诉求" in talk.shown


def test_a_project_is_at_work_only_after_the_department_lead_has_confirmed_its_plan(session: Session):
    plan = planned(session)
    assert project(session).plan_status is ProjectPlanStatus.REPORTED

    plan.answer(person="卜部(部门负责人)", decision="通过", comment="")

    assert plan.is_passed
    assert project(session).plan_status is ProjectPlanStatus.EXECUTING
    assert project(session).plan_confirmed_at == DURING_THE_WEEK
    assert session.get_one(Person, project(session).reported_to_id).code == "BU"


def test_the_plan_is_due_seven_days_after_the_kickoff(session: Session):
    assert "截止 2026-11-09" in planned(session).shown


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("下周 | 定位讨论会 | 林晓", "第 2 行:“下周”不是"),
        ("2026-11-31 | 定位讨论会 | 林晓", "第 2 行:“2026-11-31”不是"),
        ("2026-11-12 | 定位讨论会", "第 2 行:应写成 日期 | 事项 | 负责人"),
        ("2026-10-30 | 定位讨论会 | 林晓", "2026-11-02"),
        ("2026-11-12 | 定位讨论会 | ", "2026-11-12这一项没有写明谁做什么"),
    ],
    ids=["no day", "a day that does not exist", "no owner's cell", "before the kickoff", "no owner"],
)
def test_a_timetable_that_cannot_be_kept_is_put_back_with_the_reason(session: Session, line: str, reason: str):
    plan = planned(session, f"2026-11-16 | 首批选题排期 | 吴敏\n{line}")

    assert "上一次的回答被退回" in plan.shown
    assert reason in plan.shown
    assert project(session).plan is None


def test_a_late_plan_is_taken_and_pointed_out(session: Session):
    with time_machine.travel(TWO_DAYS_LATE):
        shown = planned(session).shown

    assert "2026-11-11" in shown
    assert "上一次的回答被退回" not in shown
