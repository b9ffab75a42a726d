"""Lets a suspended run look at the records again when the people it asks are no longer the ones who are to answer."""

from collections.abc import Iterable
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.states import Scheduled

from flows.waking import state_of


def ask_anew(flow_run_ids: Iterable[str]) -> int:
    """Carry on the runs that are suspended: each asks whoever is to answer now, or ends; return how many those are.

    A run at work looks at the records by itself. One that was answered this very moment is no longer suspended, and its
    answer is looked at first.
    """
    carried_on = 0
    with get_client(sync_client=True) as client:
        for flow_run_id in flow_run_ids:
            state = state_of(client, flow_run_id)
            if state is not None and state.is_paused():
                client.set_flow_run_state(UUID(flow_run_id), Scheduled(name="Resuming"))
                carried_on += 1
    return carried_on
