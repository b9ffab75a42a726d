"""Opening the house sets the pace at each platform, and opening it again with other settings sets another."""

from urllib.parse import urlsplit

import pytest
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL

from config.platforms import DouyinSettings, Platforms, limit_name
from config.settings import Settings
from shortvideo.house.workers import set_paces

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server")]


def house(platforms: Platforms) -> Settings:
    """The settings of a house whose server is the one of these tests."""
    port = urlsplit(PREFECT_API_URL.value() or "").port
    assert port
    return Settings(prefect_port=port, platforms=platforms)


def pace_at_server(code: str) -> tuple[int, float]:
    with get_client(sync_client=True) as client:
        limit = client.read_global_concurrency_limit_by_name(limit_name(code))
    return limit.limit, limit.slot_decay_per_second


def test_every_platform_gets_the_pace_of_the_settings() -> None:
    set_paces(house(Platforms()))

    told = {code: (chosen.burst, chosen.calls_per_second) for code, chosen in Platforms().by_code.items()}
    assert {code: pace_at_server(code) for code in told} == told


def test_another_pace_takes_the_place_of_the_one_before() -> None:
    set_paces(house(Platforms()))
    set_paces(house(Platforms(douyin=DouyinSettings(calls_per_second=0.5))))

    assert pace_at_server("douyin") == (1, 0.5)
