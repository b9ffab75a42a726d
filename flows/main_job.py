"""The demo's main job as runs of the deployments: they are started, and waited for until nothing moves any more."""

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    LogFilter,
    LogFilterFlowRunId,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import LogSort
from prefect.logging import disable_run_logger
from prefect.utilities.urls import url_for

from agency.domain.calendar import beijing_day
from agency.domain.windows import iso_week
from agency.errors import AgencyError
from agency.locale import _
from flows.hold_topic_meeting import start_topic_meeting
from flows.productions import start_productions
from flows.show_inbox import show_inbox
from flows.starting import start
from tasks.started_accounts import StartedAccount
from tasks.topics.to_produce import ToProduce

LOOK_EVERY_S = 1.0
LAST_LINES = 5


class RunFailed(AgencyError):
    """A run of the main job went wrong or did not come to rest; the message names it, its page and the end of its log."""


def begin(items: Iterable[ToProduce], account: StartedAccount) -> list[UUID]:
    """Start everything the main job consists of, and return the runs that end without asking anybody.

    Productions and the week's topic meeting that have their run keep it; figures and reviews are had anew each time.
    """
    now = datetime.now(UTC)
    this_time = now.isoformat()
    start_productions(items)
    pulled = start("pull-metrics", once=f"pull-{this_time}", name=_("S12 pull of all accounts"), tags=["S12"])
    reviews = start("prepare-review", once=f"review-{this_time}", name=_("S13 material of all projects"), tags=["S13"])
    start_topic_meeting(account, iso_week(beijing_day(now)).key)
    return [UUID(pulled), UUID(reviews)]


def refresh_inbox() -> None:
    """Write the page of open gates anew, here and now: a worker would take longer to begin than this takes."""
    with disable_run_logger():
        show_inbox()


def settle(ending: Sequence[UUID], since: datetime, *, patience_s: float, say: Callable[[str], None]) -> list[str]:
    """Wait until no run moves any more and return what those say that end; ``say`` hears how many still move.

    Raises ``RunFailed`` when a run that was to begin since a moment failed, when one that ends has not, and when one
    still moves after the patience.
    """
    deadline, told = time.monotonic() + patience_s, 0
    with get_client(sync_client=True) as client:
        while moving := moving_runs(client):
            if len(moving) != told:
                told = len(moving)
                say(_("{count} runs are at work: {names}").format(count=told, names=names_of(moving)))
            if time.monotonic() > deadline:
                raise gone_wrong(client, moving[0], _("{name} is still at work, and the time is up."))
            time.sleep(LOOK_EVERY_S)
        for run in failed_runs(client, since):
            raise gone_wrong(client, run, _("{name} failed."))
        return [last_word(client, client.read_flow_run(run)) for run in ending]


def moving_runs(client: SyncPrefectClient) -> list[FlowRun]:
    """Return the runs that work, or that should have begun by now."""
    at_work = FlowRunFilterStateType(any_=[StateType.PENDING, StateType.RUNNING])
    waiting = FlowRunFilterStateType(any_=[StateType.SCHEDULED])
    due = FlowRunFilterNextScheduledStartTime(before_=datetime.now(UTC))
    return [
        *client.read_flow_runs(flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=at_work))),
        *client.read_flow_runs(
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=waiting), next_scheduled_start_time=due)
        ),
    ]


def failed_runs(client: SyncPrefectClient, since: datetime) -> list[FlowRun]:
    """Return the runs that were to begin since a moment and went wrong."""
    wrong = FlowRunFilterStateType(any_=[StateType.FAILED, StateType.CRASHED])
    lately = FlowRunFilterExpectedStartTime(after_=since)
    return client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=wrong), expected_start_time=lately)
    )


def names_of(runs: Sequence[FlowRun], most: int = 2) -> str:
    """Return what a few of these runs are called."""
    return "、".join(run.name for run in runs[:most]) + (" …" if len(runs) > most else "")


def last_word(client: SyncPrefectClient, run: FlowRun) -> str:
    """Return what a run says that has ended; raise ``RunFailed`` for one that has not."""
    if run.state is None or not run.state.is_completed():
        raise gone_wrong(client, run, _("{name} did not end."))
    return run.state.message or ""


def gone_wrong(client: SyncPrefectClient, run: FlowRun, sentence: str) -> RunFailed:
    """Return the error for a run: what became of it, where its page is, and the end of its log."""
    logs = client.read_logs(
        LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id])), limit=LAST_LINES, sort=LogSort.TIMESTAMP_DESC
    )
    state = f"{run.state.name}: {run.state.message or ''}" if run.state else ""
    lines = [sentence.format(name=run.name), str(url_for("flow-run", obj_id=run.id)), state]
    return RunFailed("\n".join([*lines, *(entry.message for entry in reversed(logs))]))
