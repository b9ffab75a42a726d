"""A run form that was filled in wrongly: its run is put back in one sentence, and nobody is called out of bed for it."""

from typing import Any
from uuid import uuid4

import pytest
from prefect.client.orchestration import get_client
from prefect.states import Pending

from flows.launch_project import launch_project
from tasks.opening import records
from tasks.server.captions import set_captions
from tests import legs, small_agency
from tests.legs import Run

pytestmark = pytest.mark.server

REASON = "系统中没有编号为“BREZE”的项目。"


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


def started_by_another(**parameters: Any) -> Run:
    """Start a run as one run starts another, once."""
    with get_client(sync_client=True) as client:
        deployment = legs.deployed(client, launch_project)
        run = client.create_flow_run_from_deployment(
            deployment, parameters=parameters, state=Pending(), idempotency_key=f"launch-{uuid4()}"
        )
    return Run(launch_project, run.id)


def test_a_slip_of_the_pen_ends_as_put_back_with_its_sentence_at_the_top_and_what_comes_next():
    run = legs.start(launch_project, project="BREZE").leg()

    assert (run.state.name, run.state.is_cancelled(), run.state.is_failed()) == ("填写有误", True, False)
    assert run.state.message == f"{REASON}\n什么也没有做。请在 Deployments 里打开 launch-project,改对后重新运行。"
    assert run.record.name == f"BREZE 启动 · {REASON}"


def test_what_another_run_has_filled_in_is_no_slip_and_fails():
    run = started_by_another(project="BREZE").leg()

    assert run.state.is_failed()
    assert REASON in str(run.state.message)


def test_a_caption_takes_the_place_of_the_name_in_the_code_and_what_is_filled_in_still_fits():
    with get_client(sync_client=True) as client:
        schema = launch_project.parameters.model_dump()
        deployment = client.create_deployment(
            flow_id=client.create_flow(launch_project), name="captioned", parameter_openapi_schema=schema
        )
        set_captions()
        set_captions()
        captioned = client.read_deployment(deployment).parameter_openapi_schema
        run = client.create_flow_run_from_deployment(deployment, parameters={"project": "BREEZE"})
        client.delete_deployment(deployment)

    assert captioned is not None
    assert (captioned["properties"]["project"]["title"], captioned["required"]) == ("项目", ["project"])
    assert run.parameters == {"project": "BREEZE"}
