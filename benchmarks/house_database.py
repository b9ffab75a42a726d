"""Which database a house gets: Prefect's real server on SQLite, then on the PostgreSQL of the house, under one load.

Four clients do what our flows and a reader's browser do: start a run, suspend it for a form, look at the list of fifty,
answer. None asks again when it is refused, as a browser doesn't. Beside it, four processes write answers into our own
records at once.

python3 run.py bench house_database
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from uuid import uuid4

import requests

from agency.domain.terms.gates import SubjectKind
from agency.records.engine import open_records, records
from agency.records.ledger import GateKey, open_round, take_turns
from agency.records.migrate import upgrade
from benchmarks.ground.table import Row, show
from config.own_database import Kind
from config.settings import Settings
from shortvideo.api import answers
from shortvideo.house.database import open_database
from shortvideo.house.environment import children_environment
from shortvideo.house.places import api, prepare_home
from shortvideo.ports import next_free
from shortvideo.processes import processes
from shortvideo.progress import Progress

CLIENTS, RUNS_EACH = 4, 40
WRITERS, ANSWERS_EACH = 4, 150
BEFORE = 200  # runs that are suspended when the load begins
PATIENCE_S = 180.0
FORM = {"schema": "form-schema", "response": "form-response", "description": "form-description"}
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")


@dataclass
class Client:
    """One who speaks with the server, and what came of it; each kind of request with its seconds."""

    api: str
    deployment: str = ""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0

    def ask(self, kind: str, path: str, body: object) -> requests.Response:
        """Send one request, measured under its kind."""
        begun = time.perf_counter()
        try:
            answer = self.line.post(f"{self.api}/{path}", json=body, timeout=PATIENCE_S)
        except requests.ConnectionError:  # a kept-alive connection that the server closed this very moment
            answer = self.line.post(f"{self.api}/{path}", json=body, timeout=PATIENCE_S)
        self.seconds.setdefault(kind, []).append(time.perf_counter() - begun)
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            self.refused += 1
        else:
            answer.raise_for_status()
        return answer

    def __post_init__(self) -> None:
        self.line = requests.Session()
        self.line.trust_env = False

    def suspended(self) -> str | None:
        """Start a run and bring it to a gate, as a leg of a flow does; None where it was refused on the way."""
        answer = self.ask("start", f"deployments/{self.deployment}/create_flow_run", {"state": {"type": "PENDING"}})
        if not answer.ok:
            return None
        run = str(answer.json()["id"])
        form = {"key": FORM["schema"], "value": '{"type": "object", "properties": {}}'}
        self.ask("work", f"flow_runs/{run}/set_state", {"state": {"type": "RUNNING"}})
        self.ask("work", "logs/", [log_line(run) for _number in range(5)])
        self.ask("work", f"flow_runs/{run}/input", form)
        self.ask("work", f"flow_runs/{run}/set_state", {"state": waiting()})
        return run

    def answered(self, run: str) -> None:
        """Look at the inbox and answer, as a person in a browser does."""
        inbox = {"limit": 50, "sort": "START_TIME_DESC", "flow_runs": {"state": {"type": {"any_": ["PAUSED"]}}}}
        self.ask("list of fifty", "flow_runs/filter", inbox)
        self.ask("resume", f"flow_runs/{run}/resume", {"run_input": {"verdict": "通过"}})

    def work(self) -> None:
        """Do all of it, again and again."""
        for _number in range(RUNS_EACH):
            if run := self.suspended():
                self.answered(run)


def waiting() -> dict[str, object]:
    """Return the state of a run that waits for a form."""
    until = (datetime.now(UTC) + timedelta(days=300)).isoformat()
    details = {"pause_timeout": until, "pause_reschedule": True, "pause_key": str(uuid4()), "run_input_keyset": FORM}
    return {"type": "PAUSED", "name": "Suspended", "state_details": details}


def log_line(run: str) -> dict[str, object]:
    """Return one line that a run says."""
    said = {"name": "prefect.flow_runs", "level": 20, "message": "S7 脚本细化", "flow_run_id": run}
    return {**said, "timestamp": datetime.now(UTC).isoformat()}


@contextmanager
def house(folder: Path, kind: Kind) -> Iterator[tuple[Settings, float]]:
    """Open Prefect's server on a new database of this kind; say after how many seconds it answered."""
    chosen = Settings(home=folder / kind, database=kind, prefect_port=next_free(4950))
    prepare_home(chosen)
    begun = time.perf_counter()
    unasked = {"PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "false"}  # as in a house with a password
    with processes(chosen.logs, {**children_environment(chosen), **unasked}) as running:
        open_database(running, chosen, Progress())
        server = running.start("prefect-server", sys.executable, "-m", "prefect", "server", "start")
        running.wait_until(lambda: answers(f"{api(chosen)}/health"), server, seconds=PATIENCE_S)
        opened = time.perf_counter() - begun
        upgrade(chosen.records_url)
        yield chosen, opened


def loaded(chosen: Settings) -> list[Client]:
    """Lay the load on a server and return the clients."""
    first = Client(api(chosen))
    flow = first.ask("", "flows/", {"name": "produce-video"}).json()["id"]
    first.deployment = first.ask("", "deployments/", {"name": "produce-video", "flow_id": flow}).json()["id"]
    for _number in range(BEFORE):
        first.suspended()
    clients = [Client(first.api, first.deployment) for _number in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(Client.work, clients))
    return clients


def write_answers(url: str, writer: int) -> list[float]:
    """Write answers into the records, each a unit of work of its own; return how long each took."""
    engine, took = open_records(url), []
    key = GateKey(SubjectKind.CONTENT, f"{writer:026}", "S7")
    for number in range(ANSWERS_EACH):
        begun = time.perf_counter()
        with records(engine) as session:
            take_turns(session, key.subject_id)
            open_round(
                session,
                key,
                number=number + 1,
                submitted={"title": "一杯茶的秋天(虚构)"},
                content={"shots": number},
                exhibit="| 镜头 |",
                submitted_by=None,
                due_on=None,
                flow_run_id=None,
            )
        took.append(time.perf_counter() - begun)
    engine.dispose()
    return took


def written(url: str) -> list[float]:
    """Let several processes write answers at once; return how long each answer took."""
    with ProcessPoolExecutor(WRITERS) as writers:
        return [one for took in writers.map(write_answers, [url] * WRITERS, range(WRITERS)) for one in took]


def at(part: float, seconds: list[float]) -> float:
    """Return what a part of all stayed below, in milliseconds."""
    return sorted(seconds)[min(int(part * len(seconds)), len(seconds) - 1)] * 1000


def figures(folder: Path, kind: Kind) -> dict[str, float]:
    """Return what was measured on one kind of database."""
    with house(folder, kind) as (chosen, opened):
        begun = time.perf_counter()
        clients = loaded(chosen)
        whole = time.perf_counter() - begun
        own = written(chosen.records_url)
    by_kind = {
        name: [s for client in clients for s in client.seconds.get(name, [])] for name in ("resume", "list of fifty")
    }
    return {
        "first start, until the server answers [s]": opened,
        "the whole load [s]": whole,
        "requests [n]": float(sum(len(took) for client in clients for took in client.seconds.values())),
        "refused with 503 [n]": float(sum(client.refused for client in clients)),
        **{f"{name}, {said} [ms]": at(part, took) for name, took in by_kind.items() for said, part in PARTS.items()},
        **{f"an answer into the records, {said} [ms]": at(part, own) for said, part in PARTS.items()},
    }


PARTS = {"p50": 0.5, "p95": 0.95, "the slowest": 1.0}


def main() -> None:
    """Measure one after the other and print both beside their ratio."""
    os.environ.pop("SHORTVIDEO_DATABASE", None)
    with tempfile.TemporaryDirectory(prefix="bench_house_") as folder:
        measured: dict[Kind, dict[str, float]] = {kind: figures(Path(folder), kind) for kind in KINDS}
    show("A house on SQLite and on its own PostgreSQL", list(rows(*(measured[kind] for kind in KINDS))))


def rows(sqlite: dict[str, float], postgresql: dict[str, float]) -> Iterator[Row]:
    """Yield two lines for each figure."""
    for told, value in sqlite.items():
        what, _bracket, unit = told.removesuffix("]").partition(" [")
        yield Row(what=f"{what}, SQLite", measured=value, unit=unit)
        ratio = postgresql[told] / value if value else None
        yield Row(what=f"{what}, PostgreSQL", measured=postgresql[told], unit=unit, ratio=ratio, against="SQLite")


if __name__ == "__main__":
    main()
