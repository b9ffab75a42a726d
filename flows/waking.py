"""Carries on a run that waits for the records and not for a person."""

import time
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectNotFound

PATIENCE_S = 60
LOOK_EVERY_S = 1


def wake(flow_run_id: str) -> None:
    """Resume a suspended run that asks no person.

    One that is at work is waited for, since it may have looked at the records too early. Any other is left alone: it is
    finished, asks a person, or has yet to look.
    """
    with get_client(sync_client=True) as client:
        deadline = time.monotonic() + PATIENCE_S
        while (state := state_of(client, flow_run_id)) and state.is_running() and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY_S)
        if state and state.is_paused() and state.state_details.run_input_keyset is None:
            client.resume_flow_run(UUID(flow_run_id))


def state_of(client: SyncPrefectClient, flow_run_id: str) -> State | None:
    """Return the state of a run, None when the server does not know it any more."""
    try:
        return client.read_flow_run(UUID(flow_run_id)).state
    except ObjectNotFound:
        return None
