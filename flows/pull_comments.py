"""The flow ``pull-comments``: what people say beneath young works comes in, and the negative finds its owner (C3, R21)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from prefect import State, flow
from prefect.futures import wait
from prefect.states import Completed
from prefect.task_runners import ThreadPoolTaskRunner

from agency.domain.calendar import beijing_minute
from agency.locale import _
from flows.close_case import start_cases
from flows.explained import Explained
from flows.put_back import put_back
from tasks.comments.case_shown import show_cases
from tasks.comments.pulling import PulledComments
from tasks.comments.rounds import accounts_to_read, pull_account_comments, report_comments
from tasks.messages.sending import send_now
from tasks.settling import settle

AT_ONCE = 8  # the figures are pulled by four times as many: comments may wait


def whiteboard() -> str:
    """Return what a run of this flow is called."""
    return _("C3 · comments of {moment}").format(moment=beijing_minute(datetime.now(UTC)))


@flow(
    name="pull-comments",
    flow_run_name=whiteboard,
    persist_result=False,
    task_runner=ThreadPoolTaskRunner(max_workers=AT_ONCE),  # type: ignore[arg-type]
)
@put_back
def pull_comments(
    accounts: Annotated[
        Sequence[str],
        Explained(_("Accounts"), _("Codes of the accounts whose comments are read; empty for all of them.")),
    ] = (),
) -> State[Any]:
    """Read the comments that are due, and start a run for each case (C3); an account that cannot be read stops no other."""
    settle()
    codes = accounts_to_read(accounts)
    futures = [pull_account_comments.submit(code) for code in codes]
    wait(futures)
    pulled = [outcome(code, future.result(raise_on_failure=False)) for code, future in zip(codes, futures, strict=True)]
    report_comments(pulled)
    send_now()
    start_cases()
    show_cases()
    return Completed(message=told(pulled))


def outcome(code: str, brought: PulledComments | BaseException) -> PulledComments:
    """Return what came of one account, an error as its sentence."""
    if isinstance(brought, BaseException):
        return PulledComments(account=code, trouble=str(brought) or type(brought).__name__)
    return brought


def told(pulled: Sequence[PulledComments]) -> str:
    """Return what a round brought, with what kept accounts from being read."""
    sentence = _("{works} works read, {new} new comments, {negative} of them negative.").format(
        works=sum(one.works for one in pulled),
        new=sum(one.new for one in pulled),
        negative=sum(one.negative for one in pulled),
    )
    troubles = [f"{one.account}: {one.trouble}" for one in pulled if one.trouble]
    return "\n".join([sentence, *troubles])
