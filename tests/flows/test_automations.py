"""Prefect's own server tells the leads in their group that a run has failed.

What speaks to this server does so from processes of its own: Prefect's clients would outlive it in this one.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from shortvideo.house.opening import ALARMS
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

    def run(self, *command: str) -> None:
        subprocess.run(command, env=self.environment, check=True, capture_output=True)

    def automations(self) -> dict[str, Any]:
        """Return the automations by their names."""
        found = requests.post(f"{self.api}/automations/filter", json={}, timeout=30).json()
        return {one["name"]: one for one in found}

    def switch_off(self, name: str) -> None:
        automation = self.automations()[name]["id"]
        requests.patch(f"{self.api}/automations/{automation}", json={"enabled": False}, timeout=30).raise_for_status()


@pytest.fixture
def bots(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bots]:
    with local_bots.at_work() as bots:
        local_bots.connect(monkeypatch, bots, **CHANNELS)
        outbox.found()
        yield bots


@pytest.fixture
def server(bots: Bots, tmp_path: Path) -> Iterator[Server]:
    port = next_free(4720)
    told = {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
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
    deadline = time.monotonic() + 120
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
