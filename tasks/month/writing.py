"""Reads what was pasted for a month's plan, with every reason why it cannot be, and writes it in the place of the draft (C1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from agency.domain import month_plan
from agency.domain.month_lines import StageNames, needed_input, planned_target, planned_task, stage_names
from agency.domain.month_plan import NeededInput, PlanTarget, PlanTask
from agency.domain.pasted_lines import PastedLines, read_fen, read_lines
from agency.domain.plan_lines import AskedLine, asked_line
from agency.errors import BadInput
from agency.locale import _
from agency.records import accounts, tables
from agency.records.tables import ClientInput, MonthPlan, PlanBudgetLine, StagePerson
from tasks.month.people import Names, names_of


@dataclass(frozen=True, kw_only=True)
class SaidPlan:
    """A month's plan as it was pasted, with the ids of who and what it names; None is a name nobody bears."""

    targets: Sequence[PlanTarget]
    tasks: Sequence[PlanTask]
    budget: Sequence[AskedLine]
    total_fen: int | None
    people: Sequence[StageNames]
    needed: Sequence[NeededInput]
    risks: str
    persons: Mapping[str, str | None]
    accounts: Mapping[str, str]

    def judged(self, first: date) -> month_plan.MonthPlan:
        """Return it as the rule judges it; ``first`` is any day of its month."""
        return month_plan.MonthPlan(
            month=first,
            tasks=self.tasks,
            targets=self.targets,
            budget_total_fen=self.total_fen,
            budget_lines_fen=[each.line.amount_fen for each in self.budget],
            stage_people={each.stage: " ".join(each.names) for each in self.people},
            client_inputs=self.needed,
        )


def read_plan(session: Session, plan: MonthPlan, values: Mapping[str, Any]) -> tuple[SaidPlan, list[str]]:
    """Return what was pasted, and a sentence for each line or name that says nothing to us, with its field before it."""
    names = names_of(session, plan.project_id)
    codes = {account.code: account.id for account in accounts.accounts_of(session, plan.project_id)}
    targets = read_lines(values["targets"], planned_target)
    tasks = read_lines(values["tasks"], planned_task)
    budget = read_lines(values["budget"], asked_line)
    people = read_lines(values["people"], stage_names)
    needed = read_lines(values["needed"], needed_input)
    total, untold = read_total(values["budget_total"])
    said = SaidPlan(
        targets=targets.rows,
        tasks=tasks.rows,
        budget=budget.rows,
        total_fen=total,
        people=people.rows,
        needed=needed.rows,
        risks=values["risks"].strip(),
        persons=persons(tasks.rows, people.rows, names),
        accounts=codes,
    )
    faults = [
        *in_field(_("Targets"), targets),
        *in_field(_("Tasks and dates"), tasks),
        *in_field(_("Budget lines"), budget),
        *untold,
        *in_field(_("Who stands for each stage"), people),
        *in_field(_("Needed from the client"), needed),
        *strangers(said),
        *stages_told_twice(people.rows),
    ]
    return said, faults


def in_field(field: str, read: PastedLines[Any]) -> list[str]:
    """Return what could not be read of a field, each sentence with the field's name."""
    return [_("{field}: {fault}").format(field=field, fault=fault) for fault in read.faults]


def read_total(text: str) -> tuple[int | None, list[str]]:
    """Return the total in fen, None with the reason when it cannot be read, None alone when nothing is told."""
    if not text.strip():
        return None, []
    try:
        return read_fen(text), []
    except BadInput as fault:
        return None, [_("{field}: {fault}").format(field=_("Budget in yuan"), fault=fault)]


def persons(tasks: Sequence[PlanTask], people: Sequence[StageNames], names: Names) -> dict[str, str | None]:
    """Return who is meant by each name of a plan."""
    told = [task.owner for task in tasks if task.owner] + [name for each in people for name in each.names]
    return {name: names.find(name) for name in told}


def strangers(said: SaidPlan) -> list[str]:
    """Return a sentence for each name that is nobody's of the project, and each account that is not its own."""
    unknown = [name for name, person in said.persons.items() if person is None]
    elsewhere = dict.fromkeys(
        each.account for each in said.targets if each.account and each.account not in said.accounts
    )
    return [
        *(_("{name} is not a member of the project.").format(name=name) for name in unknown),
        *(_("{account} is no account of the project.").format(account=account) for account in elsewhere),
    ]


def stages_told_twice(people: Sequence[StageNames]) -> list[str]:
    """Return a sentence for each stage that has more than one line: nobody could say which counts."""
    told = [each.stage for each in people]
    twice = dict.fromkeys(stage for stage in told if told.count(stage) > 1)
    return [_("{stage} stands there more than once.").format(stage=stage) for stage in twice]


def write_plan(session: Session, plan: MonthPlan, said: SaidPlan) -> None:
    """Put a plan in the place of what was there before; what was done of a task that stays is kept."""
    done = {(task.task, task.owner_id): task.done_on for task in plan.tasks}
    plan.targets, plan.tasks, plan.stage_people, plan.budget_lines, plan.client_inputs = [], [], [], [], []
    session.flush()
    plan.targets = [target_row(each, said) for each in said.targets]
    plan.tasks = [task_row(each, said, done) for each in said.tasks]
    plan.budget_lines = [budget_row(position, each) for position, each in enumerate(said.budget, start=1)]
    plan.stage_people = [
        StagePerson(stage=each.stage, person_id=person)
        for each in said.people
        for person in dict.fromkeys(said.persons[name] for name in each.names)
        if person is not None
    ]
    plan.client_inputs = [ClientInput(what=each.what, due_on=each.due_on) for each in said.needed]
    plan.budget_total_fen, plan.risks = said.total_fen, said.risks
    session.flush()


def target_row(target: PlanTarget, said: SaidPlan) -> tables.PlanTarget:
    """Return a target as it is kept."""
    return tables.PlanTarget(
        account_id=said.accounts.get(target.account),
        metric=target.metric,
        value=target.value,
        direction=target.direction,
        level=target.level,
    )


def task_row(task: PlanTask, said: SaidPlan, done: Mapping[tuple[str, str], date | None]) -> tables.PlanTask:
    """Return a task as it is kept."""
    owner = said.persons[task.owner]
    return tables.PlanTask(
        task=task.task,
        owner_id=owner,
        due_on=task.due_on,
        indicator=task.indicator,
        done_on=done.get((task.task, str(owner))),
    )


def budget_row(position: int, asked: AskedLine) -> PlanBudgetLine:
    """Return a line of the budget as it is kept."""
    line = asked.line
    return PlanBudgetLine(
        position=position,
        category=line.category,
        item=line.item,
        quantity=line.quantity,
        unit=asked.unit,
        unit_price_fen=line.unit_price_fen,
        amount_fen=line.amount_fen,
    )
