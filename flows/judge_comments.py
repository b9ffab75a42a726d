"""The flow ``judge-comments``: people look over what the word lists made of an account's comments (C3)."""

from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed

from agency.locale import _
from flows.carrying import carry
from flows.close_case import start_cases
from flows.explained import Explained
from flows.put_back import put_back
from tasks.comments.case_shown import show_cases
from tasks.comments.reviewing import judge_page


def whiteboard() -> str:
    """Return the run's name until it asks."""
    return _("C3 · {account} · judge comments").format(account=flow_run.parameters.get("account", ""))


@flow(name="judge-comments", flow_run_name=whiteboard, persist_result=False)
@put_back
def judge_comments(
    account: Annotated[str, Explained(_("Account"), _("Code of the account whose comments are looked over."))],
) -> State[Any]:
    """Ask about comments that nobody has judged, ten at a time, the latest first (C3); a missed complaint opens a case."""
    stopped = carry(account, [judge_page])
    start_cases()
    show_cases()
    return stopped or Completed(message=_("Every comment of {account} is judged.").format(account=account))
