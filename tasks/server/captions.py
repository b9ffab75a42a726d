"""Puts into the run forms what people call a parameter, where Prefect shows its name in the code."""

from collections.abc import Mapping
from typing import Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.client.schemas.responses import DeploymentResponse

CAPTION = "caption"
AT_ONCE = 200  # deployments that Prefect's server tells at most


def set_captions() -> None:
    """Give every parameter of every deployment its caption as its title; done again, nothing is changed."""
    with get_client(sync_client=True) as client:
        for deployment in client.read_deployments(limit=AT_ONCE):
            set_captions_of(client, deployment)


def set_captions_of(client: SyncPrefectClient, deployment: DeploymentResponse) -> None:
    """Give the parameters of one deployment their captions, where they have others."""
    schema = deployment.parameter_openapi_schema or {}
    captioned = with_captions(schema)
    if captioned != schema:
        client.update_deployment(deployment.id, DeploymentUpdate(parameter_openapi_schema=captioned))


def with_captions(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema of parameters whose titles are their captions; one without a caption keeps its title."""
    named = {
        name: {**field, "title": field.get(CAPTION, field.get("title", name))}
        for name, field in schema.get("properties", {}).items()
    }
    return {**schema, "properties": named}
