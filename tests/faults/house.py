"""One real house to strike at: ``up`` in all but its schedules and its verb, which mends itself while it is struck.

It is a program of its own (what ends every descendant must not run inside pytest); the tests know its parts by what
they were started with.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import psutil
import yaml
from httpx import HTTPError
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun

from config.settings import CHECKOUT, settings
from shortvideo.house import opening
from shortvideo.house.environment import children_environment
from shortvideo.house.opening import DEPLOYMENTS, keep_open, open_house
from shortvideo.house.places import prepare_home, ui
from shortvideo.processes import processes
from shortvideo.progress import Progress

PATIENCE_S = 400
LOOK_EVERY_S = 0.3
SERVER, WORKER, WATCH = ("server", "start"), ("worker", "start"), ("-m", "shortvideo.house.watching_runs")
OPENED = "opened"


@dataclass
class House:
    """A house as a test sees it: what its server says, and its processes."""

    program: "subprocess.Popen[bytes]"
    prefect: SyncPrefectClient
    runs: list[UUID] = field(default_factory=list)

    def start(self, flow: str, **parameters: Any) -> UUID:
        """Start a run of a flow's deployment, for the worker to take."""
        deployment = self.prefect.read_deployment_by_name(f"{flow}/{flow}")
        self.runs.append(self.prefect.create_flow_run_from_deployment(deployment.id, parameters=parameters).id)
        return self.runs[-1]

    def run(self, run: UUID) -> FlowRun:
        """Return a run as the server has it."""
        return self.prefect.read_flow_run(run)

    def settled(self, run: UUID) -> FlowRun:
        """Wait until a run is over, or waits for a person, and return it."""
        deadline = time.monotonic() + PATIENCE_S
        record = None
        while record is None or not is_settled(record):
            assert time.monotonic() < deadline, record and f"{record.name} is {record.state}"
            time.sleep(LOOK_EVERY_S)
            with suppress(HTTPError):  # the server may be away at this moment
                record = self.run(run)
        return record

    def part(self, command: tuple[str, ...]) -> psutil.Process:
        """Return the process of the house that was started with these words."""
        return next(one for one in psutil.Process(self.program.pid).children() if says(one, command))

    def kill(self, command: tuple[str, ...]) -> None:
        """Kill -9 a part of the house and all that it started, itself first, so that it cannot tell anybody."""
        part = self.part(command)
        children = part.children(recursive=True)
        for process in [part, *children]:
            with suppress(psutil.NoSuchProcess):
                process.kill()


def is_settled(run: FlowRun) -> bool:
    """Say whether nothing goes on with a run by itself any more."""
    state = run.state
    return state is not None and (state.name == "Suspended" or (state.is_final() and state.name != "Crashed"))


def says(process: psutil.Process, command: tuple[str, ...]) -> bool:
    """Say whether these words stand one after the other in the command of a process."""
    with suppress(psutil.Error):
        words = process.cmdline()
        return any(tuple(words[place : place + len(command)]) == command for place in range(len(words)))
    return False


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """Open the house that the environment of this process describes, and close it afterwards."""
    with (folder / "house.log").open("w") as log:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.house", str(folder)],
            cwd=CHECKOUT,
            env={name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    with program:
        wait_for(folder / OPENED, program)
        with SyncPrefectClient(f"{ui(settings())}/api", httpx_settings={"trust_env": False}) as prefect:
            yield House(program, prefect)


def wait_for(sign: Path, program: "subprocess.Popen[bytes]") -> None:
    """Wait for the sign that the house has opened."""
    while not sign.exists():
        assert program.poll() is None, f"the house closed by itself: see house.log in {sign.parent}"
        time.sleep(LOOK_EVERY_S)


def unscheduled(folder: Path) -> Path:
    """Write the deployments without their schedules, so that only what a test starts is at work."""
    told = yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))
    for deployment in told["deployments"]:
        deployment.pop("schedules", None)
    file = folder / "prefect.yaml"
    file.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return file


def main(folder: Path) -> None:
    """Open the house, say so, and keep it open as long as the tests live, however they end."""
    opening.PATIENCE = PATIENCE_S  # a machine that others load is slow and does not fail for it
    chosen = settings()
    prepare_home(chosen)
    Thread(target=close_with_the_input, daemon=True).start()
    with processes(chosen.logs, children_environment(chosen)) as running:
        open_house(running, chosen, Progress(), unscheduled(folder))
        (folder / OPENED).touch()
        keep_open(running, chosen)


def close_with_the_input() -> None:
    """Press Ctrl-C when nobody is there any more to write to this process."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
