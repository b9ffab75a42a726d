"""Which runs pass for dead: by a clock of one's own, and by the signs of life on a real server."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.events.schemas.events import Event, Resource
from prefect.settings import PREFECT_API_URL
from prefect.states import Crashed, Pending, Running

from config.settings import Settings
from shortvideo.house import watching_runs
from shortvideo.house.carrying_on import CARRIED_ON
from shortvideo.house.watching_runs import CUT_OFF_S, SILENCE_S, Sign, Watch, carry_on_the_dead, dead_runs
from tests.command.house.test_carrying_on import Pool


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def sign(beat: str = "1", state: str = "running", patience_s: float = SILENCE_S) -> Sign:
    return Sign(state, beat, patience_s)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(clock: Clock) -> Watch:
    return Watch(clock)


def test_a_run_is_silent_only_after_nothing_new_was_heard_for_longer_than_two_signs(watch: Watch, clock: Clock):
    assert watch.silent({"film": sign()}) == []
    clock.now += SILENCE_S
    assert watch.silent({"film": sign()}) == []
    clock.now += 0.1
    assert watch.silent({"film": sign()}) == ["film"]


@pytest.mark.parametrize("news", [sign(beat="2"), sign(state="resumed")], ids=["a sign of life", "another state"])
def test_any_news_of_a_run_begins_the_wait_anew(news: Sign, watch: Watch, clock: Clock):
    watch.silent({"film": sign()})
    clock.now += SILENCE_S + 1

    assert watch.silent({"film": news}) == []


def test_a_run_that_was_not_to_be_seen_for_a_while_is_waited_for_from_the_beginning(watch: Watch, clock: Clock):
    watch.silent({"film": sign()})
    clock.now += SILENCE_S + 1
    watch.silent({})

    assert watch.silent({"film": sign()}) == []


def test_after_a_time_without_the_server_every_run_is_waited_for_from_the_beginning(watch: Watch, clock: Clock):
    watch.silent({"film": sign()})
    clock.now += SILENCE_S + 1
    watch.forgive()

    assert watch.silent({"film": sign()}) == []


def test_a_run_that_was_cut_off_waits_for_the_next_look_only(watch: Watch, clock: Clock):
    cut_off = {"film": sign(patience_s=CUT_OFF_S)}
    assert watch.silent(cut_off) == []
    clock.now += CUT_OFF_S + 0.1

    assert watch.silent(cut_off) == ["film"]


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    with get_client(sync_client=True) as client:
        pool = Pool(client)
        monkeypatch.setattr(watching_runs, "POOL", pool.name)
        yield pool


def beats(pool: Pool, run: UUID) -> None:
    """Let a run give a sign of life, and wait until the server tells it."""
    resource = Resource({"prefect.resource.id": f"prefect.flow-run.{run}"})
    event = Event(event="prefect.flow-run.heartbeat", resource=resource, occurred=datetime.now(UTC))
    pool.client.request("POST", "/events", json=[event.model_dump(mode="json")])
    deadline = time.monotonic() + 60
    while watching_runs.last_beat(PREFECT_API_URL.value(), str(run)) != str(event.id):
        assert time.monotonic() < deadline, "the server never told of the event"
        time.sleep(0.2)


def dead(pool: Pool, watch: Watch) -> list[str]:
    return [run["id"] for run in dead_runs(PREFECT_API_URL.value(), pool.name, watch)]


@pytest.mark.server
@pytest.mark.usefixtures("prefect_server")
def test_of_two_runs_the_one_that_gives_signs_of_life_is_left_alone(pool: Pool, watch: Watch, clock: Clock):
    living, fallen = pool.left(Running()), pool.left(Running())
    for run in (living, fallen):
        beats(pool, run)
    assert dead(pool, watch) == []
    clock.now += SILENCE_S + 1
    beats(pool, living)

    assert dead(pool, watch) == [str(fallen)]


@pytest.mark.server
@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize("state", [Running(), Pending(), Crashed(message="Process exited with status code: -9.")])
def test_two_watches_at_once_carry_a_run_on_once(state, pool: Pool, records_url: str):
    run = pool.left(state)
    chosen = Settings(records_url=records_url, prefect_port=urlsplit(PREFECT_API_URL.value() or "").port or 0)
    together = Barrier(2)

    def look() -> int:
        clock = Clock()
        watch = Watch(clock)
        carry_on_the_dead(chosen, watch)
        clock.now += SILENCE_S + 1
        together.wait()
        return carry_on_the_dead(chosen, watch)

    with ThreadPoolExecutor(2) as threads:
        counts = [future.result() for future in [threads.submit(look), threads.submit(look)]]

    assert sorted(counts) == [0, 1]
    assert pool.state(run).name == CARRIED_ON
    states = pool.client.read_flow_run_states(run)
    assert [one.name for one in states].count(CARRIED_ON) == 1
