"""Prefect's own server tells the leads in their group that a run has failed, was cut off or is late, or that nobody works.

What speaks to this server does so from processes of its own: Prefect's clients would outlive it in this one.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from config.settings import CHECKOUT
from shortvideo import api as speaking
from shortvideo.house.carrying_on import GIVEN_UP, MOST_DEATHS, put, settle
from shortvideo.house.opening import ALARMS
from shortvideo.house.workers import POOL
from shortvideo.ports import next_free
from tests import bots as local_bots
from tests.bots import Bots
from tests.tasks import outbox
from tests.tasks.outbox import CHANNELS

pytestmark = pytest.mark.server

FAIL = """
from prefect import flow

@flow(name="invented-failure")
def fail():
    raise ValueError("虚构的错误 **不是粗体** @所有人")

fail(return_state=True)
"""

STUDIO = {
    "studio.py": """
import os, signal
from prefect import flow

@flow(name="invented-death")
def die():
    os.kill(os.getpid(), signal.SIGKILL)  # as the system does when the memory is full
""",
    "prefect.yaml": """
deployments:
  - {name: die, entrypoint: studio.die, work_pool: {name: agency}}
""",
}
SOON_S = 20  # instead of minutes, for what does not come; a loaded machine needs some seconds for what does
PATIENCE_S = 250
PREFECT = (sys.executable, "-m", "prefect", "--no-prompt")


@dataclass(frozen=True)
class Server:
    """A Prefect server that knows these records and bots, as the house's own does."""

    api: str
    environment: Mapping[str, str]

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.api}/health", timeout=5).ok
        except requests.RequestException:
            return False

    def run(self, *command: str, **more: str) -> None:
        subprocess.run(command, env={**self.environment, **more}, check=True, capture_output=True)

    def ask(self, method: str, path: str, **body: object) -> Any:
        answer = speaking.ask(method, f"{self.api}{path}", body or None)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def is_told(self, path: str, **facts: object) -> bool:
        """Say whether the server now says all this of something."""
        told = self.ask("GET", path)
        return {name: told[name] for name in facts} == facts

    def has_seen(self, event: str, run: str) -> bool:
        """Say whether an event of a run has come to the server's services, which is later than its answer."""
        wanted = {"event": {"name": [event]}, "resource": {"id": [f"prefect.flow-run.{run}"]}}
        return bool(self.ask("POST", "/events/filter", filter=wanted)["events"])

    def hasten(self) -> None:
        """Let every automation that waits do so for seconds instead of minutes."""
        for one in self.automations().values():
            if one["trigger"]["posture"] == "Proactive":
                told = {name: one[name] for name in ("name", "description", "enabled", "actions")}
                trigger = {**one["trigger"], "within": SOON_S}
                self.ask("PUT", f"/automations/{one['id']}", **told, trigger=trigger)

    def start(self, name: str, **where: object) -> str:
        """Start a run of the invented death under a name of its own."""
        known = self.ask("GET", "/deployments/name/invented-death/die")["id"]
        return str(self.ask("POST", f"/deployments/{known}/create_flow_run", name=name, **where)["id"])

    def begin(self, name: str) -> str:
        """Begin a run of the invented death that no worker is given, and that dies when the test says so."""
        flow = self.ask("GET", "/deployments/name/invented-death/die")["flow_id"]
        return str(self.ask("POST", "/flow_runs/", name=name, flow_id=flow, state={"type": "RUNNING"})["id"])

    def automations(self) -> dict[str, Any]:
        """Return the automations by their names."""
        return {one["name"]: one for one in self.ask("POST", "/automations/filter", sort="NAME_ASC")}

    def switch_off(self, name: str) -> None:
        automation = self.automations()[name]["id"]
        self.ask("PATCH", f"/automations/{automation}", enabled=False)


@pytest.fixture
def bots(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bots]:
    with local_bots.at_work() as bots:
        local_bots.connect(monkeypatch, bots, **CHANNELS)
        outbox.found()
        yield bots


