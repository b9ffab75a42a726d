"""Ports: a taken one is one sentence for the person who wants it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agency.errors import Misconfigured
from config.settings import CHECKOUT
from shortvideo.ports import LOCAL, demand_free, is_free, next_free


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens on."""
    with socket.create_server((LOCAL, 0)) as other:
        yield other.getsockname()[1]


def test_a_port_somebody_listens_on_is_not_free_until_it_is_closed() -> None:
    with socket.create_server((LOCAL, 0)) as other:
        port = other.getsockname()[1]
        assert not is_free(port)

    assert is_free(port)


def test_the_next_free_port_is_not_a_taken_one(taken: int) -> None:
    assert taken < next_free(taken) < taken + 100


def test_a_port_that_is_about_to_be_taken_is_not_free(taken: int) -> None:
    promised = next_free(taken)

    assert next_free(taken, but=[promised]) > promised
    with pytest.raises(Misconfigured, match="files_port"):
        demand_free(promised, "files_port", but=[promised])


def test_a_taken_port_is_refused_with_its_number_and_the_setting(taken: int) -> None:
    with pytest.raises(Misconfigured, match=f"{taken}.*prefect_port"):
        demand_free(taken, "prefect_port")


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"PREFECT": "{taken}"}, "prefect_port"),
        ({"PREFECT": "{free}", "FILES": "{taken}"}, "files_port"),
        ({"PREFECT": "{free}", "FILES": "{free}"}, "files_port"),
        ({"PREFECT": "{free}", "FILES": "{also}", "MONITOR": "{free}"}, "monitor_port"),
    ],
)
def test_up_says_one_sentence_about_a_taken_port_and_leaves_nothing(
    taken: int, given: dict[str, str], named: str, tmp_path: Path
) -> None:
    free = next_free(taken)
    ports = {"taken": taken, "free": free, "also": next_free(free + 1)}
    environment = {f"SHORTVIDEO_{name}_PORT": port.format(**ports) for name, port in given.items()}
    environment["SHORTVIDEO_HOME"] = str(tmp_path / "home")

    said = subprocess.run(
        [Path(sys.executable).with_name("shortvideo"), "up"],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert named in said.stderr
    assert not (tmp_path / "home").exists()
