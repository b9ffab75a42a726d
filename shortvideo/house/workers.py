"""The workers of the house, the pool they take runs from, and the pace they keep together at each platform."""

import sys

from config.platforms import limit_name
from config.settings import Settings
from shortvideo.api import create_pool, create_rate_limit
from shortvideo.house.places import api
from shortvideo.processes import Processes, Started

POOL = "agency"
PREFECT = (sys.executable, "-m", "prefect", "--no-prompt")


def set_up_pool(chosen: Settings) -> None:
    """Create the pool, or set how many of its runs may work at once."""
    create_pool(api(chosen), POOL, at_once=chosen.worker_limit)


def set_paces(chosen: Settings) -> None:
    """Create, or set, the limit by which all workers together keep the pace at each platform."""
    for code, platform in chosen.platforms.by_code.items():
        per_second = platform.calls_per_second
        create_rate_limit(api(chosen), limit_name(code), at_once=platform.burst, per_second=per_second)


def start_worker(running: Processes, name: str = "worker") -> Started:
    """Start a worker for the runs of our pool, each in a process of its own.

    The pool says how many at once: with a ``--limit`` of its own the worker dies of a run that is resumed before the
    process of its former leg has ended.
    """
    return running.start(name, *PREFECT, "worker", "start", "--pool", POOL, "--type", "process")
