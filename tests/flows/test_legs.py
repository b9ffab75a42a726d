"""A leg forked from a process that holds the flows ready is what ``python -m prefect.engine`` would have been."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import get_current_settings
from prefect.states import Pending

from config.settings import CHECKOUT
from flows.leg import NUMBER, SOCKET
from flows.leg_at_work import name_of
from tests.flows.held import held

pytestmark = pytest.mark.server

PATIENCE_S = 120
COMMAND = (sys.executable, "-c", "from flows.leg import main; main()")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, prefect_server: None) -> Iterator[Path]:
    """Where a process that holds the flows ready is asked."""
    at = tmp_path_factory.mktemp("legs") / "legs"
    ready = subprocess.Popen([sys.executable, "-m", "flows.legs"], cwd=CHECKOUT, env=os.environ | {SOCKET: str(at)})
    with ending(ready):
        wait_until(at.exists)
        yield at


@contextmanager
def ending(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    with process:
        try:
            yield
        finally:
            process.terminate()


def wait_until(reached: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not reached():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


@pytest.fixture
def client(prefect_server: None) -> Iterator[SyncPrefectClient]:
    with get_client(sync_client=True) as client:
        yield client


def run_of(client: SyncPrefectClient, folder: Path, *, at_once: bool = False) -> UUID:
    deployment = client.create_deployment(
        flow_id=client.create_flow(held), name="held", entrypoint="tests.flows.held.held"
    )
    told = {"folder": str(folder), "at_once": at_once}
    return client.create_flow_run_from_deployment(deployment, parameters=told, state=Pending()).id


def command(run: UUID, folder: Path, address: str) -> "subprocess.Popen[bytes]":
    """Start the command as a worker does: the run and everything else in the environment, words to a pipe."""
    told = get_current_settings().to_environment_variables(exclude_unset=True)
    environment = {**os.environ, **told, "PREFECT__FLOW_RUN_ID": str(run), "PYTHONPATH": str(CHECKOUT), SOCKET: address}
    return subprocess.Popen(COMMAND, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def leg_in(folder: Path) -> psutil.Process:
    """Return the process that works in a folder once it says so."""
    wait_until(lambda: (folder / "at-work").exists() and (folder / "at-work").read_text())
    return psutil.Process(int((folder / "at-work").read_text().split()[0]))


@pytest.mark.parametrize("is_ready", [True, False], ids=["forked", "from nothing"])
def test_a_leg_ends_its_run_and_its_words_come_out_of_the_command(
    client: SyncPrefectClient, address: Path, tmp_path: Path, is_ready: bool
):
    run = run_of(client, tmp_path, at_once=True)

    with command(run, tmp_path, str(address) if is_ready else str(tmp_path / "nobody")) as asking:
        words, _nothing = asking.communicate(timeout=PATIENCE_S)

    assert (asking.returncode, client.read_flow_run(run).state_name) == (0, "Completed"), words.decode()
    assert f"放开了,在 {tmp_path.name} 里" in words.decode()
    (number, name) = (tmp_path / "at-work").read_text().split()
    assert (int(number) == asking.pid, name == name_of(str(run))) == (not is_ready, is_ready)


def test_a_leg_that_is_killed_ends_its_command_by_the_same_signal(
    client: SyncPrefectClient, address: Path, tmp_path: Path
):
    with command(run_of(client, tmp_path), tmp_path, str(address)) as asking:
        leg_in(tmp_path).kill()

        assert asking.wait(PATIENCE_S) == -signal.SIGKILL


def test_a_command_that_is_killed_takes_its_leg_along(client: SyncPrefectClient, address: Path, tmp_path: Path):
    with command(run_of(client, tmp_path), tmp_path, str(address)) as asking:
        leg = leg_in(tmp_path)
        asking.kill()

        wait_until(lambda: not leg.is_running())


def test_a_command_that_is_asked_to_end_hands_that_on(client: SyncPrefectClient, address: Path, tmp_path: Path):
    run = run_of(client, tmp_path)
    with command(run, tmp_path, str(address)) as asking:
        leg = leg_in(tmp_path)
        asking.terminate()

        assert asking.wait(PATIENCE_S) != 0
        assert not leg.is_running()


def test_legs_die_with_the_process_they_were_forked_from_and_their_commands_say_so(
    client: SyncPrefectClient, tmp_path: Path
):
    at = tmp_path / "legs"
    with subprocess.Popen(
        [sys.executable, "-m", "flows.legs"], cwd=CHECKOUT, env=os.environ | {SOCKET: str(at)}
    ) as ready:
        wait_until(at.exists)
        with command(run_of(client, tmp_path), tmp_path, str(at)) as asking:
            leg = leg_in(tmp_path)
            ready.kill()

            assert asking.wait(PATIENCE_S) == 1
            wait_until(lambda: not leg.is_running())


@pytest.mark.parametrize(
    "said", [b"", b"x", NUMBER.pack(5), NUMBER.pack(2) + b"{}", NUMBER.pack(-1), NUMBER.pack(9) + b"not json!"]
)
def test_who_asks_wrongly_gets_no_leg_and_costs_nobody_else_one(
    client: SyncPrefectClient, address: Path, tmp_path: Path, said: bytes
):
    with socket.socket(socket.AF_UNIX) as wrong:
        wrong.connect(str(address))
        socket.send_fds(wrong, [said], [1, 2]) if said else None
        wrong.shutdown(socket.SHUT_WR)
        assert wrong.recv(8) == b""

    run = run_of(client, tmp_path, at_once=True)
    with command(run, tmp_path, str(address)) as asking:
        asking.communicate(timeout=PATIENCE_S)
    assert client.read_flow_run(run).state_name == "Completed"
