"""One house on many processes: what one of them was told, every other knows, and the work goes to whoever is free."""

from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from uuid import UUID

import psutil
import pytest
import redis

from shortvideo.api import create_rate_limit
from tests.scale.house import House, wait_until
from tests.scale.lines import LET_IN, line_to, posted

pytestmark = [pytest.mark.server, pytest.mark.soak, pytest.mark.timeout(1500)]

FILMS = 8


@pytest.fixture
def gate_file(tmp_path: Path) -> Path:
    """A file whose appearance lets long work end."""
    return tmp_path / "done"


def finished(house: House, *runs: UUID) -> bool:
    return house.states(list(runs)) == {"COMPLETED"}


def answered(line: HTTPConnection, gate: UUID, word: str) -> int:
    """Answer the question of a gate over a connection, and return the status of that."""
    return posted(line, f"/api/flow_runs/{gate}/resume", {"run_input": {"word": word}}, LET_IN)


def test_two_processes_answer_for_the_api_and_the_services_are_one_apart(house: House):
    assert len(house.api_processes()) == 2

    commands = [" ".join(process.cmdline()) for process in psutil.Process(house.program.pid).children(recursive=True)]
    assert sum("server services start" in command for command in commands) == 1


def test_every_run_ends_once_and_both_workers_take_part(house: House):
    runs = [house.start("film") for _number in range(FILMS)]

    wait_until(lambda: finished(house, *runs), "the end of the films")

    notes = [house.note(run) for run in runs]
    assert [word for word, _worker in notes] == ["filmed"] * FILMS
    assert len({worker for _word, worker in notes}) == 2, notes


def test_an_answer_given_to_either_process_of_the_api_lets_a_suspended_run_go_on(house: House):
    gates = [house.start("gate") for _process in house.api_processes()]
    wait_until(lambda: house.states(gates) == {"PAUSED"}, "the questions")

    for number, (process, gate) in enumerate(zip(house.api_processes(), gates, strict=True)):
        with closing(line_to(process, house.api)) as line:
            assert answered(line, gate, f"yes-{number}") == HTTPStatus.CREATED

    wait_until(lambda: finished(house, *gates), "what follows the answers")
    assert [house.note(gate)[0] for gate in gates] == ["yes-0", "yes-1"]


def test_an_event_told_to_either_process_starts_what_waits_for_it_once(house: House):
    films = [house.start("film") for _number in range(2)]
    before = len(house.runs_of("echo"))
    wait_until(lambda: finished(house, *films), "the films")

    wait_until(lambda: len(house.runs_of("echo")) >= before + len(films), "the echoes")

    everything = house.runs_of("film")
    wait_until(lambda: finished(house, *house.runs_of("echo")), "the end of the echoes")
    assert len(house.runs_of("echo")) == len(everything)


def test_a_lease_taken_through_one_process_holds_off_a_run_that_asks_another(house: House, gate_file: Path):
    create_rate_limit(house.api, "one-crane", at_once=1, per_second=0)
    with redis.Redis.from_url(house.redis_url) as storage:
        first = house.start("crane", until=str(gate_file))
        wait_until(lambda: list(storage.scan_iter("prefect:concurrency:lease:*")), "the lease in Redis")
        second = house.start("crane", until=str(gate_file))
        wait_until(lambda: house.state(second) == "RUNNING", "the second at work")
        assert house.note(second) is None
        assert len(list(storage.scan_iter("prefect:concurrency:lease:*"))) == 1

        gate_file.write_text("done")

        wait_until(lambda: finished(house, first, second), "both in turn")
        wait_until(lambda: not list(storage.scan_iter("prefect:concurrency:lease:*")), "the lease given back")


def test_a_hundred_pulls_do_not_delay_what_a_person_waits_for(house: House, gate_file: Path):
    pulls = [house.start("pull", until=str(gate_file)) for _number in range(2)]
    wait_until(lambda: house.states(pulls) == {"RUNNING"}, "the first pulls")  # see docs/decisions/0038
    pulls += [house.start("pull", until=str(gate_file)) for _number in range(18)]

    film = house.start("film")
    wait_until(lambda: finished(house, film), "the film")

    assert [house.state(pull) for pull in pulls].count("SCHEDULED") >= 20 - 2
    gate_file.write_text("done")
    house.cancel(pulls)


def test_what_a_killed_worker_leaves_in_the_queue_is_taken_by_the_other(house: House):
    name, pid = max(house.workers.items())
    for process in [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]:
        process.kill()

    runs = [house.start("film") for _number in range(3)]

    wait_until(lambda: finished(house, *runs), "the films")
    assert not any(worker.endswith(f"-{name}") for _word, worker in map(house.note, runs))
