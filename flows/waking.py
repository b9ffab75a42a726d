"""Carries on a run that waits for the records and not for a person."""

import time
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound

PATIENCE_S = 60
LOOK_EVERY_S = 1


def wake(flow_run_id: str) -> None:
    """Resume a suspended run. One that is still on its way to its wait is waited for; one that is finished is left alone."""
    with get_client(sync_client=True) as client:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            state = state_of(client, flow_run_id)
            if state is None or state.is_final():
                return
            if state.is_paused() and state.state_details.run_input_keyset is None:
                client.resume_flow_run(UUID(flow_run_id))
                return
            if state.is_paused():
                return
            time.sleep(LOOK_EVERY_S)


def state_of(client: SyncPrefectClient, flow_run_id: str) -> State | None:
    """Return the state of a run, None when the server does not know it any more."""
    try:
        return client.read_flow_run(UUID(flow_run_id)).state
    except ObjectNotFound:
        return None
