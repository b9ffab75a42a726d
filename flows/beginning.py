"""When a run began: one that waits for days must not take another day's date after each wait."""

from datetime import UTC, datetime

from prefect.client.orchestration import get_client
from prefect.runtime import flow_run


def began_at() -> datetime:
    """Return the moment this run was first at work, the same on each of its legs."""
    with get_client(sync_client=True) as client:
        return client.read_flow_run(flow_run.id).start_time or datetime.now(UTC)
