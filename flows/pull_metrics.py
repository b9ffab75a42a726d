"""The flow ``pull-metrics``: every day the figures of every account come into the records, one account at a time (S12, I9)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from prefect import State, flow
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from agency.domain.calendar import beijing_day
from agency.locale import _
from flows.explained import Explained
from tasks.s12_metrics import Pulled, accounts_to_pull, pull_account, report_pull

AT_ONCE = 4


def whiteboard() -> str:
    """Return what a run of this flow is called."""
    return _("S12 · figures of {day}").format(day=beijing_day(datetime.now(UTC)))


@flow(
    name="pull-metrics",
    flow_run_name=whiteboard,
    persist_result=False,
    task_runner=ThreadPoolTaskRunner(max_workers=AT_ONCE),  # type: ignore[arg-type]
)
def pull_metrics(
    accounts: Annotated[
        Sequence[str], Explained(_("Codes of the accounts to pull, one a line; empty for all of them."))
    ] = (),
) -> State[Any]:
    """Pull the figures of accounts (S12, I9); one that fails stops no other, and the run fails only when all of them do."""
    codes = accounts_to_pull(accounts)
    since = flow_run.scheduled_start_time or datetime.now(UTC)
    futures = {code: pull_account.submit(code, since) for code in codes}
    pulled = [outcome(code, future.result(raise_on_failure=False)) for code, future in futures.items()]
    report_pull(pulled)
    return verdict(pulled)


def outcome(code: str, brought: Pulled | BaseException) -> Pulled:
    """Return what came of one account, an error as its sentence."""
    if isinstance(brought, BaseException):
        return Pulled(account=code, trouble=str(brought) or type(brought).__name__)
    return brought


def verdict(pulled: Sequence[Pulled]) -> State[Any]:
    """Return the run's state, its failures named in its message."""
    failures = [
        _("{account}: {reason}").format(account=one.account, reason=one.trouble) for one in pulled if one.trouble
    ]
    sentence = _("{good} of {all} accounts pulled.").format(good=len(pulled) - len(failures), all=len(pulled))
    message = "\n".join([sentence, *failures])
    return Failed(message=message) if pulled and len(failures) == len(pulled) else Completed(message=message)
