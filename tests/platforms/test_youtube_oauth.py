"""Tokens of Google: given with a consent, refreshed by the hour, and lost only when the consent is."""

import json
import logging
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from agency.errors import NeedsAuthorisation, PlatformRefused, PlatformUnavailable, SlowDown
from agency.platforms.grants import Access, Grant
from agency.platforms.line import PlatformLine
from agency.platforms.recorded import Page, Recorded, asked
from agency.platforms.request import Answer, Request
from agency.platforms.youtube.answers import payload
from agency.platforms.youtube.client import YouTube
from agency.platforms.youtube.oauth import SCOPES, YouTubeOAuth
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import IMPATIENT
from tests.platforms.calling_youtube import APPLICATION, granted, http, youtube_oauth
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import CHANNELS, FLEET, HARBOUR, REPORTS, TOKEN, boats


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(boats(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def oauth(sandbox: Remote) -> Iterator[YouTubeOAuth]:
    with youtube_oauth(http(sandbox.base_url)) as client:
        yield client


def recorded(token: dict[str, object], channels: dict[str, object] | None = None) -> Recorded:
    """A Google that gives this token and knows these channels."""
    mine = Request(path=CHANNELS, query={"part": "id", "mine": "true"})
    known = {"kind": "youtube#channelListResponse", **(channels or {"items": [{"id": FLEET}]})}
    pages = (
        Page(
            path=TOKEN, asked=asked(Request(path=TOKEN, method="POST")), status=200, content=json.dumps(token).encode()
        ),
        Page(path=CHANNELS, asked=asked(mine), status=200, content=json.dumps(known).encode()),
    )
    return Recorded(pages)


GIVEN = {"access_token": "ya29.invented", "expires_in": 3599, "token_type": "Bearer", "scope": " ".join(SCOPES)}


def test_consent_is_asked_for_so_that_a_lasting_token_comes_with_it(oauth: YouTubeOAuth) -> None:
    address = urlsplit(oauth.consent_url("state-7"))

    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://accounts.google.com/o/oauth2/v2/auth"
    assert {name: value for name, (value,) in parse_qs(address.query).items()} == {
        "client_id": APPLICATION.client_key,
        "redirect_uri": "https://agency.example/consent",
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "access_type": "offline",
        "prompt": "consent",
        "state": "state-7",
    }
    assert APPLICATION.client_secret not in address.query


def test_a_code_becomes_a_grant_of_the_channel_whose_owner_agreed(oauth: YouTubeOAuth, sandbox: Remote) -> None:
    grant = oauth.grant(sandbox.code(HARBOUR), now=NOON)

    assert grant.open_id == HARBOUR
    assert grant.access_ends == NOON.astimezone(UTC) + timedelta(seconds=3599)
    assert grant.refresh_ends is None
    assert grant.scopes == frozenset(SCOPES)


def test_a_code_is_good_once(oauth: YouTubeOAuth, sandbox: Remote) -> None:
    code = sandbox.code(FLEET)
    oauth.grant(code, now=NOON)

    with pytest.raises(NeedsAuthorisation):
        oauth.grant(code, now=NOON)


def test_a_code_is_never_tried_twice(oauth: YouTubeOAuth, sandbox: Remote) -> None:
    sandbox.trouble(TOKEN, Trouble.REFUSED)

    with pytest.raises(SlowDown):
        oauth.grant(sandbox.code(FLEET), now=NOON)
    assert sandbox.calls()[TOKEN] == 1


def test_a_refresh_gives_an_hour_more_and_leaves_the_lasting_token(oauth: YouTubeOAuth, sandbox: Remote) -> None:
    grant = granted(sandbox)
    sandbox.forward(hours=2)
    fresh = oauth.refresh(grant, now=sandbox.now())

    assert fresh.access_token != grant.access_token
    assert fresh.access_ends == sandbox.now() + timedelta(seconds=3599)
    assert fresh == replace(grant, access_token=fresh.access_token, access_ends=fresh.access_ends)


def test_a_refresh_is_tried_again_while_the_line_fails(oauth: YouTubeOAuth, sandbox: Remote) -> None:
    grant = granted(sandbox)
    sandbox.trouble(TOKEN, Trouble.BAD_GATEWAY, times=IMPATIENT.attempts - 1)

    assert oauth.refresh(grant, now=NOON).access_token != grant.access_token


def test_a_lasting_token_that_google_replaces_is_the_one_that_counts() -> None:
    with youtube_oauth(recorded({**GIVEN, "refresh_token": "1//newer"})) as oauth:
        fresh = oauth.refresh(
            Grant(open_id=FLEET, access_token="a", access_ends=NOON, refresh_token="1//older"), now=NOON
        )

    assert fresh.refresh_token == "1//newer"


def test_an_application_on_trial_is_told_when_its_lasting_token_ends() -> None:
    with youtube_oauth(recorded({**GIVEN, "refresh_token": "1//a", "refresh_token_expires_in": "604799"})) as oauth:
        assert oauth.grant("4/code", now=NOON).refresh_ends == NOON + timedelta(seconds=604_799)


def test_a_consent_without_a_lasting_token_is_sent_back_to_its_owner() -> None:
    with youtube_oauth(recorded(GIVEN)) as oauth, pytest.raises(NeedsAuthorisation, match="长期令牌"):
        oauth.grant("4/code", now=NOON)


def test_a_person_without_a_channel_is_told_so() -> None:
    nobody = recorded({**GIVEN, "refresh_token": "1//a"}, {"pageInfo": {"totalResults": 0, "resultsPerPage": 5}})
    with youtube_oauth(nobody) as oauth, pytest.raises(NeedsAuthorisation, match="没有 YouTube 频道"):
        oauth.grant("4/code", now=NOON)


def test_there_is_nothing_to_renew(oauth: YouTubeOAuth, sandbox: Remote) -> None:
    grant = granted(sandbox)

    assert oauth.renew(grant, now=NOON) == grant


def test_a_consent_that_was_taken_back_needs_its_owner(oauth: YouTubeOAuth, sandbox: Remote) -> None:
    grant = granted(sandbox)
    sandbox.revoke(FLEET)

    with pytest.raises(NeedsAuthorisation) as error:
        oauth.refresh(grant, now=NOON)
    assert error.value.code == "invalid_grant"


def test_a_wrong_secret_is_our_mistake_and_is_not_said(sandbox: Remote, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = replace(APPLICATION, client_secret="guessed-secret")
    code = sandbox.code(FLEET)

    with youtube_oauth(http(sandbox.base_url), wrong) as oauth, pytest.raises(PlatformRefused) as error:
        oauth.grant(code, now=NOON)
    said = "".join(traceback.format_exception(error.value)) + caplog.text + repr(wrong)
    assert error.value.code == "invalid_client"
    assert "guessed-secret" not in said
    assert code not in said


class Listening:
    """A carrier that remembers at which host each path was asked."""

    def __init__(self, carrier: Recorded) -> None:
        self._carrier = carrier
        self.hosts: dict[str, str] = {}

    def send(self, request: Request) -> Answer:
        self.hosts[request.path] = request.host
        return self._carrier.send(request)

    def close(self) -> None:
        self._carrier.close()


def test_tokens_and_reports_come_from_hosts_of_their_own_and_the_rest_from_the_line() -> None:
    listening = Listening(recorded({**GIVEN, "refresh_token": "1//a"}))
    line = PlatformLine("YouTube", listening, payload, IMPATIENT)
    grant = YouTubeOAuth(line, APPLICATION).grant("4/code", now=NOON)
    with pytest.raises(PlatformUnavailable):
        YouTube(line, Access(grant, lambda same: same), now=NOON).account_days(7)

    assert listening.hosts == {
        TOKEN: "https://oauth2.googleapis.com",
        CHANNELS: "",
        REPORTS: "https://youtubeanalytics.googleapis.com",
    }
