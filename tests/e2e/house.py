"""One real house for the end-to-end tests: records on SQLite, Prefect's server, our deployments, a process worker.

It is a program of its own, because what ends every descendant must not run inside pytest. It does what it is told on its
standard input and ends with it, so that it never outlives its tests, however they end.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import OrchestrationResult
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, make_transient

from agency.records import engine as engines
from agency.records.tables import ContentItem
from config.settings import CHECKOUT, PASSWORD, Settings
from shortvideo.house.carrying_on import carry_on
from shortvideo.house.environment import children_environment
from shortvideo.house.guarding import NAME
from shortvideo.house.opening import open_house
from shortvideo.house.places import api, prepare_home, ui
from shortvideo.house.workers import POOL, start_worker
from shortvideo.ports import LOCAL
from shortvideo.processes import processes
from shortvideo.progress import Progress
from tests.legs import Asked
from tests.tasks.launched import found_launched

PATIENCE_S = 120
LOOK_EVERY_S = 0.3
ANOTHER_WORKER = "another worker"


@dataclass
class House:
    """The house as a test sees it; the pid of its worker, and what runs there do and ask."""

    program: "subprocess.Popen[str]"
    url: str
    records_url: str
    worker: int
    login: str | None = None

    @cached_property
    def engine(self) -> Engine:
        """The records, opened in the process of the tests."""
        return engines.open_records(self.records_url)

    @cached_property
    def prefect(self) -> SyncPrefectClient:
        """Prefect's own client, for this server whatever the settings of the tests' process are."""
        return SyncPrefectClient(f"{self.url}/api", auth_string=self.login, httpx_settings={"trust_env": False})

    def records(self) -> AbstractContextManager[Session]:
        """Lend the records for one unit of work."""
        return engines.records(self.engine)

    def start(self, flow: str, **parameters: Any) -> UUID:
        """Start a run of a flow's deployment, for the worker to take."""
        deployment = self.prefect.read_deployment_by_name(f"{flow}/{flow}")
        return self.prefect.create_flow_run_from_deployment(deployment.id, parameters=parameters).id

    def run(self, run: UUID) -> FlowRun:
        """Return a run as the server has it."""
        return self.prefect.read_flow_run(run)

    def runs_of(self, flow: str) -> list[FlowRun]:
        """Return the runs of a flow's deployment, oldest first."""
        deployment = self.prefect.read_deployment_by_name(f"{flow}/{flow}")
        its_own = DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id]))  # of all runs the server tells 200 only
        return sorted(self.prefect.read_flow_runs(deployment_filter=its_own), key=lambda run: run.created)

    def started(self, flow: str, code: str) -> UUID:
        """Wait until another run has started a flow's run for what this code names; return it."""
        deadline = time.monotonic() + PATIENCE_S
        while not (found := [run for run in self.runs_of(flow) if code in run.parameters.values()]):
            assert time.monotonic() < deadline, f"{flow} was not started for {code}"
            time.sleep(LOOK_EVERY_S)
        return found[0].id

    def question(self, run: UUID, gate: str, awaits: str = "") -> Asked:
        """Wait until a run is suspended at a gate, and for somebody where that is said; return what it asks."""
        record = self.wait(run, lambda now: is_suspended(now) and f" {gate} " in now.name and awaits in now.name)
        keyset = record.state.state_details.run_input_keyset
        if keyset is None:
            return Asked(record.name, record.tags, {}, "")
        schema, shown = (
            json.loads(self.prefect.read_flow_run_input(run, keyset[part])) for part in ("schema", "description")
        )
        return Asked(record.name, record.tags, schema["properties"], shown)

    def finished(self, run: UUID) -> FlowRun:
        """Wait until a run is finished, well or not, and return it."""
        return self.wait(run, lambda now: now.state is not None and now.state.is_final())

    def wait(self, run: UUID, ready: Any, seconds: float = PATIENCE_S) -> FlowRun:
        """Wait until a run is as it should be; fail with where it stands instead."""
        deadline = time.monotonic() + seconds
        while not ready(record := self.run(run)):
            assert time.monotonic() < deadline, f"{record.name} is {record.state}"
            time.sleep(LOOK_EVERY_S)
        return record

    def resume(self, run: UUID, **values: Any) -> "OrchestrationResult[Any]":
        """Send a form's values to the server's resume call and return what it says."""
        return self.prefect.resume_flow_run(run, run_input=values)

    def restart_worker(self) -> None:
        """Start another worker in the place of one that was killed, as opening the house anew does."""
        self.worker = self.told(ANOTHER_WORKER)["worker"]

    def told(self, command: str) -> dict[str, Any]:
        """Tell the program to do something and return what it answers."""
        stdin, stdout = self.program.stdin, self.program.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{command}\n")
        stdin.flush()
        return heard(stdout)

    def add_video(self, code: str, title: str, *, shoot_on: date = date(2026, 12, 11)) -> None:
        """Put one more video to be made on record, like the small agency's own and by the same people."""
        with self.records() as session:
            video = session.scalars(select(ContentItem).where(ContentItem.code == "BREEZE-001")).one()
            make_transient(video)
            video.id, video.code, video.title, video.planned_shoot_on = None, code, title, shoot_on
            session.add(video)


def is_suspended(run: FlowRun) -> bool:
    """Say whether a run waits for somebody."""
    return run.state is not None and run.state.name == "Suspended"


@contextmanager
def opened(folder: Path, password: str | None = None, *, is_new: bool = True) -> Iterator[House]:
    """Open the house in a folder, with the small agency at work in it where it is new; end all of it afterwards."""
    apart = {name: value for name, value in os.environ.items() if not name.startswith(("SHORTVIDEO_", "PREFECT_"))}
    guarded = {PASSWORD: password} if password else {}
    with (folder / "house.log").open("w") as log:
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.house", str(folder)],
            cwd=CHECKOUT,
            env={**apart, **guarded},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    with program:
        assert program.stdout is not None
        house = House(program, **heard(program.stdout), login=f"{NAME}:{password}" if password else None)
        try:
            if is_new:
                with house.records() as session:
                    found_launched(session)
            yield house
        finally:
            house.engine.dispose()
            house.prefect._client.close()


def heard(words: TextIO) -> dict[str, Any]:
    """Return the next thing the program says; it says nothing more once it has died."""
    line = words.readline()
    assert line, "the house has closed by itself: see house.log and home/logs in its folder"
    return dict(json.loads(line))


def main() -> None:
    """Open the house in the folder that is named, say where it is, and keep it until the input ends."""
    home = Path(sys.argv[1]) / "home"
    ports = {"prefect_port": free_port(), "files_port": free_port(), "monitor_port": free_port()}
    chosen = Settings(home=home, database="sqlite", **ports)
    prepare_home(chosen)
    with processes(chosen.logs, children_environment(chosen)) as running:
        with redirect_stdout(sys.stderr):
            open_house(running, chosen, Progress())
        worker = next(one for one in running.started if one.name == "worker")
        say(url=ui(chosen), records_url=chosen.records_url, worker=worker.process.pid)
        for number, _command in enumerate(sys.stdin, start=2):
            carry_on(api(chosen), POOL)
            say(worker=start_worker(running, f"worker-{number}").process.pid)


def free_port() -> int:
    """Return a port that no other house is about to take."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


def say(**facts: object) -> None:
    """Write one line for the tests."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
