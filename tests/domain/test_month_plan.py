from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agency.domain.month_plan import MonthPlan, NeededInput, PlanTarget, PlanTask, month_plan_findings
from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import TargetDirection, TargetLevel
from tests.domain.findings import broken

STAGES = ("S7", "S9", "S10")
DECEMBER = MonthPlan(
    month=date(2026, 12, 1),
    tasks=[PlanTask(task="Eight rain videos", owner="Lin", due_on=date(2026, 12, 28), indicator="95 % on time")],
    targets=[PlanTarget(metric=Metric.PLAYS, value=400_000)],
    budget_total_fen=155_988,
    budget_lines_fen=[120_000, 35_988],
    stage_people={"S7": "Lin", "S9": "Tan", "S10": "Mei"},
)


def test_a_plan_with_tasks_targets_dates_budget_and_people_can_be_confirmed() -> None:
    assert month_plan_findings(DECEMBER, STAGES) == ()


@pytest.mark.parametrize(
    ("lacking", "rule"),
    [
        ({"tasks": []}, "C1-no-tasks"),
        ({"tasks": [PlanTask(task="Rain", due_on=date(2026, 12, 1), indicator="8")]}, "C1-task-owner"),
        ({"tasks": [PlanTask(task="Rain", owner="Lin", indicator="8")]}, "C1-task-date"),
        ({"targets": []}, "C1-no-target"),
        ({"budget_total_fen": None}, "C1-no-budget"),
        ({"budget_total_fen": 155_989}, "C1-budget-total"),
        ({"targets": [PlanTarget(metric=Metric.PLAYS, value=value) for value in (1, 2)]}, "C1-target-twice"),
        ({"client_inputs": [NeededInput(what="Samples")]}, "C1-input-date"),
        ({"stage_people": {"S7": "Lin", "S9": " ", "S10": "Mei"}}, "C1-stage-vacant"),
    ],
)
def test_none_of_what_the_client_confirms_may_be_missing(lacking: dict[str, Any], rule: str) -> None:
    assert broken(month_plan_findings(replace(DECEMBER, **lacking), STAGES)) == [rule]


def test_a_month_that_costs_nothing_says_so() -> None:
    assert month_plan_findings(replace(DECEMBER, budget_total_fen=0, budget_lines_fen=[]), STAGES) == ()


def test_a_task_that_slipped_from_november_is_pointed_out() -> None:
    slipped = PlanTask(task="Roof shoot", owner="Tan", due_on=date(2026, 11, 30), indicator="6 shots")

    assert broken(month_plan_findings(replace(DECEMBER, tasks=[slipped]), STAGES)) == ["C1-task-month?"]


def test_a_task_measured_by_nothing_is_pointed_out() -> None:
    vague = PlanTask(task="Roof shoot", owner="Tan", due_on=date(2026, 12, 4))

    assert broken(month_plan_findings(replace(DECEMBER, tasks=[vague]), STAGES)) == ["C1-task-indicator?"]


def test_an_account_may_have_a_target_that_must_be_reached_and_one_to_stretch_for() -> None:
    both = [PlanTarget(metric=Metric.PLAYS, value=400_000, level=level) for level in TargetLevel]

    assert month_plan_findings(replace(DECEMBER, targets=both), STAGES) == ()


def test_december_of_another_year_is_another_month() -> None:
    next_year = PlanTask(task="Roof shoot", owner="Tan", due_on=date(2027, 12, 1), indicator="6 shots")

    assert broken(month_plan_findings(replace(DECEMBER, tasks=[next_year]), STAGES)) == ["C1-task-month?"]


@pytest.mark.parametrize(
    ("target", "rules"),
    [
        (PlanTarget(metric=Metric.PLAYS, value=0), ["C1-target-value"]),
        (PlanTarget(metric=Metric.COMPLETION, value=30), ["C1-target-value"]),
        (PlanTarget(metric=Metric.COMPLETION, value=0.3), []),
        (PlanTarget(metric=Metric.ON_TIME, value=1), []),
        (PlanTarget(metric=Metric.NEGATIVE_RATE, value=0, direction=TargetDirection.AT_MOST), []),
    ],
    ids=[
        "no plays at all",
        "thirty for thirty percent",
        "thirty percent",
        "always on time",
        "not one negative comment",
    ],
)
def test_a_target_can_be_reached(target: PlanTarget, rules: list[str]) -> None:
    assert broken(month_plan_findings(replace(DECEMBER, targets=[target]), STAGES)) == rules
