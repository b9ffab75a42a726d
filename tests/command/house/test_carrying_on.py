"""What is carried on after everything was killed, on a real server: runs are put into the states a killed worker leaves."""

from uuid import UUID, uuid4

import pytest
from prefect import flow
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL
from prefect.states import Cancelled, Cancelling, Completed, Crashed, Failed, Pending, Running, Scheduled, Suspended

from shortvideo.api import PAGE
from shortvideo.house.carrying_on import CARRIED_ON, GIVEN_UP, carry_on, carry_on_if_alone, runs_in, settle

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server")]


@flow(name="film-a-paper-boat")
def film() -> None:
    """A flow that nobody runs."""


class Pool:
    """A work pool of its own, with runs as somebody left them."""

    def __init__(self, client: SyncPrefectClient) -> None:
        self.client = client
        self.name = f"studio-{uuid4()}"
        client.create_work_pool(WorkPoolCreate(name=self.name, type="process"))
        self.deployment = client.create_deployment(
            flow_id=client.create_flow(film), name=self.name, work_pool_name=self.name
        )

    def left(self, *states: State) -> UUID:
        """Leave a run in the last of these states."""
        run = self.client.create_flow_run_from_deployment(self.deployment).id
        for state in states:
            self.client.set_flow_run_state(run, state, force=True)
        return run

    def state(self, run: UUID) -> State:
        """Return the state of a run."""
        state = self.client.read_flow_run(run).state
        assert state is not None
        return state

    def carried_on(self) -> int:
        """Carry on what was left, and return how many."""
        return carry_on(PREFECT_API_URL.value(), self.name)


@pytest.fixture
def pool():
    with get_client(sync_client=True) as client:
        yield Pool(client)


def suspended(form: bool) -> State:
    state = Suspended(pause_key=str(uuid4()))
    if form:
        state.state_details.run_input_keyset = {"schema": "s", "response": "r", "description": "d"}
    return state


@pytest.mark.parametrize("state", [Running(), Pending(), Crashed()], ids=lambda state: state.name)
def test_a_run_without_a_process_is_scheduled_and_says_why(pool: Pool, state: State):
    run = pool.left(state)

    assert pool.carried_on() == 1

    carried_on = pool.state(run)
    assert carried_on.is_scheduled()
    assert state.name in carried_on.message
    assert "业务数据" in carried_on.message


@pytest.mark.parametrize(
    "state", [Completed(), Failed(), Cancelled(), Scheduled(), suspended(form=True)], ids=lambda state: state.name
)
def test_a_run_that_needs_nobody_is_left_as_it_is(pool: Pool, state: State):
    run = pool.left(state)
    left = pool.state(run)

    assert pool.carried_on() == 0

    assert pool.state(run).id == left.id


def test_a_run_that_a_person_was_cancelling_is_cancelled(pool: Pool):
    run = pool.left(Running(), Cancelling())
    assert pool.state(run).name == "Cancelling"

    assert pool.carried_on() == 1

    assert pool.state(run).is_cancelled()


def test_a_run_that_waits_for_the_records_looks_at_them_again(pool: Pool):
    run = pool.left(suspended(form=False))

    pool.carried_on()

    assert pool.state(run).name == "Resuming"


def test_a_second_start_finds_nothing_to_carry_on(pool: Pool):
    run = pool.left(Running())
    pool.carried_on()
    first = pool.state(run)

    assert pool.carried_on() == 0

    assert pool.state(run).id == first.id


def test_the_runs_of_another_pool_are_not_ours(pool: Pool):
    run = pool.left(Running())

    assert Pool(pool.client).carried_on() == 0

    assert pool.state(run).is_running()


def test_more_runs_than_the_server_hands_out_at_once_are_all_carried_on(pool: Pool, monkeypatch: pytest.MonkeyPatch):
    assert PAGE > 3
    monkeypatch.setattr("shortvideo.api.PAGE", 2)
    runs = [pool.left(Running()) for _number in range(5)]

    assert pool.carried_on() == 5

    assert all(pool.state(run).is_scheduled() for run in runs)


def died(pool: Pool, *between: State) -> UUID:
    """Return a run that died twice and was carried on each time, with these states before it dies once more."""
    run = pool.left(Running())
    for _death in range(2):
        assert pool.carried_on() == 1
        assert pool.state(run).name == CARRIED_ON
        pool.client.set_flow_run_state(run, Running(), force=True)
    for state in between:
        pool.client.set_flow_run_state(run, state, force=True)
    return run


def test_a_run_that_dies_three_times_in_a_row_is_given_up_and_says_so_and_is_left(pool: Pool):
    run = died(pool, Crashed())

    assert pool.carried_on() == 1
    given_up = pool.state(run)
    assert pool.carried_on() == 0

    assert pool.state(run).id == given_up.id
    assert (given_up.type, given_up.name) == (Crashed().type, GIVEN_UP)
    assert "连续中断 3 次" in given_up.message


@pytest.mark.parametrize(
    "progress",
    [(suspended(form=True), Scheduled(name="Resuming"), Running()), (Scheduled(name="AwaitingRetry"), Running())],
    ids=["it asked a question", "somebody pressed Retry"],
)
def test_deaths_before_a_step_forward_do_not_count(pool: Pool, progress: tuple[State, ...]):
    run = died(pool, *progress)

    pool.carried_on()

    assert pool.state(run).name == CARRIED_ON


def test_a_run_that_somebody_moved_meanwhile_is_left_where_it_is(pool: Pool):
    run = pool.left(Running())
    (seen,) = runs_in(PREFECT_API_URL.value(), pool.name, "RUNNING")
    pool.client.set_flow_run_state(run, suspended(form=True), force=True)

    assert not settle(PREFECT_API_URL.value(), seen, "late")

    assert pool.state(run).name == "Suspended"


def test_a_house_that_opens_beside_another_leaves_its_runs_to_the_watch(pool: Pool):
    run = pool.left(Running())
    for name in ("paper-worker", "scissors-worker"):
        pool.client.request("POST", f"/work_pools/{pool.name}/workers/heartbeat", json={"name": name})

    assert carry_on_if_alone(PREFECT_API_URL.value(), pool.name, "paper-") == 0
    assert pool.state(run).is_running()


def test_a_house_whose_own_worker_was_killed_a_moment_ago_is_alone(pool: Pool):
    pool.left(Running())
    pool.client.request("POST", f"/work_pools/{pool.name}/workers/heartbeat", json={"name": "paper-worker"})

    assert carry_on_if_alone(PREFECT_API_URL.value(), pool.name, "paper-") == 1
