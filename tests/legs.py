"""Runs a flow leg by leg in this process, against a real Prefect server: suspended at a question, resumed by an answer.

A leg is what a worker does between two waits. The server, its states and its resume call are the real ones; only the
worker's process is spared.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import OrchestrationResult
from prefect.exceptions import Pause
from prefect.flow_engine import run_flow_sync
from prefect.states import Pending, State


@dataclass(frozen=True)
class Asked:
    """What a suspended run asks: its name on the board, its tags, its form and the text above it."""

    headline: str
    tags: list[str]
    fields: dict[str, Any]
    shown: str

    def choices(self, field: str) -> list[str]:
        """Return the closed choices of a field."""
        schema = self.fields[field]
        return schema.get("enum") or [schema["const"]]


@dataclass
class Run:
    """One run of a deployment."""

    flow: Flow[..., Any]
    id: UUID

    def leg(self) -> "Run":
        """Work until the run is suspended or finished."""
        with get_client(sync_client=True) as client:
            if not self.state.is_pending():
                client.set_flow_run_state(self.id, Pending())
            flow_run = client.read_flow_run(self.id)
        with suppress(Pause):
            run_flow_sync(self.flow, flow_run=flow_run, parameters=flow_run.parameters, return_type="state")
        return self

    def answer(self, **values: Any) -> "Run":
        """Answer the question with a form's values and work on; the answer must be accepted by the server."""
        result = self.resume(**values)
        assert result.status == "ACCEPT", result.details
        return self.leg()

    def resume(self, **values: Any) -> OrchestrationResult[Any]:
        """Send a form's values to the server's resume call and return what it says."""
        with get_client(sync_client=True) as client:
            return client.resume_flow_run(self.id, run_input=values)

    @property
    def record(self) -> FlowRun:
        """The run as the server has it."""
        with get_client(sync_client=True) as client:
            return client.read_flow_run(self.id)

    @property
    def state(self) -> State[Any]:
        """The state the server has the run in."""
        state = self.record.state
        assert state is not None
        return state

    @property
    def question(self) -> Asked:
        """What the run is suspended for; a wait without a form has no fields."""
        record = self.record
        assert record.state is not None
        assert record.state.name == "Suspended", record.state
        keyset = record.state.state_details.run_input_keyset
        with get_client(sync_client=True) as client:
            schema = json.loads(client.read_flow_run_input(self.id, keyset["schema"])) if keyset else {}
            shown = json.loads(client.read_flow_run_input(self.id, keyset["description"])) if keyset else ""
        return Asked(record.name, record.tags, schema.get("properties", {}), shown)


def start(flow: Flow[..., Any], **parameters: Any) -> Run:
    """Create a deployment of a flow, and a run of it that no leg was worked of yet."""
    with get_client(sync_client=True) as client:
        run = client.create_flow_run_from_deployment(deployed(client, flow), parameters=parameters, state=Pending())
    return Run(flow, run.id)


def deployed(client: SyncPrefectClient, flow: Flow[..., Any]) -> UUID:
    """Return the deployment of a flow that bears its name."""
    return client.create_deployment(flow_id=client.create_flow(flow), name=flow.name)


def runs_of(name: str) -> list[FlowRun]:
    """Return the runs of the deployment of this name, oldest first."""
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name(f"{name}/{name}")
        its_own = DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id]))  # of all runs the server tells 200 only
        runs = client.read_flow_runs(deployment_filter=its_own)
    return sorted(runs, key=lambda run: run.created)
