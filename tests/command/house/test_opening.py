"""The house as ``up`` and ``demo`` open it, with Prefect's real server and worker, and nothing left when it closes."""

import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.command.stage import begin, written

FLOW = """
import os
from pathlib import Path
from prefect import flow

@flow
def film(to: str) -> None:
    Path(to).write_text(os.environ["SHORTVIDEO_HOME"] + "\\n")
"""
DEPLOYMENTS = """
name: studio
deployments:
- name: film
  entrypoint: studio.film
  parameters: {{to: "{folder}/filmed"}}
  work_pool: {{name: agency}}
"""
HOUSE = """
from config.settings import Settings
from shortvideo.api import answers
from shortvideo.house.environment import children_environment
from shortvideo.house.opening import keep_open, open_house
from shortvideo.house.places import health_of_files, prepare_home
from shortvideo.ports import next_free
from shortvideo.progress import Progress

chosen = Settings(home=LOGS / "home", prefect_port=next_free(4700), files_port=next_free(4790))
prepare_home(chosen)
with processes(chosen.logs, {**children_environment(chosen), "PYTHONPATH": str(LOGS)}) as running:
    open_house(running, chosen, Progress(), LOGS / "prefect.yaml")
    run = (PYTHON, "-m", "prefect", "deployment", "run", "film/film", "--watch")
    running.run("film", *run, seconds=60)
    assert answers(health_of_files(chosen))
    (LOGS / "ready").write_text("yes\\n")
    keep_open(running, chosen)
"""


@pytest.mark.server
def test_the_house_opens_films_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "studio.py").write_text(FLOW, encoding="utf-8")
    (tmp_path / "prefect.yaml").write_text(DEPLOYMENTS.format(folder=tmp_path), encoding="utf-8")

    command = begin(HOUSE, tmp_path)
    home = written(tmp_path / "filmed", seconds=120)
    written(tmp_path / "ready", seconds=60)
    residents = list(living_in(home))
    command.send_signal(signal.SIGINT)
    words, complaints = command.communicate(timeout=40)

    assert (command.returncode, complaints) == (0, "")
    assert "The house is open: http://127.0.0.1:" in words
    assert home == str(tmp_path / "home")
    assert len(residents) >= 3
    assert list(living_in(home)) == []


def living_in(home: str) -> Iterator[psutil.Process]:
    """Yield the processes that were told this home."""
    for process in psutil.process_iter():
        try:
            told = process.environ().get("SHORTVIDEO_HOME")
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        if told == home and process.status() != psutil.STATUS_ZOMBIE:
            yield process