@pytest.fixture
def server(bots: Bots, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(speaking, "TIMEOUT", float(PATIENCE_S))
    port = next_free(4720)
    told = {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "1",  # who looks for workers that have gone
        "PREFECT_WORKER_HEARTBEAT_SECONDS": "2",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    server = Server(told["PREFECT_API_URL"], {**os.environ, **told})
    with (tmp_path / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "prefect", "server", "start"]
        process = subprocess.Popen(command, env=server.environment, stdout=log, stderr=log)
        try:
            wait_until(server.answers)
            yield server
        finally:
            process.terminate()
            process.wait()


def wait_until(ready: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_run_that_fails_is_told_in_the_group_of_the_leads_also_after_the_house_was_opened_twice(
    bots: Bots, server: Server
):
    server.run(*ALARMS)
    server.switch_off("agency-run-late")
    server.run(*ALARMS)

    server.run(sys.executable, "-c", FAIL)
    wait_until(lambda: bots.texts("leads"))

    (told,) = bots.texts("leads")
    assert "运行失败" in told
    assert "虚构的错误" in told
    assert "云总" in told
    assert "**不是粗体**" not in told
    assert "@所有人" not in told
    known = {name: one["enabled"] for name, one in server.automations().items()}
    others = dict.fromkeys(("agency-run-failed", "agency-run-cut-off", "agency-worker-gone"), True)
    assert known == {**others, "agency-run-late": False}


@contextmanager
def worker(server: Server, folder: Path) -> Iterator[None]:
    """Let a real worker work on an invented deployment, and kill it -9."""
    for name, text in STUDIO.items():
        (folder / name).write_text(text, encoding="utf-8")
    speaking.create_pool(server.api, POOL, at_once=4)
    found = {"PYTHONPATH": os.pathsep.join((str(folder), str(CHECKOUT)))}
    server.run(*PREFECT, "deploy", "--all", "--prefect-file", str(folder / "prefect.yaml"), **found)
    command = [*PREFECT, "worker", "start", "--pool", POOL, "--type", "process"]
    environment = {**server.environment, **found}
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: server.is_told(f"/work_pools/{POOL}", status="READY"))
        yield
    finally:
        process.kill()
        process.wait()


def die_for_good(server: Server, run: str) -> None:
    """Let a run die as often as the house carries it on."""
    for _death in range(MOST_DEATHS):
        put(server.api, {"id": run}, "CRASHED", "Crashed", "虚构的中断")
        assert settle(server.api, server.ask("GET", f"/flow_runs/{run}"), "虚构的接着跑")


WORDS = ("运行中断:虚构-断了", "运行中断:虚构-不再试", "运行没有按时开始:虚构-晚了", "执行进程停了:agency")


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_the_leads_are_called_for_what_was_cut_off_given_up_or_is_late_and_when_nobody_works_any_more(
    bots: Bots, server: Server, tmp_path: Path
):
    server.run(*ALARMS)
    server.hasten()
    (tmp_path / "studio").mkdir()

    with worker(server, tmp_path / "studio"):
        cut_off = server.start("虚构-断了")
        wait_until(lambda: server.is_told(f"/flow_runs/{cut_off}", state_type="CRASHED"))
        goes_on = server.begin("虚构-接着跑")
        put(server.api, {"id": goes_on}, "CRASHED", "Crashed", "虚构的中断")
        wait_until(lambda: server.has_seen("prefect.flow-run.Crashed", goes_on))  # the house takes seconds to find it
        put(server.api, {"id": goes_on}, "RUNNING", "Running", "")
        given_up = server.begin("虚构-不再试")
        die_for_good(server, given_up)
        wait_until(lambda: len(bots.texts("leads")) >= 2)
    server.start("虚构-晚了", state={"type": "SCHEDULED"})
    wait_until(lambda: len(bots.texts("leads")) >= 4)

    told = bots.texts("leads")
    assert [one for one in told if "虚构-接着跑" in one] == []
    assert sorted(next(word for word in WORDS if word in one) for one in told) == sorted(WORDS)
    assert server.ask("GET", f"/flow_runs/{given_up}")["state_name"] == GIVEN_UP
