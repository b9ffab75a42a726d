"""The house that the faults strike, opened when the first of them asks for it."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agency.domain.terms.sharing import ChatChannel
from agency.records.migrate import upgrade
from config.settings import settings
from shortvideo.house.database import place_of
from shortvideo.house.postgresql import pid_of
from tasks.metrics.pulling import Wish, pull
from tasks.opening import records_engine
from tests import bots as local_bots
from tests import paper_agency
from tests.bots import Bots
from tests.e2e.house import free_port
from tests.faults.database import Database, kill_family
from tests.faults.house import House, opened
from tests.faults.works import Day, found_groups
from tests.paper_agency import CRANES


@dataclass(frozen=True)
class Place:
    """A house with what it stands on and whom it talks to.

    Prefect's tables lie in the PostgreSQL that the house brings of its own and looks after, the records in one apart.
    """

    house: House
    database: Database
    engine: Engine
    bots: Bots
    folder: Path
    days: "count[int]"

    def day(self) -> Day:
        """Return the next day's work."""
        return Day(self.house, self.bots, self.folder, next(self.days))

    @contextmanager
    def own_database_away(self) -> Iterator[None]:
        """Let the house's own PostgreSQL be killed -9, and the house come to start it again only after the block."""
        self.house.program.send_signal(signal.SIGSTOP)
        try:
            kill_family(pid_of(place_of(settings())) or 0)
            yield
        finally:
            self.house.program.send_signal(signal.SIGCONT)


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Place, dict[str, str]]]:
    """The house, and the environment by which this process finds it; set while a test asks for it, and for no other."""
    folder = tmp_path_factory.mktemp("faults")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        stack.callback(settings.cache_clear)
        before = dict(os.environ)
        database = stack.enter_context(Database.started(free_port(), "records"))
        describe(patch, folder, database)
        url = database.address("records", "psycopg")
        upgrade(url)
        stack.callback(records_engine(url).dispose)
        bots = stack.enter_context(local_bots.at_work())
        local_bots.connect(patch, bots, IN=ChatChannel.FEISHU)
        stack.enter_context(paper_agency.at_work(patch, CRANES))
        found_groups()
        pull(CRANES, Wish(since=datetime.now(UTC)))  # the first look at an account leaves more than the next ones
        place = Place(stack.enter_context(opened(folder)), database, records_engine(url), bots, folder, count(1))
        told = dict(os.environ.items() - before.items())
        patch.undo()
        yield place, told


@pytest.fixture
def place(standing: tuple[Place, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    place, told = standing
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield place
    settings.cache_clear()


def describe(patch: pytest.MonkeyPatch, folder: Path, database: Database) -> None:
    """Let the settings say where this house is."""
    told = {
        "HOME": folder / "home",
        "RECORDS_URL": database.address("records", "psycopg"),
        "DATABASE": "postgresql",
        "WORKER_LIMIT": 8,  # five pieces of work at once, and what they start
        **{f"{name}_PORT": free_port() for name in ("PREFECT", "FILES", "MONITOR")},
    }
    for name, value in told.items():
        patch.setenv(f"SHORTVIDEO_{name}", str(value))
    for name in ("PREFECT_API_URL", "SHORTVIDEO_PREFECT_DATABASE_URL"):
        patch.delenv(name, raising=False)
    settings.cache_clear()
