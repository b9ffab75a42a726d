"""One round of reading comments: which accounts, what each brought, and which cases wait for a run of their own (C3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from prefect import task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import task_run

from agency.domain.quoting import quoted
from agency.domain.terms import label
from agency.locale import _
from agency.records import cases
from agency.records.tables.base import now
from tasks.comments.case_closing import account_of
from tasks.comments.pulling import PulledComments, accounts_with_comments, pull_comments_of
from tasks.metrics.shared_pace import kept_by_all
from tasks.opening import looking

PAGE = "pull-comments"


def whiteboard() -> str:
    """Return what the reading of one account is called."""
    return f"C3 · {task_run.parameters['code']}"


@task(name="pull-account-comments", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def pull_account_comments(code: str) -> PulledComments:
    """Read the comments of one account; what keeps them away is told and fails nothing."""
    with kept_by_all():
        return pull_comments_of(code, now())


@task(name="accounts-with-comments", cache_policy=NO_CACHE, persist_result=False)
def accounts_to_read(codes: Sequence[str]) -> list[str]:
    """Return the codes of the accounts to read."""
    with looking() as session:
        return accounts_with_comments(session, codes)


@task(name="report-comments", cache_policy=NO_CACHE, persist_result=False)
def report_comments(pulled: Sequence[PulledComments]) -> None:
    """Leave a table of the round: one row an account, those with trouble first."""
    rows = [row_of(each) for each in sorted(pulled, key=lambda each: (not each.trouble, each.account))]
    create_table_artifact(table=rows, key=PAGE, description=_("What this round of reading comments brought."))


def row_of(pulled: PulledComments) -> dict[str, str]:
    """Return one account as a row of text."""
    return {
        _("account"): pulled.account,
        _("works read"): str(pulled.works),
        _("new comments"): str(pulled.new),
        _("negative ones"): str(pulled.negative),
        _("to look at"): quoted(pulled.trouble, 200),
    }


@dataclass(frozen=True)
class WaitingCase:
    """A case as a flow needs it to start a run for it."""

    id: str
    account: str
    severity: str


@task(name="cases-without-run", cache_policy=NO_CACHE, persist_result=False)
def cases_without_run() -> list[WaitingCase]:
    """Return the open cases for which no run waits, the gravest first."""
    with looking() as session:
        return [
            WaitingCase(case.id, account_of(session, case).code, label(case.severity))
            for case in cases.without_a_run(session)
        ]
