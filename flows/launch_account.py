"""Launches an account: its positioning (S2), then its first schedule and topics (S3); its registration goes on beside (S5)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.productions import start_productions
from flows.put_back import put_back
from flows.starting import start
from tasks.stages.s02_positioning import position_account
from tasks.stages.s03_schedule import first_items, schedule_first_topics
from tasks.started_accounts import started_account


def whiteboard() -> str:
    """Return the run's name until it asks its first question."""
    return _("{account} launch").format(account=flow_run.parameters["account"])


@flow(name="launch-account", flow_run_name=whiteboard, persist_result=False)
@put_back
def launch_account(
    account: Annotated[str, Explained(_("Account"), _("Code of the account; its project's plan is confirmed."))],
) -> State[Any] | None:
    """Carry an account to the client's agreement on its first topics, and start their production."""
    launched = started_account(account)
    start(
        "register-account",
        once=f"register-{launched.id}",
        name=_("{account} registration").format(account=account),
        tags=[launched.code, launched.project_code],
        account=account,
    )
    if stopped := carry(account, [position_account, schedule_first_topics]):
        return stopped
    start_productions(first_items(account))
    return None
