"""A lock has one holder at a time, in threads and in processes, and ends with its holder, also when that one is killed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import Engine

from agency.records.engine import open_records
from agency.records.locks import held, held_if_free, number_of

CRANE, HERON = "refresh-crane", "refresh-heron"
HOLD = """
import sys, time
from agency.records.engine import open_records
from agency.records.locks import held

with held(open_records(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(600)
"""
COUNT = """
import sys
from pathlib import Path
from agency.records.engine import open_records
from agency.records.locks import held

counter = Path(sys.argv[3])
engine = open_records(sys.argv[1])
for _round in range(10):
    with held(engine, sys.argv[2]):
        counter.write_text(str(int(counter.read_text()) + 1))
"""


@contextmanager
def elsewhere(url: str, name: str) -> Iterator["subprocess.Popen[str]"]:
    """Let another process hold a lock."""
    command = [sys.executable, "-c", HOLD, url, name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


def test_threads_that_all_want_the_lock_have_it_one_after_the_other(engine: Engine):
    together, inside, most = Barrier(10), [], []

    def work() -> None:
        together.wait()
        with held(engine, CRANE):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    with ThreadPoolExecutor(10) as crew:
        for done in [crew.submit(work) for _worker in range(10)]:
            done.result()

    assert most == [1] * 10


def test_processes_that_count_under_the_lock_miss_nothing(records_url: str, tmp_path: Path):
    counter = tmp_path / "counter"
    counter.write_text("0")
    command = [sys.executable, "-c", COUNT, records_url, CRANE, str(counter)]

    crew = [subprocess.Popen(command) for _worker in range(3)]

    assert [worker.wait() for worker in crew] == [0] * 3
    assert counter.read_text() == "30"


def test_a_lock_that_another_process_holds_is_waited_for(engine: Engine, records_url: str):
    entered = Event()

    def enter() -> None:
        with held(engine, CRANE):
            entered.set()

    with ThreadPoolExecutor(1) as crew, elsewhere(records_url, CRANE) as holder:
        waiting = crew.submit(enter)
        assert not entered.wait(0.3)
        holder.send_signal(signal.SIGKILL)
        waiting.result(timeout=30)

    assert entered.is_set()


def test_the_lock_of_another_name_is_another_lock(engine: Engine, records_url: str):
    with elsewhere(records_url, HERON), held(engine, CRANE):
        pass


def test_what_goes_wrong_inside_lets_the_lock_go(engine: Engine):
    with pytest.raises(RuntimeError, match="torn"), held(engine, CRANE):
        raise RuntimeError("the paper is torn")

    with held(engine, CRANE):
        pass


def test_a_lock_takes_no_connection_of_the_pool(records_url: str):
    engine = open_records(records_url)
    with held(engine, CRANE), held(engine, HERON):
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    engine.dispose()


def test_a_name_has_the_same_number_everywhere_and_two_names_have_two():
    assert number_of(CRANE) == number_of(CRANE)
    assert number_of(CRANE) != number_of(HERON)
    assert -(2**63) <= number_of(CRANE) < 2**63


def test_who_does_not_want_to_wait_is_told_at_once_that_somebody_has_the_lock(engine: Engine, records_url: str):
    with elsewhere(records_url, CRANE) as holder:
        with held_if_free(engine, CRANE) as is_mine, held_if_free(engine, HERON) as is_other:
            assert (is_mine, is_other) == (False, True)
        holder.kill()
        holder.wait()

    with held_if_free(engine, CRANE) as is_mine:
        assert is_mine
        with held_if_free(engine, CRANE) as is_twice:
            assert not is_twice
