"""Holds what works on a run at a chosen moment, and kills it there with its worker.

A process is held by letting it work in short slices: what happens at its moment takes far longer than a slice.
"""

import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from uuid import UUID

import psutil

from flows.leg_at_work import name_of
from tests.e2e.house import House

SLICE_S = 0.1
PATIENCE_S = 120


def hold(house: House, run: UUID, reached: Callable[[], bool]) -> None:
    """Let a run's process work slice by slice until a moment is reached, and hold it there."""
    deadline = time.monotonic() + PATIENCE_S
    while not reached():
        assert time.monotonic() < deadline, f"the moment never came: {house.run(run).state}"
        processes = at_work(house, run)
        send(signal.SIGCONT, processes)
        time.sleep(SLICE_S)
        send(signal.SIGSTOP, processes)
    assert at_work(house, run), "the process was gone before it could be held"


def kill(house: House, run: UUID) -> None:
    """Kill -9 the worker first, so that it cannot tell anybody, and then what works on the run."""
    orphans = at_work(house, run)
    send(signal.SIGKILL, [psutil.Process(house.worker)])
    send(signal.SIGKILL, orphans)


def send(number: signal.Signals, processes: Iterable[psutil.Process]) -> None:
    """Send a signal to processes; one that has ended meanwhile needs none."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def at_work(house: House, run: UUID) -> list[psutil.Process]:
    """Return the process that works on a run, and the worker's command that stands for it."""
    found = [process for process in psutil.process_iter(["name"]) if process.info["name"] == name_of(str(run))]
    for process in psutil.Process(house.worker).children():
        with suppress(psutil.Error):
            if process.environ().get("PREFECT__FLOW_RUN_ID") == str(run):
                found.append(process)
    return found
