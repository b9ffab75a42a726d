"""Tokens at TikTok: lives as the answer tells them, and a refresh token that is dead as soon as it was used."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic_core import to_json

from agency.errors import NeedsAuthorisation, PlatformRefused, PlatformUnavailable
from agency.platforms.grants import Grant
from agency.platforms.line import PlatformLine
from agency.platforms.recorded import Page, Recorded, asked
from agency.platforms.request import Request
from agency.platforms.tiktok.answers import payload
from agency.platforms.tiktok.oauth import TikTokOAuth
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling_tiktok import APPLICATION, granted, tiktok_oauth
from tests.sandbox.paper_crane import NOON
from tests.sandbox.tiktok.lanterns import LANTERN, SCOPES, TOKEN, lanterns


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(lanterns(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def oauth(sandbox: Remote) -> Iterator[TikTokOAuth]:
    with tiktok_oauth(sandbox.base_url) as client:
        yield client


@pytest.fixture
def grant(sandbox: Remote) -> Grant:
    return granted(sandbox)


def test_an_owner_agrees_at_tiktok_itself_and_comes_back_to_us(oauth: TikTokOAuth) -> None:
    address = urlsplit(oauth.consent_url("state-7"))

    assert (address.netloc, address.path) == ("www.tiktok.com", "/v2/auth/authorize/")
    assert parse_qs(address.query) == {
        "client_key": [APPLICATION.client_key],
        "scope": ["user.info.basic,user.info.stats,video.list"],
        "response_type": ["code"],
        "redirect_uri": ["https://agency.example/consent"],
        "state": ["state-7"],
    }


def test_a_grant_lives_as_long_as_its_answer_says(grant: Grant) -> None:
    assert grant.open_id == LANTERN
    assert grant.access_ends == NOON + timedelta(hours=2)
    assert grant.refresh_ends == NOON + timedelta(days=180)
    assert grant.scopes == set(SCOPES)
    assert grant.access_token not in repr(grant)
    assert grant.refresh_token not in repr(grant)


def test_lives_spelled_as_text_are_the_same_lives(oauth: TikTokOAuth, sandbox: Remote) -> None:
    sandbox.trouble(TOKEN, Trouble.TEXT_NUMBERS)

    assert oauth.grant(sandbox.code(LANTERN), now=NOON).access_ends == NOON + timedelta(hours=2)


def test_a_refresh_gives_a_whole_new_pair_and_kills_the_old(oauth: TikTokOAuth, grant: Grant, sandbox: Remote) -> None:
    later = NOON + timedelta(days=100)
    sandbox.set_clock(later)
    refreshed = oauth.refresh(grant, now=later)

    assert {refreshed.access_token, refreshed.refresh_token}.isdisjoint({grant.access_token, grant.refresh_token})
    assert refreshed.refresh_ends == later + timedelta(days=180)
    with pytest.raises(NeedsAuthorisation):
        oauth.refresh(grant, now=later)
    assert oauth.refresh(refreshed, now=later).open_id == LANTERN


def test_a_renewal_is_not_needed_and_costs_no_call(oauth: TikTokOAuth, grant: Grant, sandbox: Remote) -> None:
    before = sandbox.calls()

    assert oauth.renew(grant, now=NOON) is grant
    assert sandbox.calls() == before


def test_a_refresh_heals_while_its_token_was_not_spent(oauth: TikTokOAuth, grant: Grant, sandbox: Remote) -> None:
    sandbox.trouble(TOKEN, Trouble.REFUSED, times=2)

    assert oauth.refresh(grant, now=NOON).open_id == LANTERN


def test_a_refresh_whose_answer_was_lost_needs_the_owner_and_says_so_at_once(
    oauth: TikTokOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.trouble(TOKEN, Trouble.CUT_OFF)

    with pytest.raises(NeedsAuthorisation) as needed:
        oauth.refresh(grant, now=NOON)
    assert needed.value.code == "invalid_grant"


def test_a_code_is_never_tried_twice(oauth: TikTokOAuth, sandbox: Remote) -> None:
    code = sandbox.code(LANTERN)
    sandbox.trouble(TOKEN, Trouble.CUT_OFF)

    with pytest.raises(PlatformUnavailable):
        oauth.grant(code, now=NOON)
    assert sandbox.calls()[TOKEN] == 1
    with pytest.raises(NeedsAuthorisation):
        oauth.grant(code, now=NOON)


def test_after_180_days_of_silence_a_person_must_authorise_again(
    oauth: TikTokOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.forward(days=180)

    with pytest.raises(NeedsAuthorisation):
        oauth.refresh(grant, now=NOON + timedelta(days=180))


def test_a_wrong_secret_is_ours_to_mend_and_is_not_said(sandbox: Remote) -> None:
    application = replace(APPLICATION, client_secret="guessed")

    with tiktok_oauth(sandbox.base_url, application) as oauth, pytest.raises(PlatformRefused) as refused:
        oauth.grant(sandbox.code(LANTERN), now=NOON)
    assert refused.value.code == "invalid_client"
    assert "guessed" not in str(refused.value) + repr(application)


def test_the_lives_of_before_november_2026_are_believed_as_well(grant: Grant) -> None:
    told = {
        "open_id": LANTERN,
        "access_token": "act.old",
        "refresh_token": "rft.old",
        "expires_in": 86_400,
        "refresh_expires_in": 31_536_000,
    }
    page = Page(path=TOKEN, asked=asked(Request(method="POST", path=TOKEN)), status=200, content=to_json(told))
    refreshed = TikTokOAuth(PlatformLine("TikTok", Recorded([page]), payload), APPLICATION).refresh(grant, now=NOON)

    assert refreshed.access_ends == NOON + timedelta(days=1)
    assert refreshed.refresh_ends == NOON + timedelta(days=365)
