"""The house as ``up`` opens it: its own PostgreSQL, Prefect's real server and worker; closed and opened again."""

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.settings import Settings
from shortvideo.house.database import place_of
from shortvideo.house.postgresql import is_at_work
from tests.command.stage import begin, written

FLOW = """
from pathlib import Path
from prefect import flow
from prefect.flow_runs import suspend_flow_run
from agency.records.tables import Client
from config.settings import settings
from tasks.opening import records

@flow
def film(to: str) -> None:
    folder = Path(to)
    if not (folder / "asked").exists():
        with records() as session:
            session.add(Client(code="QF", name="清风茶饮(虚构)"))
        (folder / "asked").write_text(f"{settings().home}\\n")
    answer = suspend_flow_run(wait_for_input=str, key="gate", timeout=86400)
    with records() as session:
        on_record = session.query(Client).one().name
    (folder / "answered").write_text(f"{answer} {on_record}\\n")
"""
DEPLOYMENTS = """
name: studio
deployments:
- name: film
  entrypoint: studio.film
  parameters: {{to: "{folder}"}}
  work_pool: {{name: agency}}
"""
HOUSE = """
from config.settings import Settings
from shortvideo.api import answers, ask
from shortvideo.house.environment import children_environment
from shortvideo.house.opening import keep_open, open_house
from shortvideo.house.places import api, health_of_files, prepare_home
from shortvideo.ports import next_free
from shortvideo.progress import Progress

ports = {"prefect_port": next_free(4700), "files_port": next_free(4790), "monitor_port": next_free(4895)}
chosen = Settings(home=LOGS / "家 home", **ports)
prepare_home(chosen)

def suspended():
    wanted = {"flow_runs": {"state": {"name": {"any_": ["Suspended"]}}}}
    return ask("POST", f"{api(chosen)}/flow_runs/filter", wanted).json()

with processes(chosen.logs, {**children_environment(chosen), "PYTHONPATH": str(LOGS)}) as running:
    open_house(running, chosen, Progress(), LOGS / "prefect.yaml")
    worker = next(one for one in running.started if one.name == "worker")
    if waiting := suspended():
        answer = ask("POST", f"{api(chosen)}/flow_runs/{waiting[0]['id']}/resume", {"run_input": {"value": "通过"}})
        assert answer.json()["status"] == "ACCEPT", answer.text
        running.wait_until((LOGS / "answered").exists, worker, seconds=120)
    else:
        running.run("film", PYTHON, "-m", "prefect", "deployment", "run", "film/film", seconds=120)
        running.wait_until(lambda: bool(suspended()), worker, seconds=120)
    assert answers(health_of_files(chosen))
    assert all(answers(f"{chosen.monitor_url}/{page}") for page in ("ready", "health", "metrics"))
    (LOGS / "ready").write_text("yes\\n")
    keep_open(running, chosen)
"""


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a flow, beside pytest's own, which are closed to the account that the database works as."""
    monkeypatch.setenv("SHORTVIDEO_DATABASE", "postgresql")
    with tempfile.TemporaryDirectory(prefix="house_") as name:
        folder = Path(name)
        (folder / "studio.py").write_text(FLOW, encoding="utf-8")
        (folder / "prefect.yaml").write_text(DEPLOYMENTS.format(folder=folder), encoding="utf-8")
        yield folder


@pytest.mark.server
@pytest.mark.timeout(1200)
def test_what_waits_when_the_house_closes_is_answered_when_it_opens_again(folder: Path) -> None:
    asking = opened_and_closed(folder)
    home = written(folder / "asked")
    assert home == str(folder / "家 home")
    assert not (folder / "answered").exists()

    opened_and_closed(folder)

    assert written(folder / "answered") == "通过 清风茶饮(虚构)"
    assert "PostgreSQL" in asking
    assert "The house is open: http://127.0.0.1:" in asking


def opened_and_closed(folder: Path) -> str:
    """Open the house, close it by Ctrl-C once its work is done, and return what it said; nothing may be left of it."""
    (folder / "ready").unlink(missing_ok=True)
    command = begin(HOUSE, folder)
    try:
        written(folder / "ready", seconds=500)
        residents = list(living_in(str(folder / "家 home")))
    finally:
        command.send_signal(signal.SIGINT)
        words, complaints = command.communicate(timeout=120)
    assert (command.returncode, complaints) == (0, "")
    assert len(residents) >= 3
    assert list(living_in(str(folder / "家 home"))) == []
    assert not is_at_work(place_of(Settings(home=folder / "家 home")))
    return words


def living_in(home: str) -> Iterator[psutil.Process]:
    """Yield the processes that were told this home."""
    for process in psutil.process_iter():
        try:
            told = process.environ().get("SHORTVIDEO_HOME")
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        if told == home and process.status() != psutil.STATUS_ZOMBIE:
            yield process
