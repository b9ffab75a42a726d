"""The agency's applications at the platforms: careful by default, and all in one place where a sandbox plays them."""

import pytest
from pydantic import ValidationError

from config.platforms import DouyinSettings, Platforms, PlatformSettings, TikTokSettings, limit_name, played_at

PACED = pytest.mark.parametrize("chosen", Platforms().by_code.values(), ids=list(Platforms().by_code))


@PACED
def test_nobody_is_asked_faster_by_default_than_the_slowest_limit_that_is_told(chosen: PlatformSettings) -> None:
    assert chosen.calls_per_second * 60 < 600


def test_youtube_is_left_a_reserve_of_its_ten_thousand_units() -> None:
    assert (Platforms().youtube.calls_per_day or 0) < 10_000


@PACED
def test_a_secret_is_named_and_unset_until_its_variable_is(chosen: PlatformSettings) -> None:
    assert chosen.secret({}) is None
    assert chosen.secret({chosen.secret_env: ""}) is None
    assert "crane-secret" not in repr(chosen.secret({chosen.secret_env: "crane-secret"}))


@pytest.mark.parametrize(("pace", "burst"), [(0.2, 1), (1.0, 1), (2.9, 2), (8.0, 8)])
def test_a_second_of_calls_may_be_made_at_once_and_one_call_always(pace: float, burst: int) -> None:
    assert DouyinSettings(calls_per_second=pace).burst == burst


@pytest.mark.parametrize("key", ["calls_per_second", "calls_per_day"])
def test_a_pace_of_nothing_is_refused(key: str) -> None:
    with pytest.raises(ValidationError, match=key):
        TikTokSettings.model_validate({key: 0})


def test_a_sandbox_plays_every_platform_at_its_one_address() -> None:
    played = played_at("http://127.0.0.1:4299", client_key="crane", secret_env="CRANE_SECRET")
    told = played.model_dump_json()

    assert "https://" not in told
    assert {chosen.client_key for chosen in played.by_code.values()} == {"crane"}
    assert {chosen.calls_per_day for chosen in played.by_code.values()} == {None}


def test_every_platform_has_a_limit_of_its_own() -> None:
    assert limit_name("douyin") == "calls-douyin"
    assert len({limit_name(code) for code in Platforms().by_code}) == len(Platforms().by_code)
