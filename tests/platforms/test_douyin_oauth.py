"""Tokens as the agency holds them: absolute moments, five renewals, and a person in the end."""

from contextlib import closing
from datetime import timedelta

import pytest

from agency.errors import CapabilityGone, NeedsAuthorisation, PlatformRefused, PlatformUnavailable
from agency.platforms.douyin.client import Douyin
from agency.platforms.douyin.figures import Profiled
from agency.platforms.douyin.oauth import MOST_RENEWALS, DouyinOAuth
from agency.platforms.grants import Application, Grant, TokenExpired
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from tests.platforms.calling import douyin_line, http, opened
from tests.sandbox.paper_crane import CRANE, NOON

WORKS = "/api/douyin/v1/video/video_list/"


def test_a_grant_ends_at_absolute_moments(grant: Grant) -> None:
    assert grant.open_id == CRANE
    assert grant.access_ends == NOON + timedelta(days=15)
    assert grant.refresh_ends == NOON + timedelta(days=30)
    assert {"video.list.bind", "data.external.item"} <= grant.scopes


def test_a_grant_shows_no_token(grant: Grant) -> None:
    assert grant.access_token not in repr(grant)
    assert grant.refresh_token not in repr(grant)


def test_lives_spelled_as_text_are_the_same_lives(oauth: DouyinOAuth, sandbox: Remote) -> None:
    sandbox.trouble("/oauth/access_token/", Trouble.TEXT_NUMBERS)

    assert oauth.grant(sandbox.code(CRANE), now=NOON).access_ends == NOON + timedelta(days=15)


def test_a_code_that_was_used_needs_the_owner_again(oauth: DouyinOAuth, sandbox: Remote) -> None:
    code = sandbox.code(CRANE)
    oauth.grant(code, now=NOON)

    with pytest.raises(NeedsAuthorisation):
        oauth.grant(code, now=NOON)


def test_an_expired_token_asks_for_a_refresh_and_works_after_it(
    douyin: Douyin, oauth: DouyinOAuth, grant: Grant, sandbox: Remote
) -> None:
    later = NOON + timedelta(days=16)
    sandbox.set_clock(later)
    with pytest.raises(TokenExpired):
        douyin.account_days(7)

    refreshed = oauth.refresh(grant, now=later)

    with opened(http(sandbox.base_url), refreshed) as douyin_again:
        assert douyin_again.account_days(7)
    assert refreshed.access_ends == later + timedelta(days=15)
    assert (refreshed.refresh_token, refreshed.refresh_ends) == (grant.refresh_token, grant.refresh_ends)


def test_a_token_that_expires_in_the_middle_of_a_list_is_refreshed_once_and_loses_no_work(
    oauth: DouyinOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.trouble(WORKS, Trouble.REFUSED, after=1, code=28001008)
    refreshed = []

    def refresh(stale: Grant) -> Grant:
        refreshed.append(oauth.refresh(stale, now=NOON))
        return refreshed[-1]

    with opened(http(sandbox.base_url), grant, refreshed=refresh) as douyin:
        assert len(list(douyin.works([]))) == 25
    assert len(refreshed) == 1
    assert sandbox.calls()[WORKS] == 3


def test_a_refresh_in_time_prolongs_the_same_token(oauth: DouyinOAuth, grant: Grant, sandbox: Remote) -> None:
    sandbox.forward(days=14)
    refreshed = oauth.refresh(grant, now=NOON + timedelta(days=14))

    assert refreshed.access_token == grant.access_token
    assert sandbox.token_ends()[grant.access_token] == refreshed.access_ends


def test_after_30_days_without_a_renewal_a_person_must_authorise_again(
    oauth: DouyinOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.forward(days=30)

    with pytest.raises(NeedsAuthorisation) as needed:
        oauth.refresh(grant, now=NOON + timedelta(days=30))
    assert needed.value.code == "10010"


def test_five_renewals_carry_a_grant_on_and_the_sixth_needs_a_person(
    oauth: DouyinOAuth, grant: Grant, sandbox: Remote
) -> None:
    for number in range(1, MOST_RENEWALS + 1):
        sandbox.forward(days=29)
        now = NOON + timedelta(days=29 * number)
        grant = oauth.renew(grant, now=now)
        assert (grant.renewals, grant.refresh_ends) == (number, now + timedelta(days=30))

    with pytest.raises(NeedsAuthorisation) as needed:
        oauth.renew(grant, now=NOON)
    assert needed.value.code == "10020"


def test_a_renewal_is_never_tried_twice(oauth: DouyinOAuth, grant: Grant, sandbox: Remote) -> None:
    sandbox.trouble("/oauth/renew_refresh_token/", Trouble.CUT_OFF)

    with pytest.raises(PlatformUnavailable):
        oauth.renew(grant, now=NOON)
    assert sandbox.calls()["/oauth/renew_refresh_token/"] == 1


def test_a_refresh_is_tried_again(oauth: DouyinOAuth, grant: Grant, sandbox: Remote) -> None:
    sandbox.trouble("/oauth/refresh_token/", Trouble.CUT_OFF)

    assert oauth.refresh(grant, now=NOON).access_token == grant.access_token


def test_a_revoked_grant_is_found_out_at_the_next_call_and_cannot_be_refreshed(
    douyin: Douyin, oauth: DouyinOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.revoke(CRANE)

    with pytest.raises(TokenExpired):
        douyin.account_days(7)
    with pytest.raises(NeedsAuthorisation):
        oauth.refresh(grant, now=NOON)


def test_a_wrong_secret_is_ours_to_mend(sandbox: Remote) -> None:
    application = Application(client_key="sandbox-key", client_secret="guessed")

    with (
        closing(DouyinOAuth(douyin_line(sandbox.base_url), application)) as oauth,
        pytest.raises(PlatformRefused) as refused,
    ):
        oauth.grant(sandbox.code(CRANE), now=NOON)
    assert refused.value.code == "10013"
    assert "guessed" not in str(refused.value) + repr(application)


def test_a_renewal_without_the_permission_is_for_the_owner_of_the_application(
    oauth: DouyinOAuth, grant: Grant, sandbox: Remote
) -> None:
    sandbox.trouble("/oauth/renew_refresh_token/", Trouble.REFUSED, code=10004)

    with pytest.raises(CapabilityGone):
        oauth.renew(grant, now=NOON)


def test_a_client_token_leaves_the_one_before_five_minutes(oauth: DouyinOAuth, sandbox: Remote) -> None:
    first, second = oauth.client_token(now=NOON), oauth.client_token(now=NOON)

    assert second.ends == NOON + timedelta(hours=2)
    assert sandbox.token_ends()[first.token] == NOON + timedelta(minutes=5)


def test_an_account_says_who_it_is(oauth: DouyinOAuth, grant: Grant) -> None:
    assert oauth.account(grant) == Profiled(open_id=CRANE, union_id="union-crane-0001", nickname="纸鹤(示例)")
