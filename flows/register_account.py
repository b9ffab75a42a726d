"""Completes an account's registration beside everything else that its launch needs (S5)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run

from agency.locale import _
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from tasks.stages.s05_registration import complete_registration


def whiteboard() -> str:
    """Return the run's name until it asks its first question."""
    return _("{account} registration").format(account=flow_run.parameters["account"])


@flow(name="register-account", flow_run_name=whiteboard, persist_result=False)
@put_back
def register_account(
    account: Annotated[str, Explained(_("Account"), _("Code of the account; its project's plan is confirmed."))],
) -> State[Any] | None:
    """Carry an account to a complete registration; run it again when a paper was renewed."""
    return carry(account, [complete_registration])
