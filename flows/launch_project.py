"""Launches a project: the business talk (S1), the plan within a week (C2), and then its accounts, side by side."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from flows.starting import start
from tasks.stages.s01_business_talk import plan_project, talk_business
from tasks.started_accounts import started_accounts


def whiteboard() -> str:
    """Return the run's name until it asks its first question."""
    return _("{project} launch").format(project=flow_run.parameters["project"])


@flow(name="launch-project", flow_run_name=whiteboard, persist_result=False)
@put_back
def launch_project(
    project: Annotated[
        str, Explained(_("Project"), _("Code of the project; it and its accounts are on record already."))
    ],
) -> State[Any] | None:
    """Carry a project to its confirmed plan; work on each of its accounts starts on that approval."""
    if stopped := carry(project, [talk_business, plan_project]):
        return stopped
    for account in started_accounts(project):
        start(
            "launch-account",
            once=f"launch-{account.id}",
            name=_("{account} launch").format(account=account.code),
            tags=[account.code, account.project_code],
            account=account.code,
        )
    return None
