"""The month's meeting: what its draft holds, what is put back, what the client's name locks, what changes a plan (C1, R16)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Metric
from agency.domain.terms.meetings import MeetingStatus
from agency.domain.terms.people import Role
from agency.domain.terms.plans import MonthPlanStatus, TargetDirection, TargetLevel
from agency.errors import BadInput, NotOnRecord
from agency.records import month_plans
from agency.records.engine import records
from agency.records.tables import (
    GatePass,
    GateRound,
    Meeting,
    MeetingAttendee,
    MonthPlan,
    PlanTarget,
    PlanTask,
    Project,
    ProjectMember,
    RefusedAnswer,
    StagePerson,
)
from tasks.gate.answers import receive
from tasks.gate.desk import Desk
from tasks.gate.questions import Answer, Stopped
from tasks.month.calling import call_month, change_plan, find_month_plan, month_of
from tasks.stages.c1_month_meeting import MONTH
from tests.tasks.counter import Counter
from tests.tasks.launched import account
from tests.tasks.month.before_meeting import (
    BUSINESS,
    CLIENT,
    CODE,
    DECEMBER,
    LEAD,
    MEETING_DAY,
    OPERATOR,
    PEOPLE,
    PLAN,
    agreed,
    approved_budget,
    called,
    found_month,
    november_plan,
    person,
    submitted,
)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with time_machine.travel(MEETING_DAY, tick=False), records(engine) as session:
        found_month(session)
        yield session


@pytest.fixture
def meeting(session: Session) -> Counter:
    called(session)
    return Counter(session, MONTH, CODE)


class SecondRun(Counter):
    """The counter as a run of its own comes to it."""

    def desk(self) -> Desk:
        return Desk(self.session, self.work, self.work.find(self.session, self.code), "run-2")


def versions(session: Session) -> list[MonthPlan]:
    session.flush()
    return list(session.scalars(select(MonthPlan).where(MonthPlan.month == "2026-12").order_by(MonthPlan.version)))


def refused(session: Session) -> str:
    """Return the reasons of the last answer that was put back."""
    last = session.scalars(select(RefusedAnswer).order_by(RefusedAnswer.created_at.desc(), RefusedAnswer.id.desc()))
    return "\n".join(last.first().reasons)


def test_the_draft_repeats_last_months_targets_and_what_was_left_undone(session: Session):
    november_plan(session, plays=350_000, works_published=6)

    plan = called(session)

    assert sorted((each.metric, each.value) for each in plan.targets) == [
        (Metric.PLAYS, 350_000), (Metric.WORKS_PUBLISHED, 6),
    ]  # fmt: skip
    tasks = {task.task: (task.owner_id, task.due_on) for task in plan.tasks}
    assert tasks["屋顶补拍"] == (person(session, "SHE").id, date(2026, 12, 1))
    assert tasks["BREEZE-DY:发布 6 条"] == (person(session, "WU").id, date(2026, 12, 31))
    assert tasks["拍摄 1 条:BREEZE-001"] == (person(session, "SHE").id, date(2026, 12, 11))


def test_the_draft_names_for_each_stage_who_leads_it_and_a_vacant_one_stays_empty(session: Session):
    session.delete(session.scalars(select(ProjectMember).where(ProjectMember.role == Role.EDITOR)).one())

    plan = called(session)

    named = {each.stage: session.get(type(person(session, "LIN")), each.person_id).name for each in plan.stage_people}
    assert (named["S1"], named["S7"], named["S9"], named["S12"]) == ("商陆", "林晓", "佘光", "吴敏")
    assert "S10" not in named
    assert "S10 剪辑成片和甲方确认 | \n" in Counter(session, MONTH, CODE).fields["people"]["default"]


def test_people_of_last_month_stand_again_unless_they_have_left(session: Session):
    last = november_plan(session, plays=1)
    gone, here = person(session, "JIAN"), person(session, "LIN")
    last.stage_people = [StagePerson(stage="S10", person_id=gone.id), StagePerson(stage="S9", person_id=here.id)]
    gone.active = False
    session.flush()

    named = {(each.stage, each.person_id) for each in called(session).stage_people}

    assert ("S9", here.id) in named
    assert not [stage for stage, who in named if who == gone.id]


def test_the_draft_takes_over_money_that_was_approved_and_a_part_of_it_as_one_line(session: Session):
    approved_budget(session, approved_fen=50_000)

    plan = called(session)

    assert [(line.item[:11], line.amount_fen) for line in plan.budget_lines] == [("BREEZE-B009", 50_000)]
    assert plan.budget_total_fen == 50_000


def test_without_approved_money_the_budget_is_not_filled_in_and_not_nothing(session: Session):
    plan = called(session)

    assert plan.budget_total_fen is None
    assert Counter(session, MONTH, CODE).fields["budget_total"]["default"] == ""


def test_a_plan_goes_from_the_operator_to_a_lead_to_the_client_and_is_locked(session: Session, meeting: Counter):
    submitted(meeting)
    assert set(meeting.fields["person"]["enum"]) == {LEAD, BUSINESS}
    meeting.answer(person=BUSINESS, decision="通过", comment="")
    assert meeting.fields["person"]["enum"] == [CLIENT]
    assert versions(session)[0].status is MonthPlanStatus.MEETING_HELD
    meeting.answer(person=CLIENT, decision="通过", comment="")

    (plan,) = versions(session)
    assert meeting.is_passed
    assert (plan.status, plan.locked_at) == (MonthPlanStatus.LOCKED, MEETING_DAY)
    assert [
        (one.account_id, one.metric, one.value, one.direction, one.level)
        for one in month_plans.targets_in_force(session, [plan.project_id], "2026-12")
    ] == [
        (None, Metric.COMPLETION, 0.3, TargetDirection.AT_LEAST, TargetLevel.MUST_REACH),
        (account(session).id, Metric.PLAYS, 400_000, TargetDirection.AT_LEAST, TargetLevel.MUST_REACH),
        (account(session).id, Metric.FOLLOWER_GAIN, 2_000, TargetDirection.AT_LEAST, TargetLevel.MUST_REACH),
    ]


def test_a_held_meeting_knows_its_host_its_client_and_who_spoke(session: Session, meeting: Counter):
    agreed(submitted(meeting))

    held = session.scalars(select(Meeting)).one()
    present = session.scalars(select(MeetingAttendee).where(MeetingAttendee.present)).all()
    assert (held.status, held.client_present, held.host_id) == (MeetingStatus.HELD, True, person(session, "WU").id)
    assert {each.person_id for each in present} == {person(session, code).id for code in ("WU", "BU", "JIA")}


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        ({"tasks": ""}, "没有工作任务"),
        ({"targets": ""}, "没有任务指标"),
        ({"budget_total": ""}, "预算"),
        ({"people": PEOPLE.replace("S7 | 林晓\n", "")}, "S7"),
        ({"people": PEOPLE.replace("S7 | 林晓", "S7 |")}, "S7"),
        ({"tasks": "拍齐六条 | | 2026-12-11"}, "拍齐六条"),
        ({"tasks": "拍齐六条 | 佘光 |"}, "拍齐六条"),
        ({"needed": "新品样品"}, "新品样品"),
        ({"budget_total": "986.01"}, "986"),
        ({"targets": "BREEZE-DY | 完播率 | 30"}, "完播率"),
        ({"targets": "BREEZE-DY | 播放量 | 1万\nBREEZE-DY | 播放量 | 2万"}, "不止一个"),
        ({"targets": "SOMEONE-ELSE | 播放量 | 1万"}, "SOMEONE-ELSE"),
        ({"targets": "BREEZE-DY | 好评如潮 | 1万"}, "好评如潮"),
        ({"targets": "BREEZE-DY | 播放量 | 很多"}, "很多"),
        ({"tasks": "拍齐六条 | 路人甲 | 2026-12-11"}, "路人甲"),
        ({"tasks": "拍齐六条 | 佘光 | 2026-12-32"}, "2026-12-32"),
        ({"people": PEOPLE + "\nS14 | 林晓"}, "S14"),
        ({"people": PEOPLE + "\nS13 | 佘光"}, "S13"),
    ],
)
def test_what_a_plan_lacks_is_told_and_nothing_of_it_is_kept(
    session: Session, meeting: Counter, lacking: dict[str, str], reason: str
):
    submitted(meeting, **lacking)

    assert reason in refused(session)
    assert "budget_total" in meeting.fields
    assert versions(session)[0].status is MonthPlanStatus.DRAFT
    assert session.scalar(select(func.count()).select_from(GateRound)) == 0


def test_an_empty_plan_is_told_everything_it_lacks_at_once(session: Session, meeting: Counter):
    meeting.answer(person=OPERATOR, **dict.fromkeys(PLAN, ""))

    reasons = session.scalars(select(RefusedAnswer)).one().reasons
    assert len(reasons) == 4  # tasks, targets, budget, people
    told = "\n".join(reasons)
    assert all(word in told for word in ("工作任务", "任务指标", "预算", "S1、S2"))


def test_a_task_of_another_month_or_without_an_indicator_is_pointed_out_and_stops_nothing(
    session: Session, meeting: Counter
):
    submitted(meeting, tasks="补拍门头 | 佘光 | 2026-11-30")

    assert "补拍门头" in meeting.shown
    assert meeting.shown.count("⚠") == 2


def test_a_plan_that_the_client_sends_back_is_a_draft_again_and_shows_what_was_typed(
    session: Session, meeting: Counter
):
    submitted(meeting).answer(person=LEAD, decision="通过", comment="")
    meeting.answer(person=CLIENT, decision="退回修改", comment="预算再压一压")

    assert versions(session)[0].status is MonthPlanStatus.DRAFT
    assert "预算再压一压" in meeting.shown
    assert meeting.fields["targets"]["default"] == PLAN["targets"]
    agreed(submitted(meeting, budget="", budget_total="0"))
    assert month_plans.in_force(session, versions(session)[0].project_id, "2026-12").budget_total_fen == 0


def test_who_hands_the_plan_in_does_not_agree_to_it(session: Session, meeting: Counter):
    project = versions(session)[0].project_id
    session.add(ProjectMember(project_id=project, person_id=person(session, "WU").id, role=Role.DEPARTMENT_LEAD))
    session.flush()

    submitted(meeting)

    assert all("吴敏" not in label for label in meeting.fields["person"]["enum"])


def test_the_same_month_twice_calls_one_meeting_and_asks_nothing_after_it_is_confirmed(
    session: Session, meeting: Counter
):
    agreed(submitted(meeting))
    locked = versions(session)[0].locked_at

    again = called(session)

    assert Counter(session, MONTH, CODE).is_passed
    assert (again.locked_at, len(versions(session))) == (locked, 1)
    assert session.scalar(select(func.count()).select_from(Meeting)) == 1
    assert session.scalar(select(func.count()).select_from(GatePass)) == 1


def test_a_confirmed_plan_changes_in_a_version_of_its_own_and_counts_until_that_is_confirmed(
    session: Session, meeting: Counter
):
    agreed(submitted(meeting))
    project = session.scalars(select(Project)).one()

    changed = change_plan(session, project, DECEMBER, "客户加投两条", "run-2")
    assert (changed.version, changed.status) == (2, MonthPlanStatus.DRAFT)
    assert month_plans.in_force(session, project.id, "2026-12").version == 1
    second = Counter(session, MONTH, CODE)
    assert "客户加投两条" in second.shown
    agreed(submitted(second, targets="BREEZE-DY | 播放量 | 60万"))

    assert [plan.status for plan in versions(session)] == [MonthPlanStatus.SUPERSEDED, MonthPlanStatus.LOCKED]
    assert [one.value for one in month_plans.targets_in_force(session, [project.id], "2026-12")] == [600_000]


def test_one_run_opens_one_version_however_often_it_comes_back(session: Session, meeting: Counter):
    agreed(submitted(meeting))
    project = session.scalars(select(Project)).one()
    change_plan(session, project, DECEMBER, "加投", "run-2")
    change_plan(session, project, DECEMBER, "加投", "run-2")
    agreed(submitted(SecondRun(session, MONTH, CODE), targets="BREEZE-DY | 播放量 | 60万"))

    change_plan(session, project, DECEMBER, "加投", "run-2")
    assert [plan.version for plan in versions(session)] == [1, 2]

    change_plan(session, project, DECEMBER, "再加投", "another-run")
    assert [plan.version for plan in versions(session)] == [1, 2, 3]


def test_a_locked_plan_that_is_changed_behind_the_gate_goes_before_its_judges_again(session: Session, meeting: Counter):
    agreed(submitted(meeting))
    session.scalars(select(PlanTarget).where(PlanTarget.metric == Metric.PLAYS)).one().value = 1
    session.flush()

    assert set(meeting.fields["person"]["enum"]) == {LEAD, BUSINESS}


def test_what_is_done_of_a_task_opens_no_gate(session: Session, meeting: Counter):
    agreed(submitted(meeting))
    for task in session.scalars(select(PlanTask)):
        task.done_on = date(2026, 12, 9)
    session.flush()

    assert meeting.is_passed


def test_plans_of_single_accounts_count_no_more_once_the_project_has_one(session: Session, meeting: Counter):
    project = session.scalars(select(Project)).one()
    alone = MonthPlan(
        project_id=project.id, account_id=account(session).id, month="2026-12", status=MonthPlanStatus.LOCKED,
        targets=[PlanTarget(metric=Metric.PLAYS, value=7)],
    )  # fmt: skip
    session.add(alone)
    session.flush()
    before = month_plans.targets_in_force(session, [project.id], "2026-12")
    assert [(one.account_id, one.value) for one in before] == [(account(session).id, 7)]

    agreed(submitted(meeting))

    assert alone.status is MonthPlanStatus.SUPERSEDED
    assert 7 not in [one.value for one in month_plans.targets_in_force(session, [project.id], "2026-12")]


def test_a_plan_that_is_stopped_counts_no_more_and_a_reason_begins_it_anew(session: Session, meeting: Counter):
    submitted(meeting).answer(person=LEAD, decision="终止", comment="合同暂停")
    assert isinstance(meeting.asks(), Stopped)

    change_plan(session, session.scalars(select(Project)).one(), DECEMBER, "合同恢复", "run-2")

    agreed(submitted(Counter(session, MONTH, CODE)))
    assert [plan.status for plan in versions(session)] == [MonthPlanStatus.SUPERSEDED, MonthPlanStatus.LOCKED]


def test_a_month_that_nobody_prepared_says_what_to_do(session: Session):
    with pytest.raises(NotOnRecord, match="prepare-month"):
        find_month_plan(session, CODE)
    with pytest.raises(NotOnRecord, match="prepare-month"):
        change_plan(session, session.scalars(select(Project)).one(), DECEMBER, "加投", "run-2")


@pytest.mark.parametrize("key", ["2026-13", "2026-W49", "2026-12-H1", "December", ""])
def test_something_that_is_no_month_is_no_month(key: str):
    with pytest.raises(BadInput):
        month_of(key)


def test_two_that_call_the_same_month_at_once_call_one(engine: Engine):
    with records(engine) as session:
        found_month(session)

    def call(_number: int) -> str:
        with records(engine) as session:
            return call_month(session, session.scalars(select(Project)).one(), DECEMBER).id

    with ThreadPoolExecutor(4) as callers:
        plans = set(callers.map(call, range(4)))

    assert len(plans) == 1


def test_a_client_whose_answer_died_before_it_was_kept_is_asked_again_and_the_month_opens_once(engine: Engine):
    with time_machine.travel(datetime(2026, 11, 25, tzinfo=UTC), tick=False):
        with records(engine) as session:
            found_month(session)
            called(session)
            submitted(Counter(session, MONTH, CODE)).answer(person=LEAD, decision="通过", comment="")
        with pytest.raises(KeyboardInterrupt), records(engine) as session:
            agree_and_die(session)

        with records(engine) as session:
            counter = Counter(session, MONTH, CODE)
            assert versions(session)[0].status is MonthPlanStatus.MEETING_HELD
            counter.answer(person=CLIENT, decision="通过", comment="")
            assert [plan.status for plan in versions(session)] == [MonthPlanStatus.LOCKED]


def agree_and_die(session: Session) -> None:
    """Take the client's answer and the opening of the month into the records, and die before they are kept."""
    counter = Counter(session, MONTH, CODE)
    asked = counter.asks()
    receive(counter.desk(), Answer(asked.key, {"person": CLIENT, "decision": "通过", "comment": ""}))
    counter.desk().state()
    assert versions(session)[0].status is MonthPlanStatus.LOCKED
    raise KeyboardInterrupt
