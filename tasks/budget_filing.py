"""Files a budget request from a run's parameters and puts it before its gate, once for each run (S4)."""

from dataclasses import dataclass

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.approvals import Member
from agency.domain.pasted_lines import read_day
from agency.domain.terms.gates import SubjectKind
from agency.errors import BadInput, RuleBroken
from agency.locale import _
from agency.records.codes import next_code
from agency.records.named import by_code
from agency.records.tables import BudgetRequest, GateRound, Person, Project
from tasks.gate.desk import Desk
from tasks.gate.subjects import find_budget, find_project
from tasks.opening import records
from tasks.stages.s04_budget import BUDGET, ask_for

CODE_DIGITS = 3


@dataclass(frozen=True, kw_only=True)
class BudgetForm:
    """What was filled in where the run was started; ``month``, ``needed_on`` and ``code`` may be empty."""

    project: str
    requester: str
    purpose: str
    lines: str
    total: str
    month: str = ""
    needed_on: str = ""
    code: str = ""


@task(task_run_name="file-budget-{form.project}", cache_policy=NO_CACHE, persist_result=False)
def file_budget(form: BudgetForm) -> str:
    """Return the code of the request this run has filed, and file it first if it has not.

    Raise ``RuleBroken`` or ``BadInput`` with the reasons when it cannot be filed: nothing is kept then.
    """
    with records() as session:
        filed = filed_by(session, flow_run.id)
        return filed.code if filed else file_now(session, form, flow_run.id).code


def filed_by(session: Session, run: str) -> BudgetRequest | None:
    """Return the request a run has filed, None before it did."""
    rounds = select(GateRound.subject_id).where(
        GateRound.subject_kind == SubjectKind.BUDGET, GateRound.flow_run_id == run
    )
    return session.scalar(select(BudgetRequest).where(BudgetRequest.id.in_(rounds)))


def file_now(session: Session, form: BudgetForm, run: str) -> BudgetRequest:
    """Write a request and put it before the department lead as its first round, submitted by the one who asks."""
    project = session.get_one(Project, find_project(session, form.project).id, with_for_update=True)
    person = by_code(session, Person, form.requester)
    request = BudgetRequest(
        code=unused(session, form.code) or next_code(session, BudgetRequest, f"{project.code}-B", CODE_DIGITS),
        project_id=project.id,
        month=form.month or None,
        requested_by_id=person.id,
        needed_on=read_day(form.needed_on) if form.needed_on.strip() else None,
        attachments=[],
    )
    ask_for(session, request, form.purpose, form.lines, form.total)
    desk = Desk(session, BUDGET, find_budget(session, request.code), run)
    refuse_outsiders(desk, person)
    filled = {"purpose": form.purpose, "lines": form.lines, "total": form.total}
    desk.open_round(submitted_by=person.id, submitted=filled, number=1)
    return request


def unused(session: Session, code: str) -> str:
    """Return a code that was wished for, empty when none was; raise ``BadInput`` for one that is taken."""
    wished = code.strip()
    if wished and session.scalar(select(BudgetRequest.id).where(BudgetRequest.code == wished)):
        raise BadInput(_("There is a budget request {code} already.").format(code=wished))
    return wished


def refuse_outsiders(desk: Desk, person: Person) -> None:
    """Raise ``RuleBroken`` when a person may not ask for money here (the standard's ``led_by``)."""
    allowed: list[Member] = desk.roster.holding(desk.gate.led_by)
    if person.id not in {member.person for member in allowed}:
        names = _(", ").join(desk.roster.labels(allowed))
        sentence = _("{name} may not ask for a budget in this project; these may: {people}.")
        raise RuleBroken(sentence.format(name=person.name, people=names))
