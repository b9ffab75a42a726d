"""Tokens of Bilibili as the agency holds them: a pair that every refresh replaces, and a person in the end."""

from collections.abc import Iterator
from datetime import UTC, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from agency.errors import NeedsAuthorisation, PlatformRefused, PlatformUnavailable
from agency.platforms.bilibili.oauth import BilibiliOAuth
from agency.platforms.bilibili.wire import Pair
from agency.platforms.grants import Application, Grant, TokenExpired
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling_bilibili import asking, carrier, reading
from tests.sandbox.bilibili.paper_kite import KITE, NOON, agency

LIST, STAT = "/arcopen/fn/archive/viewlist", "/arcopen/fn/data/arc/stat"
TOKEN, REFRESH, INFO = (
    "/x/account-oauth2/v1/token",
    "/x/account-oauth2/v1/refresh_token",
    "/arcopen/fn/user/account/info",
)
BAD_TOKEN = 127001


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def oauth(sandbox: Remote) -> Iterator[BilibiliOAuth]:
    with asking(sandbox) as client:
        yield client


@pytest.fixture
def grant(oauth: BilibiliOAuth, sandbox: Remote) -> Grant:
    return oauth.grant(sandbox.code(KITE), now=NOON)


def test_a_grant_knows_whose_it_is_and_ends_at_an_absolute_moment_in_utc(grant: Grant) -> None:
    assert grant.open_id == KITE
    assert grant.access_ends == grant.refresh_ends == NOON + timedelta(days=30)
    assert grant.access_ends.tzinfo == UTC
    assert grant.scopes == {"USER_INFO", "USER_DATA", "ARC_BASE", "ARC_DATA"}


def test_a_grant_shows_no_token(grant: Grant) -> None:
    assert grant.access_token not in repr(grant)
    assert grant.refresh_token not in repr(grant)


def test_an_end_spelled_as_text_is_the_same_end(oauth: BilibiliOAuth, sandbox: Remote) -> None:
    sandbox.trouble(TOKEN, Trouble.TEXT_NUMBERS)

    assert oauth.grant(sandbox.code(KITE), now=NOON).access_ends == NOON + timedelta(days=30)


@pytest.mark.parametrize("expires_in", [7200, int((NOON + timedelta(hours=2)).timestamp())])
def test_an_end_is_understood_as_a_moment_and_as_a_length_of_time(expires_in: int) -> None:
    pair = Pair(access_token="bat.1", refresh_token="brt.1", expires_in=expires_in)

    assert pair.ends(NOON) == NOON + timedelta(hours=2)


def test_a_code_that_was_used_needs_the_owner_again(oauth: BilibiliOAuth, sandbox: Remote) -> None:
    code = sandbox.code(KITE)
    oauth.grant(code, now=NOON)

    with pytest.raises(NeedsAuthorisation) as needed:
        oauth.grant(code, now=NOON)
    assert needed.value.code == "122002"


def test_a_code_is_never_tried_twice(oauth: BilibiliOAuth, sandbox: Remote) -> None:
    sandbox.trouble(TOKEN, Trouble.CUT_OFF)

    with pytest.raises(PlatformUnavailable):
        oauth.grant(sandbox.code(KITE), now=NOON)
    assert sandbox.calls()[TOKEN] == 1


def test_the_question_whose_tokens_they_are_may_be_asked_twice(oauth: BilibiliOAuth, sandbox: Remote) -> None:
    sandbox.trouble(INFO, Trouble.BAD_GATEWAY)

    assert oauth.grant(sandbox.code(KITE), now=NOON).open_id == KITE


