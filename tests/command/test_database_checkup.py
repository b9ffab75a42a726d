"""What the doctor says of the house's own database, on a real one."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from shutil import rmtree

import pytest

from agency.domain.finding import Finding
from config.own_database import socket_folder
from config.settings import CHECKOUT, Settings
from shortvideo.checkups.database import connection_findings, line_on, looked_at
from shortvideo.checkups.on_record import records_findings
from shortvideo.house.database import database_at_work, place_of
from shortvideo.house.postgresql import is_at_work
from tests.command.house.test_database import TAKE_AND_WAIT

MONDAY = date(2026, 11, 23)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A new home, beside pytest's own folders, which are closed to the account that a server works as."""
    monkeypatch.setenv("SHORTVIDEO_DATABASE", "postgresql")
    with tempfile.TemporaryDirectory(prefix="house_") as folder:
        yield Settings(home=Path(folder))
        rmtree(socket_folder(Path(folder)), ignore_errors=True)


def names(found: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in found]


def test_a_new_home_is_told_to_migrate_and_gets_no_database_by_a_look(chosen: Settings):
    with looked_at(chosen) as found:
        assert names(found) == []
        assert names(records_findings(chosen, MONDAY))[0] == "records-behind"

    assert not (chosen.home / "postgresql").exists()
    assert "PostgreSQL" in line_on(chosen)


def test_what_a_killed_house_left_is_told_and_ended_by_the_look(chosen: Settings):
    with database_at_work(chosen):
        pass
    taking = [sys.executable, "-c", TAKE_AND_WAIT, str(chosen.home)]
    with subprocess.Popen(taking, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as house:
        assert house.stdout is not None
        assert int(house.stdout.readline())
        with looked_at(chosen) as found:
            assert names(found) == []
            assert "18." in line_on(chosen)
        house.kill()

    with looked_at(chosen) as found:
        assert names(found) == ["database-left"]
    assert not is_at_work(place_of(chosen))


def test_a_folder_of_another_version_is_one_grave_sentence(chosen: Settings):
    (chosen.home / "postgresql").mkdir()
    (chosen.home / "postgresql" / "PG_VERSION").write_text("16\n", encoding="ascii")
    (chosen.home / "records.db").write_bytes(b"")

    with looked_at(chosen) as found:
        assert names(found) == ["database-twice", "database-closed"]


def test_a_home_that_keeps_its_sqlite_is_told_how_to_move(chosen: Settings):
    (chosen.home / "records.db").write_bytes(b"full")

    with looked_at(Settings(home=chosen.home)) as found:
        assert names(found) == ["database-kept"]


@pytest.mark.parametrize(("used", "told"), [(320, []), (321, ["connections-scarce"])])
def test_connections_are_scarce_from_four_in_five_on(used: int, told: list[str]):
    assert names(connection_findings(used, 400)) == told
