"""Accounts whose project has begun: no work on an account before the department lead has confirmed the plan (C2, R17)."""

from dataclasses import dataclass

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.finding import reasons
from agency.domain.projects import start_findings
from agency.errors import StageOutOfOrder
from agency.records import topics
from agency.records.accounts import accounts_of
from agency.records.tables import Project
from tasks.gate.subjects import Subject, find_account, find_project
from tasks.opening import records


@dataclass(frozen=True)
class StartedAccount:
    """An account as a flow needs it to start runs for it: the id tells it from another one of the same code elsewhere."""

    id: str
    code: str
    project_code: str


def find_started_account(session: Session, code: str) -> Subject:
    """Return an account as a subject; raise ``StageOutOfOrder`` while its project's plan is not confirmed."""
    subject = find_account(session, code)
    confirmed_at = session.get_one(Project, subject.project_id).plan_confirmed_at
    confirmed_on = beijing_day(confirmed_at) if confirmed_at else None
    if broken := reasons(start_findings(confirmed_on, has_partner_group=True)):
        raise StageOutOfOrder(f"{subject.code}: {' '.join(broken)}")
    return subject


def started(session: Session, code: str) -> StartedAccount:
    """Return an account for a flow; raise ``StageOutOfOrder`` as above."""
    subject = find_started_account(session, code)
    return StartedAccount(subject.id, subject.code, subject.project_code)


@task(task_run_name="account-{code}", cache_policy=NO_CACHE, persist_result=False)
def started_account(code: str) -> StartedAccount:
    """Return one account, or fail while its project has not begun."""
    with records() as session:
        return started(session, code)


@task(task_run_name="accounts-of-{project}", cache_policy=NO_CACHE, persist_result=False)
def started_accounts(project: str) -> list[StartedAccount]:
    """Return a project's accounts, or fail while it has not begun."""
    with records() as session:
        accounts = accounts_of(session, find_project(session, project).id)
        return [started(session, account.code) for account in accounts]


@task(cache_policy=NO_CACHE, persist_result=False)
def accounts_at_work() -> list[StartedAccount]:
    """Return the accounts that meet about topics every week, whatever their project."""
    with records() as session:
        subjects = [find_account(session, account.code) for account in topics.accounts_at_work(session)]
        return [StartedAccount(subject.id, subject.code, subject.project_code) for subject in subjects]
