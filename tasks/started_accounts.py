"""Accounts whose project has begun: no work on an account before the department lead has confirmed the plan (C2, R17)."""

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.finding import reasons
from agency.domain.projects import start_findings
from agency.errors import StageOutOfOrder
from agency.records.accounts import accounts_of
from agency.records.tables import Project
from tasks.opening import records
from tasks.subjects import Subject, find_account, find_project


def find_started_account(session: Session, code: str) -> Subject:
    """Return an account as a subject; raise ``StageOutOfOrder`` while its project's plan is not confirmed."""
    subject = find_account(session, code)
    confirmed_at = session.get_one(Project, subject.project_id).plan_confirmed_at
    confirmed_on = beijing_day(confirmed_at) if confirmed_at else None
    if broken := reasons(start_findings(confirmed_on, has_partner_group=True)):
        raise StageOutOfOrder(f"{subject.code}: {' '.join(broken)}")
    return subject


@task(task_run_name="accounts-of-{project}", cache_policy=NO_CACHE, persist_result=False)
def account_codes(project: str) -> list[str]:
    """Return the codes of a project's accounts."""
    with records() as session:
        return [account.code for account in accounts_of(session, find_project(session, project).id)]
