"""The disk of the house's own PostgreSQL is full: one sentence, nothing half-written, and it goes on once there is room."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text

from agency.errors import AgencyError, DiskFull
from agency.records.engine import open_records, reading, records
from agency.records.migrate import upgrade
from agency.records.tables import Client
from config.settings import Settings
from shortvideo.house.database import Database
from shortvideo.house.postgresql import is_at_work
from tests.faults.disk import Disk, small_disk

ROOM_MB = 256
MEGABYTE = 1 << 20
WRITE_AHEAD = text("SELECT pg_logical_emit_message(false, 'ballast', repeat('x', :count))")


@pytest.fixture(scope="module")
def disk() -> Iterator[Disk]:
    with tempfile.TemporaryDirectory(prefix="full_") as folder, small_disk(Path(folder) / "disk", ROOM_MB) as disk:
        yield disk


@pytest.fixture(scope="module")
def chosen(disk: Disk) -> Settings:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHORTVIDEO_DATABASE", "postgresql")
        return Settings(home=disk.folder / "home")


@pytest.fixture(scope="module")
def database(chosen: Settings) -> Iterator[Database]:
    database = Database.taken(chosen)
    upgrade(chosen.records_url)
    yield database
    database.leave()


@pytest.fixture
def engine(chosen: Settings, database: Database) -> Iterator[Engine]:
    engine = open_records(chosen.records_url)
    yield engine
    engine.dispose()


def clients(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(Client.code).order_by(Client.code)))


def fill_with_clients(engine: Engine) -> None:
    """Put more on record than there is room for, in one unit of work."""
    with records(engine) as session:
        for number in range(200):
            session.add(Client(code=f"C{number:03}", name=os.urandom(8 * 1024).hex()))
            session.flush()


def write_ahead_without_an_end(engine: Engine) -> None:
    """Add a client, and let the server promise more and more before it is kept."""
    with records(engine) as session:
        session.add(Client(code="HALF", name="做了一半(虚构)"))
        session.flush()
        for _megabyte in range(ROOM_MB):
            session.execute(WRITE_AHEAD, {"count": MEGABYTE})


def test_a_unit_of_work_finds_no_room_says_so_and_leaves_nothing(disk: Disk, engine: Engine):
    before = clients(engine)
    disk.fill()

    with pytest.raises(DiskFull, match="磁盘满了"):
        fill_with_clients(engine)

    disk.make_room()
    assert clients(engine) == before
    fill_with_clients(engine)
    assert len(clients(engine)) == len(before) + 200


def test_a_server_that_fell_over_for_want_of_room_is_started_again_once_there_is_some(
    disk: Disk, database: Database, engine: Engine, capsys: pytest.CaptureFixture[str]
):
    with records(engine) as session:
        session.add(Client(code="BEFORE", name="之前的(虚构)"))
    disk.fill()

    with pytest.raises(AgencyError, match=r"连不上|磁盘"):
        write_ahead_without_an_end(engine)
    while is_at_work(database.place):
        pass
    for _look in range(3):
        database.hold()
    assert not is_at_work(database.place)
    assert capsys.readouterr().out.count("磁盘满了") == 1

    disk.make_room()
    database.hold()
    there = clients(engine)
    assert "BEFORE" in there
    assert "HALF" not in there
    with records(engine) as session:
        session.add(Client(code="AFTER", name="之后的(虚构)"))
    assert "AFTER" in clients(engine)
