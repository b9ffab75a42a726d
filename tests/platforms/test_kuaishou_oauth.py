"""Tokens at Kuaishou: lives as the answer tells them, and a pair that is taken for spent once it was refreshed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from agency.errors import NeedsAuthorisation, PlatformRefused, PlatformUnavailable
from agency.platforms.grants import Grant
from agency.platforms.kuaishou.answers import payload
from agency.platforms.kuaishou.oauth import KuaishouOAuth
from agency.platforms.line import PlatformLine
from agency.platforms.recorded import Page, Recorded, asked
from agency.platforms.request import Request
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling_kuaishou import APPLICATION, granted, kuaishou_oauth
from tests.sandbox.kuaishou.teahouse import ISSUE, REFRESH, SCOPES, TEA, teahouse
from tests.sandbox.paper_crane import NOON


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(teahouse(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def oauth(sandbox: Remote) -> Iterator[KuaishouOAuth]:
    with kuaishou_oauth(sandbox.base_url) as client:
        yield client


@pytest.fixture
def grant(sandbox: Remote) -> Grant:
    return granted(sandbox)


def test_an_owner_agrees_at_kuaishou_and_comes_back_to_us(oauth: KuaishouOAuth) -> None:
    address = urlsplit(oauth.consent_url("state-7"))

    assert (address.netloc, address.path) == ("open.kuaishou.com", "/oauth2/authorize")
    assert parse_qs(address.query) == {
        "app_id": [APPLICATION.client_key],
        "scope": ["user_info,user_video_info"],
        "response_type": ["code"],
        "redirect_uri": ["https://agency.example/consent"],
        "state": ["state-7"],
        "ua": ["pc"],
    }


def test_a_grant_lives_as_long_as_its_answer_says(grant: Grant) -> None:
    assert grant.open_id == TEA
    assert grant.access_ends == NOON + timedelta(hours=48)
    assert grant.refresh_ends == NOON + timedelta(days=180)
    assert grant.scopes == set(SCOPES)
    assert grant.access_token not in repr(grant)
    assert grant.refresh_token not in repr(grant)


def test_lives_spelled_as_text_are_the_same_lives(oauth: KuaishouOAuth, sandbox: Remote) -> None:
    sandbox.trouble(ISSUE, Trouble.TEXT_NUMBERS)

    assert oauth.grant(sandbox.code(TEA), now=NOON).access_ends == NOON + timedelta(hours=48)


def test_a_refresh_gives_a_whole_new_pair(oauth: KuaishouOAuth, grant: Grant, sandbox: Remote) -> None:
    later = NOON + timedelta(days=100)
    sandbox.set_clock(later)
    refreshed = oauth.refresh(grant, now=later)

    assert {refreshed.access_token, refreshed.refresh_token}.isdisjoint({grant.access_token, grant.refresh_token})
    assert (refreshed.open_id, refreshed.refresh_ends) == (TEA, later + timedelta(days=180))
    with pytest.raises(NeedsAuthorisation):
        oauth.refresh(grant, now=later)


def test_a_renewal_is_not_needed(oauth: KuaishouOAuth, grant: Grant) -> None:
    assert oauth.renew(grant, now=NOON) is grant


def test_a_refresh_heals_while_its_token_was_not_spent(oauth: KuaishouOAuth, grant: Grant, sandbox: Remote) -> None:
    sandbox.trouble(REFRESH, Trouble.REFUSED, times=2)

    assert oauth.refresh(grant, now=NOON).open_id == TEA


def test_a_code_is_never_tried_twice(oauth: KuaishouOAuth, sandbox: Remote) -> None:
    code = sandbox.code(TEA)
    sandbox.trouble(ISSUE, Trouble.CUT_OFF)

    with pytest.raises(PlatformUnavailable):
        oauth.grant(code, now=NOON)
    assert sandbox.calls()[ISSUE] == 1
    with pytest.raises(NeedsAuthorisation) as spent:
        oauth.grant(code, now=NOON)
    assert spent.value.code == "100200105"


def test_after_180_days_of_silence_a_person_must_authorise_again(
    oauth: KuaishouOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.forward(days=180)

    with pytest.raises(NeedsAuthorisation) as needed:
        oauth.refresh(grant, now=NOON + timedelta(days=180))
    assert needed.value.code == "100200113"


def test_a_wrong_secret_is_ours_to_mend_and_is_not_said(sandbox: Remote) -> None:
    application = replace(APPLICATION, client_secret="guessed")

    with kuaishou_oauth(sandbox.base_url, application) as oauth, pytest.raises(PlatformRefused) as refused:
        oauth.grant(sandbox.code(TEA), now=NOON)
    assert refused.value.code == "100200101"
    assert "guessed" not in str(refused.value) + repr(application)


def test_a_refresh_that_does_not_repeat_whose_it_is_keeps_the_account(grant: Grant) -> None:
    told = b'{"result": 1, "access_token": "a", "refresh_token": "r", "expires_in": 60, "refresh_token_expires_in": 90}'
    page = Page(path=REFRESH, asked=asked(Request(method="POST", path=REFRESH)), status=200, content=told)
    oauth = KuaishouOAuth(PlatformLine("快手", Recorded([page]), payload), APPLICATION)

    refreshed = oauth.refresh(grant, now=NOON)
    assert (refreshed.open_id, refreshed.scopes) == (TEA, grant.scopes)
    assert refreshed.access_ends == NOON + timedelta(seconds=60)
