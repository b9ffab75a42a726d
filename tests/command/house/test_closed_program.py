"""A house that may write to its home alone, as in the image and under systemd: the program's own folder is closed to it."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
import requests

from config.settings import CHECKOUT, Settings
from shortvideo.api import answers
from shortvideo.house.environment import children_environment
from shortvideo.house.ownership import account_made, hand_over, let_pass, started_as
from shortvideo.house.places import api, prepare_home, ui
from shortvideo.house.server import server_command
from shortvideo.ports import next_free

pytestmark = [pytest.mark.server, pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as somebody else")]

PATIENCE_S = 240


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder beside pytest's own, which are closed to others."""
    with tempfile.TemporaryDirectory(prefix="closed_program_") as folder:
        yield Path(folder, "home")


@pytest.fixture
def pages(home: Path) -> Iterator[str]:
    """Where Prefect's pages are, shown by a server that works as an account which owns its home and nothing else."""
    chosen, owner = Settings(home=home, prefect_port=next_free(4760)), account_made()
    prepare_home(chosen)
    hand_over(home, owner)
    for needed in (Path(sys.executable), Path(sys.executable).resolve(), CHECKOUT / "agency"):
        let_pass(needed)
    acting = {**started_as(owner), "env": {**os.environ, **children_environment(chosen), "HOME": str(home)}}
    with (home / "said.log").open("wb") as log:
        server = subprocess.Popen(server_command(chosen), stdout=log, stderr=log, **acting)
    try:
        await_answer(f"{api(chosen)}/health", server)
        yield ui(chosen)
    finally:
        server.terminate()
        server.wait()


def await_answer(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers."""
    deadline = time.monotonic() + PATIENCE_S
    while not answers(address):
        assert server.poll() is None, "the server ended"
        assert time.monotonic() < deadline, "the server never answered"
        time.sleep(0.2)


def test_the_pages_are_shown_by_a_server_that_may_write_nowhere_but_to_its_home(pages: str, home: Path):
    page = requests.get(pages, timeout=30)

    assert page.status_code == HTTPStatus.OK, (home / "said.log").read_text()[-3000:]
    assert "<title>" in page.text
