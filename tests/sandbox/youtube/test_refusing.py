"""The sandbox refuses what Google's contract does not have, and says so in Google's shape."""

from collections.abc import Iterator, Mapping

import pytest
import requests

from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling_youtube import granted
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import CHANNELS, REPORTS, THREADS, TOKEN, UPLOADS, VIDEOS, boat, boats

MINE = {"part": "id", "mine": "true"}
REPORT = {"ids": "channel==MINE", "startDate": "2026-03-01", "endDate": "2026-03-02", "metrics": "views"}
FORM = {"client_id": boats().client_key, "client_secret": boats().client_secret, "grant_type": "refresh_token"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(boats(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture(scope="module")
def bearer(sandbox: Remote) -> dict[str, str]:
    return {"Authorization": f"Bearer {granted(sandbox).access_token}"}


@pytest.mark.parametrize(
    ("path", "query", "reason", "about"),
    [
        (VIDEOS, {"id": "a"}, "required", "part"),
        (VIDEOS, {"part": "id", "id": "a", "maxResults": "5"}, "badRequest", "maxResults"),
        (VIDEOS, {"part": "id", "id": "a", "access_token": "ya29.x"}, "badRequest", "access_token"),
        (CHANNELS, {**MINE, "id": "UC-a"}, "missingRequiredParameter", None),
        (CHANNELS, {**MINE, "mine": "yes"}, "badRequest", "mine"),
        (CHANNELS, {**MINE, "maxResults": "-1"}, "badRequest", "maxResults"),
        (CHANNELS, {**MINE, "maxResults": ["1", "2"]}, "badRequest", "maxResults"),
        (UPLOADS, {"part": "id"}, "playlistNotFound", "playlistId"),
        (UPLOADS, {"part": ""}, "badRequest", "part"),
        (THREADS, {"part": "id"}, "missingRequiredParameter", None),
        (THREADS, {"part": "id", "videoId": boat(1).item_id, "order": "newest"}, "badRequest", "order"),
        (THREADS, {"part": "id", "videoId": boat(1).item_id, "maxResults": "101"}, "badRequest", "maxResults"),
        (REPORTS, {**REPORT, "metrics": ""}, "badRequest", "metrics"),
        (REPORTS, {**REPORT, "startDate": "yesterday"}, "badRequest", "startDate"),
        (REPORTS, {**REPORT, "startDate": "2026-02-30"}, "badRequest", "startDate"),
        (REPORTS, {**REPORT, "startDate": "2026-03-03"}, "badRequest", "startDate"),
        (REPORTS, {**REPORT, "dimensions": "day,video"}, "badRequest", "dimensions"),
        (REPORTS, {**REPORT, "dimensions": "country"}, "badRequest", "dimensions"),
        (REPORTS, {**REPORT, "filters": "country==CN"}, "badRequest", "filters"),
        (REPORTS, {**REPORT, "sort": "-likes"}, "badRequest", "sort"),
        (REPORTS, {**REPORT, "startIndex": "0"}, "badRequest", "startIndex"),
    ],
    ids=str,
)
def test_a_question_outside_the_contract_is_refused_and_what_is_wrong_with_it_is_named(
    sandbox: Remote, bearer: Mapping[str, str], path: str, query: Mapping[str, str], reason: str, about: str | None
) -> None:
    answer = requests.get(f"{sandbox.base_url}{path}", params=query, headers=bearer, timeout=10)
    (error,) = answer.json()["error"]["errors"]

    assert answer.status_code == answer.json()["error"]["code"] >= 400
    assert (error["reason"], error.get("location")) == (reason, about)


@pytest.mark.parametrize(
    ("headers", "status", "reason"),
    [
        ({}, 403, "forbidden"),
        ({"Authorization": "Basic YTpi"}, 401, "authError"),
        ({"Authorization": "x"}, 401, "authError"),
    ],
    ids=str,
)
def test_who_does_not_say_who_he_is_is_told_nothing(
    sandbox: Remote, headers: Mapping[str, str], status: int, reason: str
) -> None:
    answer = requests.get(f"{sandbox.base_url}{CHANNELS}", params=MINE, headers=headers, timeout=10)

    assert answer.status_code == status
    assert answer.json()["error"]["errors"][0]["reason"] == reason


def test_a_key_opens_no_reports(sandbox: Remote) -> None:
    query = {**REPORT, "key": boats().client_key}

    assert requests.get(f"{sandbox.base_url}{REPORTS}", params=query, timeout=10).status_code == 401


def test_an_unknown_address_is_refused_as_google_does(sandbox: Remote) -> None:
    answer = requests.get(f"{sandbox.base_url}/youtube/v3/search", timeout=10)

    assert (answer.status_code, answer.json()["error"]["status"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({**FORM, "refresh_token": "1//invented"}, 400, "invalid_grant"),
        (FORM, 400, "invalid_request"),
        ({**FORM, "client_secret": "guessed", "refresh_token": "1//a"}, 401, "invalid_client"),
        ({**FORM, "grant_type": "password"}, 400, "unsupported_grant_type"),
        ({**FORM, "grant_type": "authorization_code", "code": "4/a"}, 400, "invalid_request"),
        ({**FORM, "refresh_token": "1//a", "username": "somebody"}, 400, "invalid_request"),
    ],
    ids=str,
)
def test_a_form_for_tokens_is_refused_in_one_word(
    sandbox: Remote, form: Mapping[str, str], status: int, error: str
) -> None:
    answer = requests.post(f"{sandbox.base_url}{TOKEN}", data=form, timeout=10)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["error_description"]
