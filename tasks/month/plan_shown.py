"""A month's plan as it stands on record, read as the values that rules judge and pages show (C1)."""

from datetime import date

from sqlalchemy.orm import Session

from agency.domain import budgets, month_plan
from agency.domain.month_plan import STAGES, NeededInput, PlanTarget, PlanTask
from agency.domain.plan_lines import AskedLine
from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import BudgetCategory
from agency.records import accounts
from agency.records.tables import BudgetLine, MonthPlan, PlanBudgetLine
from agency.reports.month.pack import PlanShown, StageLine
from tasks.month.people import Names, names_of, stage_name


def shown(session: Session, plan: MonthPlan) -> PlanShown:
    """Return a plan as values; its tasks in the order of their days, its stages in the standard's."""
    names = named_in(session, plan)
    return PlanShown(
        month=plan.month,
        accounts={account.code: account.name for account in accounts.accounts_of(session, plan.project_id)},
        version=plan.version,
        change_reason=plan.change_reason,
        targets=tuple(targets(session, plan)),
        tasks=tuple(sorted(tasks(plan, names), key=lambda task: (task.due_on or date.max, task.task))),
        budget=tuple(asked(line) for line in sorted(plan.budget_lines, key=lambda line: line.position)),
        total_fen=plan.budget_total_fen,
        people=tuple(stages(plan, names)),
        needed=tuple(
            sorted(
                (NeededInput(what=each.what, due_on=each.due_on) for each in plan.client_inputs),
                key=lambda each: (each.due_on or date.max, each.what),
            )
        ),
        risks=plan.risks,
    )


def named_in(session: Session, plan: MonthPlan) -> Names:
    """Return the names of a plan's people."""
    besides = [task.owner_id for task in plan.tasks] + [each.person_id for each in plan.stage_people]
    return names_of(session, plan.project_id, besides=besides)


def targets(session: Session, plan: MonthPlan) -> list[PlanTarget]:
    """Return the targets, the whole project's first, then by account and in the order of the metrics."""
    codes = {account.id: account.code for account in accounts.accounts_of(session, plan.project_id)}
    order = list(Metric)
    told = [
        PlanTarget(
            account=codes[each.account_id] if each.account_id else "",
            metric=each.metric,
            value=each.value,
            direction=each.direction,
            level=each.level,
        )
        for each in plan.targets
    ]
    return sorted(told, key=lambda each: (each.account, order.index(each.metric), each.level))


def tasks(plan: MonthPlan, names: Names) -> list[PlanTask]:
    """Return the tasks."""
    return [
        PlanTask(task=each.task, owner=names.of(each.owner_id), due_on=each.due_on, indicator=each.indicator)
        for each in plan.tasks
    ]


def asked(line: PlanBudgetLine | BudgetLine) -> AskedLine:
    """Return a line of a budget on record as it was asked for."""
    return AskedLine(
        line=budgets.BudgetLine(
            category=BudgetCategory(line.category),
            item=line.item,
            quantity=line.quantity,
            unit_price_fen=line.unit_price_fen,
            amount_fen=line.amount_fen,
        ),
        unit=line.unit,
    )


def stages(plan: MonthPlan, names: Names) -> list[StageLine]:
    """Return who stands for each stage, nobody where none is named."""
    return [
        StageLine(
            stage=stage,
            name=stage_name(stage),
            people=tuple(sorted(names.of(each.person_id) for each in plan.stage_people if each.stage == stage)),
        )
        for stage in STAGES
    ]


def judged(plan: PlanShown, first: date) -> month_plan.MonthPlan:
    """Return a plan as the rule judges it; ``first`` is any day of its month."""
    return month_plan.MonthPlan(
        month=first,
        tasks=plan.tasks,
        targets=plan.targets,
        budget_total_fen=plan.total_fen,
        budget_lines_fen=[each.line.amount_fen for each in plan.budget],
        stage_people={each.stage: " ".join(each.people) for each in plan.people},
        client_inputs=plan.needed,
    )
