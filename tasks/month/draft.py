"""A month's plan before anybody has said a word: what is on record of targets, days, money and people, to be mended (C1)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.budgets import yuan
from agency.domain.month_lines import one_cell
from agency.domain.terms import label
from agency.domain.terms.figures import Metric
from agency.domain.terms.people import Role
from agency.domain.terms.plans import BudgetCategory, TargetPeriod
from agency.domain.windows import Window, previous
from agency.locale import _
from agency.records import accounts, execution, month_plans, month_schedule, people
from agency.records.month_schedule import PlannedVideo
from agency.records.tables import (
    BudgetRequest,
    ClientInput,
    ContractTarget,
    MonthPlan,
    PlanBudgetLine,
    PlanTarget,
    PlanTask,
    Project,
    StagePerson,
)
from tasks.calendars import calendar
from tasks.month.people import usual_people


def first_draft(session: Session, project: Project, planned: Window) -> MonthPlan:
    """Return the first version of a project's plan of a month, filled with what the records tell; it is not added yet."""
    last = month_plans.in_force(session, project.id, previous(planned).key)
    videos = month_schedule.videos_of(session, project.id, planned)
    lines = budget_lines(month_plans.approved_budgets(session, project.id, planned.key))
    return MonthPlan(
        project_id=project.id,
        month=planned.key,
        targets=targets(session, project, planned),
        tasks=[
            *left_undone(session, last, planned),
            *publishing(session, project, planned),
            *shooting(videos, planned),
        ],
        budget_lines=lines,
        budget_total_fen=sum(line.amount_fen for line in lines) if lines else None,
        stage_people=stage_people(session, project, last),
        client_inputs=[*waiting(session, project, planned), *confirmations(videos), *papers(session, project, planned)],
    )


def next_version(plan: MonthPlan, reason: str) -> MonthPlan:
    """Return the version after a confirmed one, the same but for its reason to change; it is not added yet."""
    return MonthPlan(
        project_id=plan.project_id,
        month=plan.month,
        version=plan.version + 1,
        change_reason=reason,
        meeting_id=plan.meeting_id,
        budget_total_fen=plan.budget_total_fen,
        risks=plan.risks,
        targets=[
            PlanTarget(**copied(each, "account_id", "metric", "value", "direction", "level")) for each in plan.targets
        ],
        tasks=[
            PlanTask(**copied(each, "task", "stage", "owner_id", "due_on", "indicator", "done_on"))
            for each in plan.tasks
        ],
        stage_people=[StagePerson(**copied(each, "stage", "person_id")) for each in plan.stage_people],
        budget_lines=[
            PlanBudgetLine(
                **copied(each, "position", "category", "item", "quantity", "unit", "unit_price_fen", "amount_fen")
            )
            for each in plan.budget_lines
        ],
        client_inputs=[ClientInput(**copied(each, "what", "due_on", "received_on")) for each in plan.client_inputs],
    )


def copied(row: object, *names: str) -> dict[str, object]:
    """Return some values of a row."""
    return {name: getattr(row, name) for name in names}


def targets(session: Session, project: Project, planned: Window) -> list[PlanTarget]:
    """Return last month's targets once more, else what the contract wants of every month."""
    last = month_plans.targets_in_force(session, [project.id], previous(planned).key)
    if last:
        return [PlanTarget(**copied(each, "account_id", "metric", "value", "direction", "level")) for each in last]
    monthly = select(ContractTarget).where(
        ContractTarget.contract_id == project.contract_id, ContractTarget.period == TargetPeriod.MONTH
    )
    wanted = {each.metric: each for each in session.scalars(monthly.order_by(ContractTarget.id))}
    return [PlanTarget(**copied(each, "metric", "value", "direction")) for each in wanted.values()]


def left_undone(session: Session, last: MonthPlan | None, planned: Window) -> list[PlanTask]:
    """Return last month's tasks that nobody has done, due on the first working day of the month planned."""
    day = calendar(session).on_or_after(planned.first)
    undone = [task for task in last.tasks if task.done_on is None and task.due_on < planned.first] if last else []
    mine = {person.id for person in people.members(session, last.project_id)} if last else set()
    return [
        PlanTask(task=task.task, owner_id=task.owner_id, due_on=day, indicator=task.indicator)
        for task in undone
        if task.owner_id in mine
    ]


