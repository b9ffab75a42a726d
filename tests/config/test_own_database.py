"""Which database a home brings of its own, and the addresses that lead there; no database is opened here."""

import os
from pathlib import Path

import pytest
from sqlalchemy import make_url

from config.own_database import SOCKET, kept_in, leads_home, socket_folder
from config.settings import Settings

LONG = Path("/srv/短视频 运营") / ("很长的名字" * 12) / "home"


@pytest.fixture(autouse=True)
def _no_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE", "RECORDS_URL", "PREFECT_DATABASE_URL"):
        monkeypatch.delenv(f"SHORTVIDEO_{name}", raising=False)


def test_a_new_home_gets_postgresql_for_the_records_and_for_prefect(tmp_path: Path):
    chosen = Settings(home=tmp_path)

    for address, driver, name in (
        (chosen.records_url, "postgresql+psycopg", "records"),
        (chosen.prefect_database_url, "postgresql+asyncpg", "prefect"),
    ):
        url = make_url(address)
        assert (url.drivername, url.database, url.host) == (driver, name, None)
        assert url.query == {"host": str(socket_folder(tmp_path)), "port": "5432"}


def test_a_new_home_gets_sqlite_where_that_is_wished(tmp_path: Path):
    chosen = Settings(home=tmp_path, database="sqlite")

    assert chosen.records_url == f"sqlite:///{tmp_path}/records.db"
    assert chosen.prefect_database_url == ""


@pytest.mark.parametrize("file", ["records.db", "prefect/prefect.db"])
def test_a_home_of_an_earlier_version_keeps_its_sqlite(tmp_path: Path, file: str):
    (tmp_path / "prefect").mkdir()
    (tmp_path / file).write_bytes(b"full")

    chosen = Settings(home=tmp_path, database="postgresql")

    assert chosen.records_url.startswith("sqlite:")
    assert chosen.prefect_database_url == ""


def test_a_home_with_postgresql_keeps_it_whatever_is_wished_and_whatever_an_older_version_left(tmp_path: Path):
    (tmp_path / "postgresql").mkdir()
    (tmp_path / "records.db").write_bytes(b"empty")

    assert kept_in(tmp_path, "sqlite") == "postgresql"


def test_an_address_that_is_given_stands_above_the_homes_own(tmp_path: Path):
    given = "postgresql+psycopg://lin@db.example/agency"
    chosen = Settings(home=tmp_path, records_url=given)

    assert chosen.records_url == given
    assert not leads_home(chosen.records_url, tmp_path)
    assert leads_home(chosen.prefect_database_url, tmp_path)


@pytest.mark.parametrize("home", [Path("/srv/agency"), LONG], ids=["short", "long"])
def test_the_path_of_a_socket_is_never_longer_than_a_socket_may_be(home: Path):
    assert len(os.fsencode(socket_folder(home) / SOCKET)) <= 103


def test_two_long_homes_never_share_a_socket():
    assert socket_folder(LONG) != socket_folder(LONG / "demo")


def test_a_home_with_spaces_and_signs_of_every_kind_is_found_by_its_address():
    home = Path("/srv/短视频 a&b=c%20'\"")

    address = Settings(home=home).records_url

    assert leads_home(address, home)
    assert make_url(address).query["host"] == str(home / "socket")
