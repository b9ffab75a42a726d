"""The flow ``pull-metrics``: every day the figures of every account come into the records, one account at a time (S12, I9)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from prefect import State, flow
from prefect.futures import as_completed
from prefect.runtime import flow_run
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field

from agency.domain.calendar import beijing_day
from agency.errors import QuotaUsedUp
from agency.locale import _
from flows.explained import Explained
from flows.put_back import put_back
from tasks import texts
from tasks.metrics.data_sources import show_data_sources
from tasks.metrics.look_writing import Pulled
from tasks.metrics.pulling import AT_ONCE, DAILY, HOURLY, Wish
from tasks.settling import settle
from tasks.stages.s12_metrics import Progress, accounts_to_pull, pull_account, report_pull


def whiteboard() -> str:
    """Return what a run of this flow is called."""
    day = beijing_day(datetime.now(UTC))
    if flow_run.parameters.get("young_works_only"):
        return _("S12 · new works of {day}").format(day=day)
    return _("S12 · figures of {day}").format(day=day)


@flow(
    name="pull-metrics",
    flow_run_name=whiteboard,
    persist_result=False,
    task_runner=ThreadPoolTaskRunner(max_workers=AT_ONCE),  # type: ignore[arg-type]
)
@put_back
def pull_metrics(
    accounts: Annotated[
        Sequence[str], Explained(_("Accounts"), _("Codes of the accounts to pull, one a line; empty for all of them."))
    ] = (),
    young_works_only: Annotated[
        bool, Explained(_("New works only"), _("Only the totals of works younger than 48 hours, and no days."))
    ] = False,
    days_since: Annotated[
        str,
        Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$"),
        Explained(
            _("Fill a gap since"),
            _(
                "To fill a gap: the first day that is wanted, like 2026-11-01, as far back as a platform tells; else empty."
            ),
        ),
    ] = "",
) -> State[Any]:
    """Pull the figures of accounts (S12, I9); one that fails stops no other, and the run fails only when all of them do."""
    settle()
    codes = accounts_to_pull(accounts)
    wish = wish_of(young_works_only=young_works_only, days_since=days_since)
    futures = {pull_account.submit(code, wish): code for code in codes}
    progress, pulled = Progress(len(codes)), []
    for done in as_completed(list(futures)):
        pulled.append(outcome(futures[done], done.result(raise_on_failure=False)))
        progress.reached(len(pulled))
    pulled.sort(key=lambda each: (not each.trouble, each.account))
    report_pull(pulled)
    if not young_works_only:
        show_data_sources()
    return verdict(pulled)


def wish_of(*, young_works_only: bool, days_since: str) -> Wish:
    """Return what this run wants of every account; what was seen since the moment it was due does for it."""
    now = datetime.now(UTC)
    return Wish(
        since=flow_run.scheduled_start_time or now,
        parts=HOURLY if young_works_only else DAILY,
        span=(beijing_day(now) - texts.day(days_since)).days if days_since else None,
        flow_run_id=flow_run.id,
    )


def outcome(code: str, brought: Pulled | BaseException) -> Pulled:
    """Return what came of one account, an error as its sentence."""
    if isinstance(brought, BaseException):
        again_at = brought.until if isinstance(brought, QuotaUsedUp) else None
        return Pulled(account=code, trouble=str(brought) or type(brought).__name__, again_at=again_at)
    return brought


def verdict(pulled: Sequence[Pulled]) -> State[Any]:
    """Return the run's state, its failures named in its message."""
    failures = [
        _("{account}: {reason}").format(account=one.account, reason=one.trouble) for one in pulled if one.trouble
    ]
    sentence = _("{good} of {all} accounts pulled.").format(good=len(pulled) - len(failures), all=len(pulled))
    message = "\n".join([sentence, *failures])
    return Failed(message=message) if pulled and len(failures) == len(pulled) else Completed(message=message)
