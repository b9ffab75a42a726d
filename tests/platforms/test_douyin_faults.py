"""A line that fails heals or ends in one clear sentence; patience is bounded, and no token leaves with an error."""

import logging
import socket
import time
import traceback
from collections.abc import Callable
from dataclasses import replace

import pytest

from agency.errors import AgencyError, Misconfigured, PlatformRefused, PlatformUnavailable, SlowDown
from agency.platforms.douyin.client import Douyin
from agency.platforms.grants import Grant
from agency.platforms.http import Patience
from agency.platforms.line import Manners
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from tests.platforms.calling import grant_with, http, opened
from tests.sandbox.paper_crane import work

BASE = "/data/external/item/base/"
PASSING = [
    Trouble.REFUSED,
    Trouble.GATEWAY,
    Trouble.TOO_MANY,
    Trouble.BAD_GATEWAY,
    Trouble.HTML,
    Trouble.TRUNCATED,
    Trouble.CUT_OFF,
    Trouble.MOVED,
]


@pytest.fixture
def ask(douyin: Douyin) -> Callable[[], int | None]:
    return lambda: douyin.work_month(work(3).item_id).plays


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_that_passes_is_not_noticed(ask: Callable[[], int | None], sandbox: Remote, trouble: Trouble) -> None:
    sandbox.trouble(BASE, trouble, times=2)

    assert ask() == 831
    assert sandbox.calls()[BASE] == 3


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_that_stays_ends_after_as_many_attempts_as_allowed(
    ask: Callable[[], int | None], sandbox: Remote, trouble: Trouble, manners: Manners
) -> None:
    sandbox.trouble(BASE, trouble, times=None)

    with pytest.raises(PlatformUnavailable, match=BASE):
        ask()
    assert sandbox.calls()[BASE] == manners.attempts


def test_an_answer_that_comes_too_late_is_asked_for_again(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(BASE, Trouble.SLOW, seconds=1.5)

    with opened(http(sandbox.base_url, Patience(read_s=0.5)), grant) as hasty:
        assert hasty.work_month(work(3).item_id).plays == 831
    assert sandbox.calls()[BASE] == 2


def test_a_slow_answer_in_time_is_taken(ask: Callable[[], int | None], sandbox: Remote) -> None:
    sandbox.trouble(BASE, Trouble.SLOW, seconds=0.2)

    assert ask() == 831
    assert sandbox.calls()[BASE] == 1


def test_retry_after_is_obeyed(ask: Callable[[], int | None], sandbox: Remote) -> None:
    sandbox.trouble(BASE, Trouble.TOO_MANY, seconds=0.5)
    began = time.monotonic()

    assert ask() == 831
    assert time.monotonic() - began >= 0.5


def test_a_platform_that_asks_for_a_longer_wait_than_we_have_is_left_alone_at_once(
    ask: Callable[[], int | None], sandbox: Remote
) -> None:
    sandbox.trouble(BASE, Trouble.BAD_GATEWAY, seconds=3600)

    with pytest.raises(SlowDown) as asked:
        ask()
    assert asked.value.wait == 3600
    assert sandbox.calls()[BASE] == 1


def test_html_instead_of_json_is_said_in_one_sentence(ask: Callable[[], int | None], sandbox: Remote) -> None:
    sandbox.trouble(BASE, Trouble.HTML, times=None)

    with pytest.raises(PlatformUnavailable) as error:
        ask()
    assert str(error.value).endswith("返回的是网页或残缺内容,不是 JSON。")
    assert "<html" not in str(error.value)


def test_a_token_is_never_carried_elsewhere(ask: Callable[[], int | None], sandbox: Remote) -> None:
    sandbox.trouble(BASE, Trouble.MOVED, times=None)

    with pytest.raises(PlatformUnavailable, match="跳转"):
        ask()


def test_nobody_listening_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free_port = taken.getsockname()[1]

    with (
        opened(http(f"http://127.0.0.1:{free_port}"), grant_with("act.secret")) as douyin,
        pytest.raises(PlatformUnavailable),
    ):
        douyin.account_days(7)


def test_a_wrong_address_is_refused_once(sandbox: Remote) -> None:
    with (
        opened(http(f"{sandbox.base_url}/nowhere"), grant_with("act.secret")) as douyin,
        pytest.raises(PlatformRefused),
    ):
        douyin.account_days(7)


def test_an_address_without_a_scheme_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(Misconfigured):
        http("open.example")


def test_the_pace_is_asked_before_every_call_and_before_every_further_try(
    sandbox: Remote, grant: Grant, manners: Manners
) -> None:
    sandbox.trouble("/data/external/user/item/", Trouble.HTML, times=2)
    paces: list[str] = []

    with opened(http(sandbox.base_url), grant, manners=replace(manners, pace=lambda: paces.append("may go"))) as douyin:
        douyin.account_days(7)
    assert len(paces) == 6 + 2


@pytest.mark.parametrize("trouble", PASSING)
def test_no_token_is_in_an_error_in_its_chain_or_in_the_log(
    ask: Callable[[], int | None], token: str, sandbox: Remote, trouble: Trouble, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.trouble(BASE, trouble, times=None)
    caplog.set_level(logging.DEBUG)

    with pytest.raises(AgencyError) as error:
        ask()

    assert token not in "".join(traceback.format_exception(error.value)) + caplog.text
    assert error.value.__cause__ is error.value.__context__ is None