def publishing(session: Session, project: Project, planned: Window) -> list[PlanTask]:
    """Return for each account the task to publish as many works as last month's target wanted."""
    last = month_plans.targets_in_force(session, [project.id], previous(planned).key)
    wanted = {each.account_id: each.value for each in last if each.metric is Metric.WORKS_PUBLISHED}
    operators = [person.id for person in people.members(session, project.id, Role.OPERATOR)]
    tasks = []
    for account in accounts.accounts_of(session, project.id):
        owner = account.operator_id if account.operator_id in operators else next(iter(operators), None)
        if owner is not None and account.id in wanted:
            count = f"{wanted[account.id]:g}"
            tasks.append(
                PlanTask(
                    task=_("{account}: publish {count} videos").format(account=account.code, count=count),
                    owner_id=owner,
                    due_on=planned.last,
                    indicator=_("{count} videos on time").format(count=count),
                )
            )
    return tasks


def shooting(videos: Sequence[PlannedVideo], planned: Window) -> list[PlanTask]:
    """Return for each day on which is shot the task to shoot its videos, the photographer's."""
    days: dict[tuple[date, str], list[str]] = defaultdict(list)
    for video in videos:
        item = video.item
        if item.planned_shoot_on and item.photographer_id and planned.first <= item.planned_shoot_on <= planned.last:
            days[item.planned_shoot_on, item.photographer_id].append(item.code)
    return [
        PlanTask(
            task=_("Shoot {count} videos: {codes}").format(count=len(codes), codes=_(", ").join(codes)),
            owner_id=photographer,
            due_on=day,
            indicator=_("every shot taken, footage handed over the same day"),
        )
        for (day, photographer), codes in sorted(days.items())
    ]


def budget_lines(requests: Sequence[BudgetRequest]) -> list[PlanBudgetLine]:
    """Return the lines of the money that was approved; a request approved in part is one line of what was approved."""
    lines: list[PlanBudgetLine] = []
    for request in requests:
        if request.approved_fen in (None, request.total_fen):
            names = ("category", "item", "quantity", "unit", "unit_price_fen", "amount_fen")
            lines += [PlanBudgetLine(**copied(line, *names)) for line in request.lines]
        else:
            lines.append(in_part(request))
    for position, line in enumerate(lines, start=1):
        line.position = position
    return lines


def in_part(request: BudgetRequest) -> PlanBudgetLine:
    """Return a request of which only a part was approved as one line."""
    approved = request.approved_fen or 0
    sentence = _("{code} {purpose} (asked for {total} yuan, approved in part)")
    told = sentence.format(code=request.code, purpose=one_cell(request.purpose), total=yuan(request.total_fen))
    return PlanBudgetLine(
        category=BudgetCategory.OTHER, item=told, quantity=1, unit="", unit_price_fen=approved, amount_fen=approved
    )


def stage_people(session: Session, project: Project, last: MonthPlan | None) -> list[StagePerson]:
    """Return who stands for each stage: as last month those who are still there, else those who lead it as a rule."""
    mine = {person.id for person in people.members(session, project.id)}
    before: dict[str, list[str]] = defaultdict(list)
    for each in last.stage_people if last else ():
        if each.person_id in mine:
            before[each.stage].append(each.person_id)
    return [
        StagePerson(stage=stage, person_id=person)
        for stage, usual in usual_people(session, project.id).items()
        for person in before.get(stage) or usual
    ]


def waiting(session: Session, project: Project, planned: Window) -> list[ClientInput]:
    """Return the questions that wait for the client today, each by its day or the last before the month."""
    subjects = execution.subjects_of(session, project.id)
    before = calendar(session).previous_working_day(planned.first)
    waits = month_schedule.waiting_for_the_client(session, project.id, subjects)
    return [
        ClientInput(
            what=_("Answer: {question}").format(question=one_cell(wait.headline)),
            due_on=max(wait.due_on or before, before),
        )
        for wait in waits
    ]


def confirmations(videos: Sequence[PlannedVideo]) -> list[ClientInput]:
    """Return the days on which the client confirms cuts of the month, each with its videos."""
    days: dict[date, list[str]] = defaultdict(list)
    for video in videos:
        if video.item.planned_edit_due_on and video.published_at is None:
            days[video.item.planned_edit_due_on].append(video.item.code)
    return [
        ClientInput(what=_("Confirm the cuts of {codes}").format(codes=_(", ").join(sorted(codes))), due_on=day)
        for day, codes in sorted(days.items())
    ]


def papers(session: Session, project: Project, planned: Window) -> list[ClientInput]:
    """Return the papers that run out before the month is over, each by the day it does."""
    return [
        ClientInput(
            what=_("Renew {paper} of {account}").format(paper=label(paper.paper), account=code), due_on=paper.expires_on
        )
        for paper, code in month_schedule.papers_running_out(session, project.id, planned.last)
    ]
