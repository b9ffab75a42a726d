"""What becomes of a run that a person started with what no flow can take: it ends as put back, and nobody is alarmed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from prefect import State, get_run_logger
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.context import FlowRunContext
from prefect.runtime import deployment, flow_run
from prefect.states import Failed

from agency.errors import BadInput, NotOnRecord, RuleBroken
from agency.locale import _

P = ParamSpec("P")
R = TypeVar("R")

LONGEST = 60  # characters of a reason in a name


def put_back(work: Callable[P, R]) -> Callable[P, R | State[Any]]:
    """Let a run of a flow that was filled in wrongly end as cancelled, with the reason and what comes next.

    A run that nobody filled in, one of a schedule or of another run, still fails: there it is no slip of the pen.
    """

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R | State[Any]:
        try:
            return work(*args, **kwargs)
        except (BadInput, NotOnRecord, RuleBroken) as error:
            if not is_by_hand():
                raise
            return refused(str(error))

    return run


def is_by_hand() -> bool:
    """Say whether a person started this run: no schedule did, and no other run, which names what it starts once."""
    context = FlowRunContext.get()
    record = context.flow_run if context else None
    return record is not None and not record.auto_scheduled and record.idempotency_key is None


def refused(reason: str) -> State[Any]:
    """Return the state of a run that could not take what it was given; filled in by hand, it also says what comes next."""
    if not is_by_hand():
        return Failed(message=reason)
    next_step = _("Nothing was done. Open {flow} under Deployments, and run it again as it is right.")
    told = f"{reason}\n{next_step.format(flow=deployment.name or flow_run.flow_name)}"
    get_run_logger().warning(told)
    name_after(reason)
    return State(type=StateType.CANCELLED, name=_("Filled in wrongly"), message=told)


def name_after(reason: str) -> None:
    """Let the run's name end with the reason: in the pages it is the only sentence at the top."""
    with get_client(sync_client=True) as client:
        client.update_flow_run(flow_run.id, name=f"{flow_run.name} · {' '.join(reason.split())[:LONGEST]}")
