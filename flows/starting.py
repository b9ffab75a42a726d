"""Starts a run of its own for work that must not wait for its neighbour."""

from prefect.client.orchestration import get_client


def start(deployment: str, *, once: str, name: str, tags: list[str] | None = None, **parameters: object) -> str:
    """Start a deployment's run and return its id; the same ``once`` again returns the run that was started first.

    A deployment bears the name of its flow. The new run stands on its own: it is no subflow of this one.
    """
    with get_client(sync_client=True) as client:
        found = client.read_deployment_by_name(f"{deployment}/{deployment}")
        run = client.create_flow_run_from_deployment(
            found.id, parameters=parameters, idempotency_key=once, name=name, tags=tags or []
        )
    return str(run.id)
