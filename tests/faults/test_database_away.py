"""The records' database goes away and comes back: what had not begun waits, what had begun leaves nothing and says so."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import Engine, select, text

from agency.errors import RecordsAway
from agency.records import engine as engines
from agency.records.engine import open_records, reading, records
from agency.records.migrate import upgrade
from agency.records.tables import Client
from config.settings import settings
from tasks import opening
from tasks.opening import CutOff, records_engine
from tests.e2e.house import free_port
from tests.faults.database import Database


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with Database.started(free_port(), "records") as database:
        upgrade(database.address("records", "psycopg"))
        yield database


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    engine = open_records(database.address("records", "psycopg"))
    with records(engine) as session:
        session.execute(text("SELECT 1"))  # a connection is at hand, which the kill will spoil
    yield engine
    database.start()
    clients(engine)  # waits until it is back
    engine.dispose()


def clients(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(Client.code).order_by(Client.code)))


def test_a_unit_of_work_that_begins_while_the_database_is_away_waits_for_it(engine: Engine, database: Database):
    database.kill()
    back = Timer(1.5, database.start)
    back.start()

    with records(engine) as session:
        session.add(Client(code="RAIN", name="雨天(虚构)"))
    back.join()

    assert clients(engine) == ["RAIN"]


def test_who_only_looks_waits_too(engine: Engine, database: Database):
    before = clients(engine)
    database.kill()
    back = Timer(1.5, database.start)
    back.start()

    assert clients(engine) == before
    back.join()


def test_a_unit_of_work_in_whose_middle_the_database_goes_leaves_nothing_and_says_so(
    engine: Engine, database: Database
):
    before = clients(engine)

    def half_done() -> None:
        with records(engine) as session:
            session.add(Client(code="HALF", name="做了一半(虚构)"))
            session.flush()
            database.kill()
            session.scalars(select(Client)).all()

    with pytest.raises(RecordsAway, match="连不上"):
        half_done()

    database.start()
    assert clients(engine) == before


def test_after_a_minute_in_vain_the_sentence_is_said(
    engine: Engine, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engines, "AWAY_PATIENCE_S", 0.5)
    database.kill()

    with pytest.raises(RecordsAway, match="连不上"), records(engine):
        pytest.fail("there was no database")


@pytest.mark.parametrize("lend", [opening.records, opening.looking])
def test_a_run_is_cut_off_past_everything_that_catches_errors(
    lend, engine: Engine, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SHORTVIDEO_RECORDS_URL", database.address("records", "psycopg"))
    monkeypatch.setenv("SHORTVIDEO_HOME", str(tmp_path))
    monkeypatch.setenv("PREFECT__FLOW_RUN_ID", "11111111-1111-1111-1111-111111111111")
    settings.cache_clear()

    def swallowing_every_error() -> None:
        with suppress(Exception), lend() as session:
            database.kill()
            session.execute(text("SELECT 1"))

    with pytest.raises(CutOff):
        swallowing_every_error()

    records_engine(settings().records_url).dispose()
    settings.cache_clear()