def test_a_refresh_replaces_both_tokens_and_the_old_ones_are_dead(
    oauth: BilibiliOAuth, grant: Grant, sandbox: Remote
) -> None:
    later = NOON + timedelta(days=29)
    sandbox.set_clock(later)

    fresh = oauth.refresh(grant, now=later)

    assert (fresh.open_id, fresh.scopes, fresh.access_ends) == (KITE, grant.scopes, later + timedelta(days=30))
    assert {grant.access_token, grant.refresh_token}.isdisjoint({fresh.access_token, fresh.refresh_token})
    with pytest.raises(NeedsAuthorisation) as spent:
        oauth.refresh(grant, now=later)
    assert spent.value.code == "122007"
    with reading(carrier(sandbox), grant) as stale, pytest.raises(TokenExpired):
        stale.account_days(7)
    with reading(carrier(sandbox), fresh) as kite:
        assert kite.account_days(7)


def test_to_renew_is_to_refresh(oauth: BilibiliOAuth, grant: Grant) -> None:
    renewed = oauth.renew(grant, now=NOON)

    assert renewed.refresh_token != grant.refresh_token


def test_a_refresh_is_tried_again_while_the_line_fails_before_it(
    oauth: BilibiliOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.trouble(REFRESH, Trouble.REFUSED, code=122009)

    assert oauth.refresh(grant, now=NOON).access_token != grant.access_token
    assert sandbox.calls()[REFRESH] == 2


def test_a_refresh_whose_answer_is_lost_says_that_the_owner_is_needed(
    oauth: BilibiliOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.trouble(REFRESH, Trouble.CUT_OFF)

    with pytest.raises(NeedsAuthorisation):
        oauth.refresh(grant, now=NOON)


def test_past_its_end_a_grant_cannot_be_refreshed_and_the_owner_is_needed(
    oauth: BilibiliOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.set_clock(grant.access_ends)

    with reading(carrier(sandbox), grant) as kite, pytest.raises(TokenExpired):
        kite.account_days(7)
    with pytest.raises(NeedsAuthorisation):
        oauth.refresh(grant, now=grant.access_ends)


@pytest.mark.parametrize(("path", "after"), [(LIST, 0), (STAT, 3)])
def test_a_token_that_expires_in_the_middle_is_refreshed_once_and_loses_no_work(
    oauth: BilibiliOAuth, grant: Grant, sandbox: Remote, path: str, after: int
) -> None:
    sandbox.trouble(path, Trouble.REFUSED, after=after, code=BAD_TOKEN)
    refreshed: list[Grant] = []

    def refresh(stale: Grant) -> Grant:
        refreshed.append(oauth.refresh(stale, now=NOON))
        return refreshed[-1]

    with reading(carrier(sandbox), grant, refreshed=refresh) as kite:
        assert len(list(kite.works([]))) == 7
    assert len(refreshed) == 1


def test_a_revoked_grant_is_found_out_at_the_next_call_and_cannot_be_refreshed(
    oauth: BilibiliOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.revoke(KITE)

    with reading(carrier(sandbox), grant) as kite, pytest.raises(TokenExpired):
        kite.account_days(7)
    with pytest.raises(NeedsAuthorisation):
        oauth.refresh(grant, now=NOON)


@pytest.mark.parametrize(
    ("application", "code"),
    [
        (Application(client_key="sandbox-key", client_secret="guessed"), "122001"),
        (Application(client_key="another", client_secret="sandbox-secret"), "122000"),
    ],
)
def test_an_application_that_is_not_known_is_ours_to_mend(sandbox: Remote, application: Application, code: str) -> None:
    with asking(sandbox, application) as oauth, pytest.raises(PlatformRefused) as refused:
        oauth.grant(sandbox.code(KITE), now=NOON)
    assert refused.value.code == code
    assert application.client_secret not in str(refused.value) + repr(application)


def test_the_owner_agrees_at_bilibili_s_own_page(sandbox: Remote) -> None:
    application = Application(client_key="纸鸢", redirect_uri="https://agency.example/agreed?to=bilibili")
    with asking(sandbox, application) as oauth:
        address = urlsplit(oauth.consent_url("state&1"))

    assert (address.netloc, address.path) == ("account.bilibili.com", "/pc/account-pc/auth/oauth")
    assert parse_qs(address.query) == {
        "client_id": ["纸鸢"],
        "gourl": ["https://agency.example/agreed?to=bilibili"],
        "state": ["state&1"],
    }
