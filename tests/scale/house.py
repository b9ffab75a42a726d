"""A house on more than one process of everything: PostgreSQL, Redis, two processes of Prefect's API, two workers.

It asks for a password, as a house of several machines has to.

Run as ``python -m tests.scale.house FOLDER``: it says in one line where it is, and closes when its input ends.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psutil
from cryptography.fernet import Fernet
from sqlalchemy import URL

from config.settings import CHECKOUT, LINK_KEY, PASSWORD, SEALING_KEY, Settings
from shortvideo import api as speaking
from shortvideo.house import opening
from shortvideo.house.environment import children_environment
from shortvideo.house.guarding import NAME
from shortvideo.house.places import api, prepare_home
from shortvideo.ports import LOCAL
from shortvideo.processes import Processes, processes
from shortvideo.progress import Progress
from tests.scale.postgresql import postgresql

PATIENCE_S = 600  # a machine that runs other tests beside is slow
STUDIO = Path(__file__).with_name("studio")
SECRETS = {  # invented, and the same on every machine
    PASSWORD: "invented-password-1",
    SEALING_KEY: Fernet.generate_key().decode(),
    LINK_KEY: Fernet.generate_key().decode(),
}
LOGIN = f"{NAME}:{SECRETS[PASSWORD]}"


@dataclass
class House:
    """An open house, spoken with over the HTTP that its own workers use."""

    program: "subprocess.Popen[str]"
    api: str
    redis_url: str
    records_url: str
    prefect_database_url: str
    home: Path
    workers: dict[str, int]
    server: int

    def start(self, deployment: str, **parameters: object) -> UUID:
        """Start a run of a deployment."""
        known = self.ask("GET", f"/deployments/name/{deployment}/{deployment}")
        return UUID(
            self.ask("POST", f"/deployments/{known['id']}/create_flow_run", parameters=parameters, state=SCHEDULED)[
                "id"
            ]
        )

    def state(self, run: UUID) -> str:
        """Return the kind of state a run is in."""
        return str(self.ask("GET", f"/flow_runs/{run}")["state_type"])

    def states(self, runs: list[UUID]) -> set[str]:
        """Return the kinds of states that runs are in."""
        return {self.state(run) for run in runs}

    def runs_of(self, deployment: str) -> list[UUID]:
        """Return the runs of a deployment."""
        wanted = {"deployments": {"name": {"any_": [deployment]}}}
        return [UUID(run["id"]) for run in self.ask("POST", "/flow_runs/filter", **wanted)]

    def note(self, run: UUID) -> tuple[str, str] | None:
        """Return what a run noted and the worker it noted it at, None while it has not."""
        note = self.home.parent / f"{run}.txt"
        return tuple(note.read_text().split(" ", 1)) if note.exists() else None

    def cancel(self, runs: list[UUID]) -> None:
        """Cancel what has not begun of some runs."""
        for run in runs:
            if self.state(run) == "SCHEDULED":
                self.ask("POST", f"/flow_runs/{run}/set_state", state={"type": "CANCELLED", "name": "Cancelled"})

    def ask(self, method: str, path: str, **body: object) -> Any:
        """Ask Prefect's API over a connection of its own, which either of its processes takes."""
        answer = speaking.ask(method, f"{self.api}{path}", body or None)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def api_processes(self) -> list[psutil.Process]:
        """Return the processes that answer for the API."""
        return api_processes(self.server, self.api)

    def kill_workers(self) -> None:
        """Kill the workers of the house's own machine, and all that they started."""
        for worker in filter(psutil.pid_exists, self.workers.values()):
            for process in [*psutil.Process(worker).children(recursive=True), psutil.Process(worker)]:
                with suppress(psutil.NoSuchProcess):
                    process.kill()


def api_processes(server: int, api: str) -> list[psutil.Process]:
    """Return the processes that answer for an API: children of its server that listen to its port."""
    port = urlsplit(api).port
    return [
        child
        for child in psutil.Process(server).children(recursive=True)
        if any(each.status == psutil.CONN_LISTEN and each.laddr.port == port for each in child.net_connections())
    ]


SCHEDULED = {"type": "SCHEDULED"}


def wait_until(ready: Any, what: str = "it") -> Any:
    """Return what a question answers as soon as that is true."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := ready()):
        assert time.monotonic() < deadline, f"{what} never came"
        time.sleep(0.3)
    return found


def bare_environment() -> dict[str, str]:
    """Return the environment of a machine on which nobody has set anything for us yet."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SHORTVIDEO_", "PREFECT_"))}


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """Open the house in a folder; end all of it afterwards."""
    apart = {**bare_environment(), **SECRETS}
    command = [sys.executable, "-m", "tests.scale.house", str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        (folder / "house.log").open("w") as log,
        subprocess.Popen(command, cwd=CHECKOUT, env=apart, stderr=log, **pipes) as program,
    ):
        assert program.stdout is not None
        line = program.stdout.readline()
        assert line, (folder / "house.log").read_text()[-3000:]
        told = json.loads(line)
        speaking.TIMEOUT = float(PATIENCE_S)
        yield House(program, home=Path(told.pop("home")), **told)


@contextmanager
def redis_server(folder: Path, running: Processes) -> Iterator[str]:
    """Lend a Redis of its own that keeps nothing on disk."""
    program = shutil.which("redis-server")
    assert program, "redis-server is missing: apt-get install redis-server"
    port = free_port()
    told = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder))
    running.start("redis", program, *told)
    yield f"redis://127.0.0.1:{port}/0"


def free_port() -> int:
    """Return a port that no other house is about to take."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


def text_of(url: URL, driver: str) -> str:
    """Return the address of a database for a driver."""
    return url.set(drivername=driver).render_as_string(hide_password=False)


def main() -> None:
    """Open the house in the folder that is named, say where it is, and keep it until the input ends."""
    folder, opening.PATIENCE = Path(sys.argv[1]), PATIENCE_S
    with ExitStack() as stack:
        urls = stack.enter_context(postgresql(free_port(), "records", "prefect"))
        redis = stack.enter_context(processes(folder, {}))
        chosen = Settings(
            home=folder / "home",
            prefect_port=free_port(),
            files_port=free_port(),
            monitor_port=free_port(),
            records_url=text_of(urls["records"], "postgresql+psycopg"),
            prefect_database_url=text_of(urls["prefect"], "postgresql+asyncpg"),
            redis_url=stack.enter_context(redis_server(folder, redis)),
            server_processes=2,
            workers=2,
        )
        prepare_home(chosen)
        told = {**children_environment(chosen), "PYTHONPATH": f"{CHECKOUT}:{STUDIO}", "STUDIO": str(folder)}
        running = stack.enter_context(processes(chosen.logs, told))
        with redirect_stdout(sys.stderr):
            opening.open_house(running, chosen, Progress(), STUDIO / "prefect.yaml")
        pids = {one.name: one.process.pid for one in running.started}
        workers = {name: pid for name, pid in pids.items() if name.startswith("worker")}
        known = ("redis_url", "records_url", "prefect_database_url")
        told = {"api": api(chosen), "home": str(chosen.home), **{name: getattr(chosen, name) for name in known}}
        sys.stdout.write(json.dumps({**told, "workers": workers, "server": pids["prefect-server"]}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
