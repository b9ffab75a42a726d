"""Which machine may work for a house: what must be the same on both, and what is said where it is not."""

import dataclasses
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL

from agency.errors import Misconfigured
from agency.records.migrate import upgrade
from config.settings import Settings
from shortvideo.api import ask
from shortvideo.house.joining import (
    VARIABLE,
    Nature,
    announce,
    announced,
    code_of,
    demand_one_with,
    nature_of,
    reasons_against,
)
from shortvideo.working import await_server
from tests.e2e.house import free_port

HOUSE = Nature(prefect="3.8.8", code="c0de", policy="ru1es", records="postgresql 7 16384")


def reasons(**other: str | None) -> list[str]:
    return list(reasons_against(HOUSE, dataclasses.replace(HOUSE, **other)))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({}, []),
        ({"records": None}, []),
        ({"prefect": "3.4.0"}, ["3.4.0"]),
        ({"code": "0ther"}, ["另一个版本的程序"]),
        ({"records": "postgresql 7 16385"}, ["SHORTVIDEO_RECORDS_URL"]),
        ({"policy": "0ther"}, ["config/agency.toml"]),
        ({"policy": "0ther", "prefect": "3.4.0"}, ["3.4.0", "config/agency.toml"]),
    ],
)
def test_whatever_is_not_the_houses_is_named_and_the_gravest_first(other: dict[str, str | None], told: list[str]):
    found = reasons(**other)

    assert len(found) == len(told)
    assert all(word in sentence for word, sentence in zip(told, found, strict=True))


@pytest.mark.parametrize(
    ("file", "matters"),
    [
        ("tasks/cutting.py", True),
        ("config/standard.toml", True),
        ("config/agency.toml", False),
        ("tasks/__pycache__/cutting.pyc", False),
        ("tests/test_cutting.py", False),
        ("var/home.toml", False),
    ],
)
def test_a_version_is_told_by_our_code_and_not_by_what_one_machine_chose(tmp_path: Path, file: str, matters: bool):
    before = code_of(tmp_path)
    (tmp_path / file).parent.mkdir(parents=True)

    (tmp_path / file).write_text("虚构 = 1", encoding="utf-8")

    assert (code_of(tmp_path) != before) is matters


def test_the_same_text_under_another_name_is_another_version(tmp_path: Path):
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "cutting.py").touch()
    before = code_of(tmp_path)

    (tmp_path / "tasks" / "cutting.py").rename(tmp_path / "tasks" / "editing.py")

    assert code_of(tmp_path) != before


def test_a_server_that_does_not_answer_is_named_with_the_setting(tmp_path: Path):
    nowhere = Settings(home=tmp_path, prefect_address=f"http://127.0.0.1:{free_port()}")

    with pytest.raises(Misconfigured, match="prefect_address"):
        await_server(nowhere, seconds=0)


@pytest.fixture
def house(prefect_server: None, tmp_path: Path) -> Settings:
    chosen = Settings(home=tmp_path, database="sqlite", prefect_address=PREFECT_API_URL.value().removesuffix("/api"))
    upgrade(chosen.records_url)
    ask("DELETE", f"{PREFECT_API_URL.value()}/variables/name/{VARIABLE}")
    return chosen


@pytest.mark.server
def test_a_house_that_never_said_what_it_is_takes_nobody_and_what_it_says_last_counts(house: Settings, tmp_path: Path):
    with pytest.raises(Misconfigured, match="没有说明自己是什么版本"):
        demand_one_with(house)

    announce(house)
    demand_one_with(house)
    other = house.model_copy(update={"records_url": f"sqlite:///{tmp_path}/other.db"})
    upgrade(other.records_url)
    announce(other)

    assert announced(house) == nature_of(other)
    with pytest.raises(Misconfigured, match="SHORTVIDEO_RECORDS_URL"):
        demand_one_with(house)


def test_records_that_can_not_be_opened_are_no_others_but_a_reason_of_their_own(tmp_path: Path):
    closed = Settings(home=tmp_path, records_url="postgresql+psycopg://nobody@127.0.0.1:1/records")

    with pytest.raises(Misconfigured, match="refused"):
        nature_of(closed)
