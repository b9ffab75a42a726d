"""Every reason of Google's becomes the error that says what to do, and only what may heal is tried again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from agency.errors import (
    AccountBarred,
    CapabilityGone,
    NeedsAuthorisation,
    PlatformError,
    PlatformRefused,
    PlatformUnavailable,
    QuotaUsedUp,
    SlowDown,
)
from agency.platforms.grants import TokenExpired
from agency.platforms.youtube.answers import payload
from agency.platforms.youtube.client import PACIFIC
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from agency.sandbox.youtube.contract import ANALYTICS, READ
from tests.platforms.calling import IMPATIENT, grant_with
from tests.platforms.calling_youtube import granted, http, youtube
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import CHANNELS, FLEET, REPORTS, THREADS, UPLOADS, VIDEOS, boat, boats, channel

RECORDED = Path(__file__).parent / "recorded"

REACTIONS: Mapping[type[PlatformError], str] = {
    TokenExpired: "authError",
    NeedsAuthorisation: "insufficientPermissions forbidden authorizationRequired youtubeSignupRequired",
    CapabilityGone: "accessNotConfigured",
    AccountBarred: "accountClosed accountSuspended channelClosed channelSuspended channelNotFound",
    QuotaUsedUp: "quotaExceeded dailyLimitExceeded",
    SlowDown: "rateLimitExceeded userRateLimitExceeded",
    PlatformUnavailable: "processingFailure",
    PlatformRefused: "keyInvalid badRequest invalidPageToken videoNotFound somethingNew",
}


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Remote]:
    with serving(boats(), stands_at=NOON) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("reason", "reaction"), [(reason, error) for error, reasons in REACTIONS.items() for reason in reasons.split()]
)
@pytest.mark.parametrize("path", [UPLOADS, REPORTS])
def test_a_reason_becomes_its_reaction_at_either_api(
    shared_sandbox: Remote, reason: str, reaction: type[PlatformError], path: str
) -> None:
    grant = granted(shared_sandbox)
    shared_sandbox.lift_troubles()
    shared_sandbox.trouble(path, Trouble.REFUSED, times=None, code=reason)
    asked_before = shared_sandbox.calls().get(path, 0)

    with youtube(http(shared_sandbox.base_url), grant) as client, pytest.raises(reaction, match=path) as error:
        list(client.works([])) if path == UPLOADS else client.account_days(7)

    assert type(error.value) is reaction
    assert error.value.code == reason
    tries = {SlowDown: IMPATIENT.attempts, PlatformUnavailable: IMPATIENT.attempts, TokenExpired: 2}
    assert shared_sandbox.calls()[path] - asked_before == tries.get(reaction, 1)


@pytest.mark.parametrize(
    ("name", "reaction"), [("error_permission_resp", NeedsAuthorisation), ("error_response", PlatformRefused)]
)
def test_a_recorded_refusal_becomes_its_reaction(name: str, reaction: type[PlatformError]) -> None:
    with pytest.raises(PlatformError) as error:
        payload(json.loads((RECORDED / "youtube" / f"{name}.json").read_text("utf-8")), VIDEOS)
    assert type(error.value) is reaction


def test_the_recorded_end_of_a_quota_is_said_without_its_markup() -> None:
    (recorded,) = json.loads((RECORDED / "youtube_errors.json").read_text("utf-8"))["items"]

    with pytest.raises(QuotaUsedUp) as error:
        payload(recorded["body"], VIDEOS)
    assert "because you have exceeded your quota." in str(error.value)
    assert "<a" not in str(error.value)


@pytest.mark.parametrize(
    ("body", "reaction"),
    [
        ({"error": {"code": 401, "errors": [{"reason": "neverHeardOf"}]}}, TokenExpired),
        ({"error": {"code": 403, "errors": [{"reason": "neverHeardOf"}]}}, NeedsAuthorisation),
        ({"error": {"code": 404, "errors": [{"reason": "neverHeardOf"}]}}, PlatformRefused),
        ({"error": {"code": 401, "message": "No.", "status": "UNAUTHENTICATED"}}, TokenExpired),
        ({"error": {"code": "403", "status": "PERMISSION_DENIED"}}, PlatformRefused),
        ({"error": "invalid_grant", "error_description": "Token has been expired or revoked."}, NeedsAuthorisation),
        ({"error": "invalid_client"}, PlatformRefused),
        ({"kind": "youtubeAnalytics#resultTable", "errors": {"error": [{"code": "quotaExceeded"}]}}, QuotaUsedUp),
    ],
    ids=str,
)
def test_an_error_is_found_in_every_shape_and_a_strange_reason_goes_by_its_status(
    body: dict[str, Any], reaction: type[PlatformError]
) -> None:
    with pytest.raises(PlatformError) as error:
        payload(body, VIDEOS)
    assert type(error.value) is reaction


@pytest.mark.parametrize(
    "body",
    [{}, {"items": []}, {"kind": 5}, {"error": {}}, {"kind": "youtube#videoListResponse", "errors": {}}],
    ids=str,
)
def test_a_body_that_google_would_not_send_is_not_taken_for_success(body: dict[str, Any]) -> None:
    with pytest.raises(PlatformUnavailable, match="YouTube"):
        payload(body, VIDEOS)


def test_a_token_that_nobody_gave_is_expired(shared_sandbox: Remote) -> None:
    shared_sandbox.lift_troubles()
    with youtube(http(shared_sandbox.base_url), grant_with("ya29.invented")) as client, pytest.raises(TokenExpired):
        client.account_days(7)


def test_comments_that_the_owner_did_not_open_need_the_owner_and_nothing_else_does() -> None:
    reserved = channel(FLEET, boat(1), scopes=(READ, ANALYTICS))
    with serving(SandboxAgency(accounts=(reserved,)), stands_at=NOON) as sandbox:
        with youtube(http(sandbox.base_url), granted(sandbox)) as client:
            assert list(client.works([]))
            assert client.account_days(7)
            with pytest.raises(NeedsAuthorisation) as missing:
                list(client.comments(boat(1).item_id))
        assert missing.value.code == "insufficientPermissions"
        assert sandbox.calls()[THREADS] == 1


def test_a_quota_is_back_at_midnight_in_los_angeles_and_not_in_beijing() -> None:
    evening = datetime(2026, 3, 20, 23, 30, tzinfo=PACIFIC)
    with serving(replace(boats(), calls_per_day=6), stands_at=evening) as sandbox:
        grant = granted(sandbox)
        with youtube(http(sandbox.base_url), grant) as client:
            assert len(list(client.works([]))) == 52
        with youtube(http(sandbox.base_url), grant) as client, pytest.raises(QuotaUsedUp):
            list(client.works([]))
        sandbox.set_clock(evening + timedelta(minutes=30))
        with youtube(http(sandbox.base_url), grant) as client:
            assert len(list(client.works([]))) == 52


def test_analytics_has_no_share_in_the_quota_of_the_day() -> None:
    with serving(replace(boats(), calls_per_day=2), stands_at=NOON) as sandbox:
        with youtube(http(sandbox.base_url), granted(sandbox)) as client:
            for _look in range(3):
                client.account_days(7)
        assert (sandbox.calls()[CHANNELS], sandbox.calls()[REPORTS]) == (2, 3)
