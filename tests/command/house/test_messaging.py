"""What the processes of Prefect's server are told of one another, and what is refused before any of them starts."""

import pytest
from prefect.settings import Settings as PrefectSettings

from agency.errors import Misconfigured
from config.settings import Settings
from shortvideo.house.messaging import demand_messaging, for_messaging, is_postgresql
from shortvideo.house.server import server_command

REDIS = "redis://:invented@redis.example:6379/0"
POSTGRESQL = "postgresql+asyncpg://agency:invented@db.example/prefect"


def chosen(**told: object) -> Settings:
    return Settings.model_validate({"prefect_database_url": POSTGRESQL, **told})


def test_without_a_redis_the_server_is_one_process_with_its_services():
    assert for_messaging(chosen()) == {}
    assert server_command(chosen())[-2:] == ("server", "start")


def test_with_a_redis_the_services_are_apart_and_every_process_finds_it():
    told = for_messaging(chosen(redis_url=REDIS))

    assert told["PREFECT_REDIS_MESSAGING_URL"] == REDIS
    assert told["PREFECT_SERVER_DOCKET_URL"] == REDIS
    assert server_command(chosen(redis_url=REDIS))[-1] == "--no-services"
    several = " ".join(server_command(chosen(redis_url=REDIS, server_processes=3)))
    assert "prefect.server.api.server:create_app" in several
    assert "--workers 3" in several


def test_prefect_itself_reads_every_one_of_these_settings(monkeypatch: pytest.MonkeyPatch):
    for name, value in for_messaging(chosen(redis_url=REDIS)).items():
        monkeypatch.setenv(name, value)

    read = PrefectSettings().server

    assert read.events.messaging_broker == read.events.messaging_cache == "prefect_redis.messaging"
    assert read.events.causal_ordering == "prefect_redis.ordering"
    assert read.concurrency.lease_storage == "prefect_redis.lease_storage"
    assert read.docket.url == REDIS
    assert not read.database.migrate_on_start
    assert not read.register_blocks_on_start


def test_several_processes_without_a_redis_are_refused_with_its_variable():
    with pytest.raises(Misconfigured, match=r"2.*SHORTVIDEO_REDIS_URL"):
        demand_messaging(chosen(server_processes=2))


@pytest.mark.parametrize("url", ["", "sqlite+aiosqlite:///prefect.db"])
def test_a_redis_without_a_postgresql_is_refused_and_neither_address_is_told(url: str):
    with pytest.raises(Misconfigured, match="SHORTVIDEO_PREFECT_DATABASE_URL") as refused:
        demand_messaging(chosen(redis_url=REDIS, prefect_database_url=url))

    assert "invented" not in str(refused.value)


def test_one_process_on_sqlite_needs_neither():
    demand_messaging(chosen(prefect_database_url=""))


@pytest.mark.parametrize(
    ("url", "is_one"), [(POSTGRESQL, True), ("postgresql://x/y", True), ("sqlite:///x", False), ("", False)]
)
def test_a_postgresql_is_told_by_its_scheme(url: str, is_one: bool):
    assert is_postgresql(url) is is_one
