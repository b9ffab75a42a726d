"""What tests of every room may ask for: the records, on SQLite and on PostgreSQL, empty of rows."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from prefect.testing.utilities import prefect_test_harness
from sqlalchemy import Engine

from agency.records.engine import open_records
from config.settings import PREFIX, settings
from tasks.opening import records_engine
from tests.databases import PostgresqlServer, SqliteFiles

# A new home gets a PostgreSQL of its own, which takes seconds to make: a test that wants one says so.
os.environ["SHORTVIDEO_DATABASE"] = "sqlite"

# The suite asks the same of every change; the soak asks something new each time, and the night asks twenty times as much.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=300, print_blob=True)
hypothesis.settings.register_profile("night", deadline=None, max_examples=6_000, print_blob=True)
hypothesis.settings.load_profile("suite")


def set_for_us() -> dict[str, str]:
    """Return what the environment says to the product."""
    return {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}


AT_FIRST = set_for_us()


@pytest.fixture(scope="module", autouse=True)
def settings_of_no_other_house() -> None:
    """The environment stands above what a test says, so what tests of another file left in it would be obeyed here."""
    assert set_for_us() == AT_FIRST


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("records"))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    with PostgresqlServer.started() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite_files", "postgresql_server"], ids=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> SqliteFiles | PostgresqlServer:
    return request.getfixturevalue(request.param)


@pytest.fixture
def empty_url(databases: SqliteFiles | PostgresqlServer) -> Iterator[str]:
    with databases.empty() as url:
        yield url


@pytest.fixture
def records_url(databases: SqliteFiles | PostgresqlServer) -> Iterator[str]:
    with databases.migrated() as url:
        yield url


@pytest.fixture
def engine(records_url: str) -> Iterator[Engine]:
    engine = open_records(records_url)
    yield engine
    engine.dispose()


@pytest.fixture
def on_record(records_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let the product find these records by its own settings, as a worker does."""
    monkeypatch.setenv("SHORTVIDEO_RECORDS_URL", records_url)
    monkeypatch.setenv("SHORTVIDEO_HOME", str(tmp_path))
    settings.cache_clear()
    yield records_url
    records_engine(records_url).dispose()
    settings.cache_clear()


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One throwaway Prefect server for all tests of flows."""
    with prefect_test_harness(server_startup_timeout=120):
        yield
