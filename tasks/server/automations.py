"""Prefect's automations that call the leads: a run that failed, a run that does not begin, a pool that nobody works on.

They are set up anew whenever the house is opened; one that was switched off in the UI stays off.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.events.actions import SendNotification
from prefect.events.filters import AutomationFilter, AutomationFilterName
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture

from agency.locale import _
from tasks.server.notification_block import AgencyGroup

BLOCK = "leads"
LATE = timedelta(minutes=15)
CARRIED_ON = timedelta(minutes=3)  # the house needs seconds for it, and two minutes where a whole machine is gone
GONE = timedelta(minutes=2)
RUNS = {"prefect.resource.id": "prefect.flow-run.*"}
LINK = "\n{{ flow_run|ui_url }}"  # on a line of its own, the block takes it for the message's link
BEGUN = {"flow-run.Running", "flow-run.Pending", "flow-run.Cancelled", "flow-run.Completed"}
CUT_OFF = {"flow-run.Crashed", "flow-run.GivenUp"}
GOES_ON = BEGUN | {"flow-run.Rerunning", "flow-run.Retrying"}
POOLS = {"prefect.resource.id": "prefect.work-pool.*"}


@dataclass(frozen=True)
class Watched:
    """Something that the leads are called for."""

    name: str
    description: str
    trigger: EventTrigger
    subject: str
    body: str


def watched() -> list[Watched]:
    """Return everything the leads are called for; the words are Jinja templates that Prefect fills in."""
    return [
        Watched(
            name="agency-run-failed",
            description=_("A run has failed: the leads are told which, and why."),
            trigger=as_soon_as({"flow-run.Failed", "flow-run.TimedOut"}, RUNS),
            subject=_("Run failed: {run}").format(run="{{ flow_run.name }}"),
            body=_("Flow {flow} · {state}: {reason}").format(
                flow="{{ flow.name }}", state="{{ flow_run.state.name }}", reason="{{ flow_run.state.message }}"
            )
            + LINK,
        ),
        Watched(
            name="agency-run-cut-off",
            description=_("A run was cut off and does not go on by itself: the leads are told which, and why."),
            trigger=unless(after=CUT_OFF, comes=GOES_ON, within=CARRIED_ON, match=RUNS),
            subject=_("Run was cut off: {run}").format(run="{{ flow_run.name }}"),
            body=_("Flow {flow} · {state}: {reason}").format(
                flow="{{ flow.name }}", state="{{ flow_run.state.name }}", reason="{{ flow_run.state.message }}"
            )
            + LINK,
        ),
        Watched(
            name="agency-run-late",
            description=_("A run that was due has not begun for a quarter of an hour: the leads are told."),
            trigger=unless(after={"flow-run.Late"}, comes=BEGUN, within=LATE, match=RUNS),
            subject=_("Run is late: {run}").format(run="{{ flow_run.name }}"),
            body=_("Flow {flow} was due and has not begun: is the worker at work?").format(flow="{{ flow.name }}")
            + LINK,
        ),
        Watched(
            name="agency-worker-gone",
            description=_("Nobody works on a pool any more: the leads are told."),
            trigger=unless(after={"work-pool.not-ready"}, comes={"work-pool.ready"}, within=GONE, match=POOLS),
            subject=_("No worker is at work on {pool}").format(pool="{{ work_pool.name }}"),
            body=_("No run begins or goes on until the house is opened again (python3 run.py up)."),
        ),
    ]


def as_soon_as(events: set[str], match: dict[str, str]) -> EventTrigger:
    """Return what fires whenever one of these events comes."""
    return EventTrigger(
        posture=Posture.Reactive,
        expect={f"prefect.{event}" for event in events},
        match=match,
        for_each={"prefect.resource.id"},
        threshold=1,
        within=timedelta(),
    )


def unless(*, after: set[str], comes: set[str], within: timedelta, match: dict[str, str]) -> EventTrigger:
    """Return what fires when one of these events is not followed by one of others in time.

    At once would be too soon: whenever the house is opened its pool has no worker for a moment, and every run that is
    made up for is late.
    """
    return EventTrigger(
        posture=Posture.Proactive,
        after={f"prefect.{event}" for event in after},
        expect={f"prefect.{event}" for event in comes},
        match=match,
        for_each={"prefect.resource.id"},
        threshold=1,
        within=within,
    )


def set_up_automations() -> None:
    """Register the block and set up the automations, each once however often this is done."""
    AgencyGroup.register_type_and_schema()
    block = UUID(str(AgencyGroup().save(BLOCK, overwrite=True)))
    with get_client(sync_client=True) as client:
        for one in watched():
            set_up(client, one, block)


def set_up(client: SyncPrefectClient, one: Watched, block: UUID) -> None:
    """Create an automation, or bring the one of this name up to date."""
    told = AutomationCore(
        name=one.name,
        description=one.description,
        enabled=True,
        trigger=one.trigger,
        actions=[SendNotification(block_document_id=block, subject=one.subject, body=one.body)],
    )
    known = client.read_automations(automations=AutomationFilter(name=AutomationFilterName(any_=[one.name])))
    if not known:
        client.create_automation(told)
        return
    told.enabled = known[0].enabled
    client.update_automation(known[0].id, told)
