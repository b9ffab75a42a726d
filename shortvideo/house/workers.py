"""The workers of the house, the pool they take runs from, and the pace they keep together at each platform."""

import socket

from config.platforms import limit_name
from config.settings import Settings
from shortvideo.api import create_pool, create_rate_limit
from shortvideo.house.joining import announce
from shortvideo.house.legs import start_legs
from shortvideo.house.places import api
from shortvideo.house.queues import set_up_queues
from shortvideo.house.server import PREFECT
from shortvideo.processes import Processes, Started

POOL = "agency"
WORKER = "worker"


def set_up_pool(chosen: Settings) -> None:
    """Create the pool with its queues, or set how many of its runs may work at once; and say who may work on it."""
    announce(chosen)
    create_pool(api(chosen), POOL, at_once=chosen.worker_limit)
    set_up_queues(chosen, POOL)


def set_paces(chosen: Settings) -> None:
    """Create, or set, the limit by which all workers together keep the pace at each platform."""
    for code, platform in chosen.platforms.by_code.items():
        per_second = platform.calls_per_second
        create_rate_limit(api(chosen), limit_name(code), at_once=platform.burst, per_second=per_second)


def with_workers(chosen: Settings, count: int | None) -> Settings:
    """Return the settings with another number of workers, where one is given."""
    return chosen if count is None else chosen.model_copy(update={"workers": count})


def start_workers(running: Processes, chosen: Settings) -> list[Started]:
    """Start the workers for the runs of our pool, each with a log and a name of its own, and who holds the flows ready."""
    start_legs(running, chosen)
    return [start_worker(running, name_of_worker(number)) for number in range(1, chosen.workers + 1)]


def start_worker(running: Processes, name: str = WORKER) -> Started:
    """Start a worker for the runs of our pool, each in a process of its own."""
    return running.start(name, *worker_command(name))


def name_of_worker(number: int) -> str:
    """Return what the worker of this number is called on its machine, counted from 1."""
    return WORKER if number == 1 else f"{WORKER}-{number}"


def worker_command(name: str) -> tuple[str, ...]:
    """Return the command of a worker, which bears its machine's name before its own where all workers are listed.

    The pool says how many runs at once: with a ``--limit`` of its own the worker dies of a run that is resumed before
    the process of its former leg has ended.
    """
    return (*PREFECT, "worker", "start", "--pool", POOL, "--type", "process", "--name", f"{machine()}-{name}")


def machine() -> str:
    """Return the name of this machine, without its domain."""
    return socket.gethostname().partition(".")[0]
