"""A restored house: runs whose question is not the one on record look again, and runs that nobody knows are named."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.settings import PREFECT_API_URL
from prefect.states import Suspended
from sqlalchemy import select

from agency.domain.terms.gates import SubjectKind
from agency.records.tables import Wait
from config.settings import settings
from shortvideo.house import looking_again
from shortvideo.house.looking_again import look_again
from tasks.backups.places import restored_mark
from tasks.opening import looking, records
from tests.databases import SqliteFiles

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server")]


@flow(name="film-a-teapot")
def film() -> None:
    """A flow that nobody runs."""


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture
def client():
    with get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def pool(client: SyncPrefectClient) -> str:
    return client.create_work_pool(WorkPoolCreate(name=f"studio-{uuid4()}", type="process")).name


def suspended(client: SyncPrefectClient, pool: str, question: str) -> UUID:
    """Leave a run suspended at a question, with a form."""
    deployment = client.create_deployment(flow_id=client.create_flow(film), name=pool, work_pool_name=pool)
    run = client.create_flow_run_from_deployment(deployment).id
    state = Suspended(pause_key=str(uuid4()))
    base = f"suspended-{question}-leg-{uuid4()}"
    state.state_details.run_input_keyset = {part: f"{base}-{part}" for part in ("schema", "response", "description")}
    client.set_flow_run_state(run, state, force=True)
    return run


def on_record_at(run: UUID, question: str, headline: str = "《夏日新品》 S8 达人确认(虚构)") -> None:
    with records() as session:
        session.add(
            Wait(
                flow_run_id=str(run),
                subject_kind=SubjectKind.CONTENT,
                subject_id="0" * 26,
                gate="S8",
                question=question,
                headline=headline,
                awaited=[],
                asked_at=datetime(2026, 11, 26, tzinfo=UTC),
            )
        )


def test_only_what_asks_otherwise_than_the_records_looks_again(
    on_record: str,
    client: SyncPrefectClient,
    pool: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(looking_again, "api", lambda _chosen: str(PREFECT_API_URL.value()))  # the tests' own server
    settings().home.mkdir(exist_ok=True)
    restored_mark(settings().home).touch()
    as_it_was, answered, gone = (suspended(client, pool, f"S8-r{number}") for number in (1, 2, 3))
    on_record_at(as_it_was, "S8-r1")
    on_record_at(answered, "S8-r22")
    on_record_at(uuid4(), "S8-r4", headline="《迟来的》 S8 达人确认(虚构)")

    look_again(settings(), pool)

    assert client.read_flow_run(as_it_was).state.is_paused()
    assert client.read_flow_run(answered).state.is_scheduled()
    assert client.read_flow_run(gone).state.is_scheduled()
    assert "《迟来的》" in capsys.readouterr().out
    with looking() as session:
        assert len(session.scalars(select(Wait)).all()) == 2
    assert not restored_mark(settings().home).exists()
