"""Whether next month's plan is ready for the client: tasks, targets, dates, budget, and a person for each stage (C1, R16)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agency.domain.budgets import yuan
from agency.domain.finding import Finding, rule, warning
from agency.domain.terms import label
from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import TargetDirection, TargetLevel
from agency.locale import _

STAGES = tuple(f"S{number}" for number in range(1, 14))

RATES = frozenset(
    {
        Metric.COMPLETION,
        Metric.COMPLETION_5S,
        Metric.BOUNCE_2S,
        Metric.COVER_CTR,
        Metric.LIKE_RATE,
        Metric.COMMENT_RATE,
        Metric.SHARE_RATE,
        Metric.SAVE_RATE,
        Metric.ENGAGEMENT,
        Metric.FOLLOW_RATE,
        Metric.ON_TIME,
        Metric.FIRST_PASS,
        Metric.NEGATIVE_RATE,
    }
)


@dataclass(frozen=True, kw_only=True)
class PlanTask:
    """One task of the month and what it is measured by; None and empty mean not filled in."""

    task: str
    owner: str = ""
    due_on: date | None = None
    indicator: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanTarget:
    """One indicator of the month, of an account by its code, or of the whole project."""

    metric: Metric
    value: float
    direction: TargetDirection = TargetDirection.AT_LEAST
    level: TargetLevel = TargetLevel.MUST_REACH
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class NeededInput:
    """Something the client has to give or to decide; None means that no day is told."""

    what: str
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class MonthPlan:
    """All that a month meeting confirms; ``month`` is any day of the month planned, ``stage_people`` keyed by stage."""

    month: date
    tasks: Sequence[PlanTask]
    targets: Sequence[PlanTarget]
    budget_total_fen: int | None
    budget_lines_fen: Sequence[int]
    stage_people: Mapping[str, str]
    client_inputs: Sequence[NeededInput] = ()


@rule
def month_plan_findings(plan: MonthPlan, stages: Collection[str]) -> Iterator[Finding]:
    """The client can confirm a plan that has tasks with owners and dates, a target, a budget that adds up, and all people (C1).

    ``stages`` are those of the standard, in its order.
    """
    if not plan.tasks:
        yield Finding("C1-no-tasks", _("The month has no tasks."))
    for task in plan.tasks:
        yield from wrong_task(task, plan.month)
    if not plan.targets:
        yield Finding("C1-no-target", _("The month has no target; it needs at least one."))
    for target in plan.targets:
        yield from wrong_target(target)
    yield from repeated_targets(plan.targets)
    yield from wrong_budget(plan)
    vacant = [stage for stage in stages if not plan.stage_people.get(stage, "").strip()]
    if vacant:
        yield Finding("C1-stage-vacant", _("Nobody is named for: {stages}.").format(stages=_(", ").join(vacant)))
    for needed in plan.client_inputs:
        if needed.due_on is None:
            sentence = _("No day is told by which the client gives: {what}.")
            yield Finding("C1-input-date", sentence.format(what=needed.what))


def wrong_task(task: PlanTask, month: date) -> Iterator[Finding]:
    """A task has an owner and a day, and best a day of its month."""
    if not task.owner.strip():
        yield Finding("C1-task-owner", _("Nobody owns the task {task}.").format(task=task.task))
    if task.due_on is None:
        yield Finding("C1-task-date", _("The task {task} has no date.").format(task=task.task))
    elif (task.due_on.year, task.due_on.month) != (month.year, month.month):
        sentence = _("The task {task} is due on {day}, which is not in the month planned.")
        yield warning("C1-task-month", sentence.format(task=task.task, day=task.due_on))
    if not task.indicator.strip():
        yield warning("C1-task-indicator", _("The task {task} is measured by nothing.").format(task=task.task))


def wrong_target(target: PlanTarget) -> Iterator[Finding]:
    """A target can be reached: above nothing when it is a floor, and a rate not above the whole."""
    is_floor = target.direction is TargetDirection.AT_LEAST
    if (is_floor and target.value <= 0) or (target.metric in RATES and target.value > 1):
        sentence = _("The target for {metric} cannot be {value:g}.")
        yield Finding("C1-target-value", sentence.format(metric=label(target.metric), value=target.value))


def repeated_targets(targets: Sequence[PlanTarget]) -> Iterator[Finding]:
    """An account has one target of a metric and a level, or nobody knows which counts."""
    for (account, metric, level), times in Counter((one.account, one.metric, one.level) for one in targets).items():
        if times > 1:
            sentence = _("There is more than one target ({level}) for {metric} of {account}.")
            told = {"level": label(level), "metric": label(metric), "account": account or _("the whole project")}
            yield Finding("C1-target-twice", sentence.format(**told))


def wrong_budget(plan: MonthPlan) -> Iterator[Finding]:
    """The budget is told even when it is nothing, and is the sum of its lines."""
    if plan.budget_total_fen is None:
        yield Finding("C1-no-budget", _("The month's budget is not filled in; write 0 when nothing is needed."))
    elif sum(plan.budget_lines_fen) != plan.budget_total_fen:
        sentence = _("The lines add up to {sum} yuan, and the total says {total} yuan.")
        told = {"sum": yuan(sum(plan.budget_lines_fen)), "total": yuan(plan.budget_total_fen)}
        yield Finding("C1-budget-total", sentence.format(**told))
