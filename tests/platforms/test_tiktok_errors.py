"""Every word with which TikTok refuses becomes the error that says what to do."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from agency.errors import (
    CapabilityGone,
    NeedsAuthorisation,
    PlatformError,
    PlatformRefused,
    PlatformUnavailable,
    SlowDown,
)
from agency.platforms.grants import TokenExpired
from agency.platforms.tiktok.answers import payload
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import IMPATIENT
from tests.platforms.calling_tiktok import granted, http, tiktok
from tests.sandbox.paper_crane import NOON
from tests.sandbox.tiktok.lanterns import LANTERN, LIST, TOKEN, USER, account, lantern, lanterns

REACTIONS: dict[str, type[PlatformError]] = {
    "access_token_invalid": TokenExpired,
    "scope_not_authorized": NeedsAuthorisation,
    "scope_permission_missed": CapabilityGone,
    "invalid_params": PlatformRefused,
    "invalid_file_upload": PlatformRefused,
    "a_word_of_tomorrow": PlatformRefused,
    "rate_limit_exceeded": SlowDown,
    "internal_error": PlatformUnavailable,
}
BARE: dict[str, type[PlatformError]] = {
    "invalid_grant": NeedsAuthorisation,
    "access_denied": NeedsAuthorisation,
    "invalid_client": PlatformRefused,
    "invalid_request": PlatformRefused,
    "invalid_scope": PlatformRefused,
    "temporarily_unavailable": PlatformUnavailable,
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(lanterns(), stands_at=NOON) as remote:
        yield remote


@pytest.mark.parametrize(("code", "reaction"), REACTIONS.items())
def test_a_word_becomes_its_reaction_and_only_what_may_heal_is_asked_again(
    sandbox: Remote, code: str, reaction: type[PlatformError]
) -> None:
    sandbox.lift_troubles()
    sandbox.trouble(LIST, Trouble.REFUSED, times=None, code=code)
    asked_before = sandbox.calls().get(LIST, 0)

    with tiktok(http(sandbox.base_url), granted(sandbox)) as client, pytest.raises(PlatformError) as error:
        list(client.works([]))

    assert type(error.value) is reaction
    calls = IMPATIENT.attempts if issubclass(reaction, PlatformUnavailable) else 2 if reaction is TokenExpired else 1
    assert sandbox.calls()[LIST] - asked_before == calls


@pytest.mark.parametrize(("code", "reaction"), BARE.items())
def test_a_bare_word_becomes_its_reaction(code: str, reaction: type[PlatformError]) -> None:
    with pytest.raises(PlatformError, match="灯灭了") as error:
        payload({"error": code, "error_description": "灯灭了", "log_id": "20260320"}, TOKEN)

    assert (type(error.value), error.value.code, error.value.trace) == (reaction, code, "20260320")


def test_a_refusal_keeps_its_word_and_its_trace_for_the_support_desk(sandbox: Remote) -> None:
    sandbox.lift_troubles()
    sandbox.trouble(USER, Trouble.REFUSED, code="scope_permission_missed")

    with tiktok(http(sandbox.base_url), granted(sandbox)) as client, pytest.raises(CapabilityGone) as gone:
        client.account_days(7)
    assert gone.value.code == "scope_permission_missed"
    assert gone.value.trace == "202603200400000000007C7C7C7C7C7C"
    assert gone.value.trace in str(gone.value)


@pytest.mark.parametrize(
    "body", [{}, {"data": {}}, {"error": None}, {"error": {}}, {"error": {"code": None}}, {"code": 0}], ids=str
)
def test_a_body_that_neither_says_ok_nor_gives_tokens_is_not_taken_for_success(body: dict[str, Any]) -> None:
    with pytest.raises(PlatformUnavailable):
        payload(body, LIST)


def test_well_without_data_is_an_empty_answer() -> None:
    assert payload({"error": {"code": "ok"}, "data": None}, LIST) == {}


def test_the_statistics_need_a_scope_of_their_own() -> None:
    reserved = account(LANTERN, lantern(1), scopes=("user.info.basic", "video.list"))
    with (
        serving(SandboxAgency(accounts=(reserved,)), stands_at=NOON) as sandbox,
        tiktok(http(sandbox.base_url), granted(sandbox)) as client,
    ):
        assert list(client.works([]))
        with pytest.raises(NeedsAuthorisation) as missing:
            client.account_days(7)
    assert type(missing.value) is NeedsAuthorisation


def test_a_full_window_asks_for_patience_and_the_next_minute_is_open() -> None:
    with (
        serving(replace(lanterns(), calls_per_minute=3), stands_at=NOON) as sandbox,
        tiktok(http(sandbox.base_url), granted(sandbox)) as client,
    ):
        assert len(list(client.works([]))) == 45
        with pytest.raises(SlowDown):
            list(client.works([]))
        assert client.account_days(7)
        sandbox.forward(seconds=60)
        assert len(list(client.works([]))) == 45
