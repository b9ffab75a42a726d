"""C1: next month's tasks, targets, dates, budget and people are put down, agreed inside, and confirmed by the client (R16)."""

from collections.abc import Mapping

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from sqlalchemy.orm import Session

from agency.domain.budgets import yuan
from agency.domain.finding import reasons
from agency.domain.month_lines import input_line, target_line, task_line
from agency.domain.month_plan import STAGES, month_plan_findings
from agency.domain.terms import label
from agency.domain.terms.gates import Verdict
from agency.domain.terms.plans import MonthPlanStatus
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.named import by_code
from agency.records.tables import MonthPlan, Project
from agency.records.tables.base import now
from agency.reports.month.pack import PlanShown
from agency.reports.month.plan_page import plan_page
from tasks.gate.forms import Fields
from tasks.gate.prefilled import wished
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject
from tasks.gate.work import Judgement, StageWork, Submission
from tasks.month.calling import change_plan, find_month_plan, meeting_of, month_of
from tasks.month.files import keep_files
from tasks.month.opening import open_month, opened_page
from tasks.month.pack import gather
from tasks.month.people import stage_name
from tasks.month.plan_shown import judged, shown
from tasks.month.writing import read_plan, write_plan
from tasks.opening import records
from tasks.page_keys import page_key


def plan_of(session: Session, subject: Subject) -> MonthPlan:
    """Return the plan that is judged."""
    return session.get_one(MonthPlan, subject.id)


def content(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return all that the client confirms; what is done of it later, and what the month holds besides, is no part of it."""
    plan = shown(session, plan_of(session, subject))
    return {
        "month": plan.month,
        "targets": [[each.account, each.metric, each.value, each.direction, each.level] for each in plan.targets],
        "tasks": [[each.task, each.owner, str(each.due_on), each.indicator] for each in plan.tasks],
        "budget": [
            [each.line.category, each.line.item, each.line.quantity, each.line.amount_fen] for each in plan.budget
        ],
        "total_fen": plan.total_fen,
        "people": [[each.stage, *each.people] for each in plan.people],
        "needed": [[each.what, str(each.due_on)] for each in plan.needed],
        "risks": plan.risks,
    }


def exhibit(session: Session, subject: Subject) -> str:
    """Return the plan, with what the rules only point out on top."""
    plan = shown(session, plan_of(session, subject))
    return plan_page(plan, month_plan_findings(judged(plan, month_of(plan.month).first), STAGES))


def brief(session: Session, subject: Subject) -> str:
    """Return how the running month stands and what the next one holds already, as it was when it was prepared."""
    plan = plan_of(session, subject)
    told = meeting_of(session, plan).agenda
    return "\n\n".join(part for part in (plan.change_reason, told) if part)


def fields(session: Session, subject: Subject) -> Fields:
    """Ask for the plan; every field starts with what is on record of it.

    No field is demanded by the form itself: an empty one would be put back alone, and people are told all reasons at once.
    """
    plan = shown(session, plan_of(session, subject))
    return {
        "targets": wished(
            "\n".join(map(target_line, plan.targets)),
            caption=_("Targets"),
            help_text=_(
                "Needed. One a line: account | metric | value | direction | level. The last two may be left out."
            ),
        ),
        "tasks": wished(
            "\n".join(map(task_line, plan.tasks)),
            caption=_("Tasks and dates"),
            help_text=_("Needed. One a line: task | owner | day | indicator."),
        ),
        "budget": wished(
            "\n".join(budget_lines(plan)),
            caption=_("Budget lines"),
            help_text=_(
                "One a line: category | item | quantity | unit price in yuan | unit. The unit may be left out."
            ),
        ),
        "budget_total": wished(
            None if plan.total_fen is None else yuan(plan.total_fen),
            caption=_("Budget in yuan"),
            help_text=_("Needed. The sum of the lines; 0 when nothing is needed."),
        ),
        "people": wished(
            "\n".join(people_lines(plan)),
            caption=_("Who stands for each stage"),
            help_text=_("Needed. One stage a line, S1 to S13: stage | names, parted by commas."),
        ),
        "needed": wished(
            "\n".join(map(input_line, plan.needed)),
            caption=_("Needed from the client"),
            help_text=_("One a line: what | by which day."),
        ),
        "risks": wished(plan.risks, caption=_("Risks"), help_text=_("One a line, with what is done about it.")),
    }


def budget_lines(plan: PlanShown) -> list[str]:
    """Return the lines of the budget as they are pasted."""
    return [
        " | ".join(
            [
                label(each.line.category),
                each.line.item,
                f"{each.line.quantity:g}",
                yuan(each.line.unit_price_fen),
                each.unit,
            ]
        ).removesuffix(" | ")
        for each in plan.budget
    ]


def people_lines(plan: PlanShown) -> list[str]:
    """Return a line for each stage, also where nobody is named."""
    return [f"{each.stage} {stage_name(each.stage)} | {_(', ').join(each.people)}" for each in plan.people]


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Write the plan as the meeting made it; raise ``RuleBroken`` with everything it lacks at once (R16)."""
    plan = plan_of(session, subject)
    said, faults = read_plan(session, plan, submission.values)
    broken = month_plan_findings(said.judged(month_of(plan.month).first), STAGES)
    if refused := (*faults, *reasons(broken)):
        raise RuleBroken(*dict.fromkeys(refused))
    write_plan(session, plan, said)
    plan.status = MonthPlanStatus.MEETING_HELD
    meeting_of(session, plan).host_id = submission.person.person
    session.flush()


def judge(session: Session, subject: Subject, judgement: Judgement) -> None:
    """Note on the plan what was said of it: sent back it is a draft again, stopped it counts no more."""
    plan = plan_of(session, subject)
    match judgement.verdict:
        case Verdict.SENT_BACK:
            plan.status = MonthPlanStatus.DRAFT
        case Verdict.STOPPED:
            plan.status = MonthPlanStatus.SUPERSEDED
        case Verdict.APPROVED:
            pass


def close(session: Session, subject: Subject) -> None:
    """Lock the plan that the client has confirmed; the month is open, and earlier versions count no more (R16)."""
    open_month(session, plan_of(session, subject))


MONTH = StageWork(
    gate="C1",
    find=find_month_plan,
    content=content,
    exhibit=exhibit,
    fields=fields,
    brief=brief,
    write=write,
    judge=judge,
    close=close,
)


@stage_task("C1")
def confirm_month(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Put next month's plan down, agree on it inside, and let the client confirm it (C1)."""
    return advance(MONTH, code, answer)


@task(task_run_name="plan-{project}-{month}", cache_policy=NO_CACHE, persist_result=False)
def plan_to_confirm(project: str, month: str, change: str) -> str:
    """Return the code of a month's plan; with a reason to change, a confirmed one gets its next version first, once a run.

    Raise ``NotOnRecord`` before the month was prepared.
    """
    with records() as session:
        if change.strip():
            change_plan(session, by_code(session, Project, project), month_of(month), change, flow_run.id)
        return find_month_plan(session, f"{project}/{month}").code


@task(task_run_name="open-{code}", cache_policy=NO_CACHE, persist_result=False)
def show_open_month(code: str) -> None:
    """Show the month as it is open now, on the page of its meeting, with the files of what was confirmed."""
    project, _slash, month = code.rpartition("/")
    with records() as session:
        plan = plan_of(session, find_month_plan(session, code))
        row = by_code(session, Project, project)
        links = keep_files(session, row, gather(session, row, plan, now())).links
        told = opened_page(session, plan, links)
    create_markdown_artifact(told, key=page_key("month", project, month), description=_("The month is open"))
