"""A whole house as ``up`` opens it, in a folder of its own, with as many invented projects as are to be decided on."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from config.settings import CHECKOUT, Settings
from shortvideo.house.environment import children_environment
from shortvideo.house.opening import PATIENCE, open_house
from shortvideo.house.places import prepare_home
from shortvideo.ports import next_free
from shortvideo.processes import Processes, processes
from shortvideo.progress import Progress

REGISTER = CHECKOUT / "config" / "register.example.toml"
PROJECT, AFTER_PROJECTS, AFTER_MEMBERS = "[[projects]]", "# 全公司的群", "  # channel"
FIRST_PORT = 4700


@contextmanager
def opened(projects: int) -> Iterator[tuple[Settings, Processes]]:
    """Open a house with so many projects ``TEA-0``, ``TEA-1`` … on record; close it and remove all of it afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench_house_") as folder:
        chosen = settings_in(Path(folder))
        register = Path(folder) / "register.toml"
        register.write_text(register_of(projects), encoding="utf-8")
        prepare_home(chosen)
        with processes(chosen.logs, children_environment(chosen)) as running:
            open_house(running, chosen, Progress())
            running.run("register", sys.executable, "-m", "shortvideo.registering", str(register), seconds=PATIENCE)
            yield chosen, running


def settings_in(folder: Path) -> Settings:
    """Return settings of a home in a folder, with ports that nobody has."""
    prefect = next_free(FIRST_PORT)
    files = next_free(prefect + 1)
    return Settings(home=folder / "home", prefect_port=prefect, files_port=files, monitor_port=next_free(files + 1))


def register_of(projects: int) -> str:
    """Return the example's people, and its project as often as it is wanted."""
    told = REGISTER.read_text(encoding="utf-8")
    people, _mark, rest = told.partition(PROJECT)
    project = PROJECT + rest.partition(AFTER_PROJECTS)[0].partition(AFTER_MEMBERS)[0]
    return people + "\n".join(project.replace("XINGYUE-DY", f"TEA-{number}") for number in range(projects))


def processor(running: Processes) -> float:
    """Return the seconds of a processor a house has used, with all that its processes have started and buried."""
    times = [psutil.Process(one.process.pid).cpu_times() for one in running.started]
    return sum(each.user + each.system + each.children_user + each.children_system for each in times)
