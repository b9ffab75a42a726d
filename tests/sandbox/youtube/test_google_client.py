"""Google's own Python client is driven at the sandbox, without a network, and is satisfied."""

import json
from collections.abc import Iterator
from typing import Any

import httplib2
import pytest
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling_youtube import granted
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import (
    FLEET,
    FOR_FRIENDS,
    REPORTS,
    SECRET,
    SILENT,
    SUNK,
    TALKED_ABOUT,
    UPLOADS,
    boat,
    boats,
)

LIST_OF_UPLOADS = f"UU{FLEET.removeprefix('UC')}"


class Authorised(httplib2.Http):
    """Sends the owner's token with every request, as google-auth would."""

    def __init__(self, access_token: str) -> None:
        super().__init__(timeout=10)
        self._bearer = f"Bearer {access_token}"

    def request(self, uri: str, method: str = "GET", body: Any = None, headers: Any = None, **rest: Any) -> Any:
        return super().request(uri, method, body, {**(headers or {}), "authorization": self._bearer}, **rest)


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(boats(), stands_at=NOON) as remote:
        yield remote


def client(sandbox: Remote, name: str, version: str, **access: Any) -> Any:
    return build(name, version, static_discovery=True, client_options={"api_endpoint": sandbox.base_url}, **access)


@pytest.fixture
def owner(sandbox: Remote) -> Iterator[Any]:
    with client(sandbox, "youtube", "v3", http=Authorised(granted(sandbox).access_token)) as service:
        yield service


@pytest.fixture
def stranger(sandbox: Remote) -> Iterator[Any]:
    with client(sandbox, "youtube", "v3", developerKey=boats().client_key) as service:
        yield service


@pytest.fixture
def analytics(sandbox: Remote) -> Iterator[Any]:
    with client(sandbox, "youtubeAnalytics", "v2", http=Authorised(granted(sandbox).access_token)) as service:
        yield service


def uploads(service: Any) -> list[str]:
    """Walk the list of uploads with the client's own paging."""
    listed: list[str] = []
    items = service.playlistItems()
    request = items.list(part="contentDetails", playlistId=LIST_OF_UPLOADS, maxResults=20)
    while request is not None:
        page = request.execute()
        listed += [item["contentDetails"]["videoId"] for item in page["items"]]
        request = items.list_next(request, page)
    return listed


def refused(request: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as error:
        request.execute()
    body = json.loads(error.value.content)["error"]
    assert error.value.reason == body["message"]
    assert body["code"] == error.value.status_code
    return error.value.status_code, error.value.error_details[0]["reason"]


def test_an_owner_finds_the_list_of_uploads_and_walks_it_to_its_end(owner: Any) -> None:
    (channel,) = owner.channels().list(part=["contentDetails", "statistics"], mine=True).execute()["items"]

    assert channel["contentDetails"]["relatedPlaylists"]["uploads"] == LIST_OF_UPLOADS
    assert channel["statistics"]["videoCount"] == "50"
    assert uploads(owner) == [boat(number).item_id for number in range(53)]


def test_videos_are_told_by_ids_that_are_joined_or_repeated(owner: Any) -> None:
    ids = [boat(number).item_id for number in (1, 2, SUNK, SECRET)]
    joined = owner.videos().list(part="statistics", id=",".join(ids)).execute()
    repeated = owner.videos().list(part=["statistics"], id=ids).execute()

    assert [video["id"] for video in joined["items"]] == [ids[0], ids[1], ids[3]]
    assert joined == repeated
    assert joined["items"][0]["statistics"]["viewCount"] == "1543"


def test_a_stranger_with_a_key_sees_what_is_public(stranger: Any, owner: Any) -> None:
    ids = ",".join(boat(number).item_id for number in (1, SUNK, SECRET, FOR_FRIENDS))
    seen = stranger.videos().list(part="status", id=ids).execute()["items"]

    assert [video["id"] for video in seen] == [boat(1).item_id, boat(FOR_FRIENDS).item_id]
    assert set(uploads(owner)) - set(uploads(stranger)) == {boat(FOR_FRIENDS).item_id}
    subscribers = [
        service.channels().list(part="statistics", id=FLEET).execute()["items"][0]["statistics"]["subscriberCount"]
        for service in (owner, stranger)
    ]
    assert subscribers == ["3562", "3560"]


def test_threads_are_told_a_page_at_a_time(owner: Any) -> None:
    threads = owner.commentThreads()
    request = threads.list(part="snippet", videoId=boat(TALKED_ABOUT).item_id, maxResults=1, textFormat="html")
    first = request.execute()
    second = threads.list_next(request, first).execute()
    shown = [page["items"][0]["snippet"]["topLevelComment"]["snippet"]["textDisplay"] for page in (first, second)]

    assert shown == ["船沉了,失望", "折得真快 &lt;3"]
    assert "nextPageToken" not in second


def test_a_report_by_the_day_leaves_the_newest_days_out(analytics: Any) -> None:
    table = (
        analytics.reports()
        .query(
            ids=f"channel=={FLEET}",
            startDate="2026-03-15",
            endDate="2026-03-19",
            dimensions="day",
            metrics="views,subscribersLost",
            sort="-day",
        )
        .execute()
    )

    assert [head["name"] for head in table["columnHeaders"]] == ["day", "views", "subscribersLost"]
    assert table["rows"] == [["2026-03-16", 2838, 458], ["2026-03-15", 2671, 917]]


def test_a_report_by_the_video_is_sorted_and_cut(analytics: Any) -> None:
    table = (
        analytics.reports()
        .query(
            ids="channel==MINE",
            startDate="2026-01-01",
            endDate="2026-03-19",
            dimensions="video",
            filters=f"video=={boat(20).item_id},{boat(30).item_id},{boat(1).item_id}",
            metrics="views,averageViewDuration",
            sort="-views",
            maxResults=2,
        )
        .execute()
    )

    assert table["rows"] == [[boat(30).item_id, 3030, 27], [boat(20).item_id, 3020, 27]]


def test_a_report_about_nothing_has_no_rows(analytics: Any) -> None:
    query = {"ids": "channel==MINE", "metrics": "views", "dimensions": "day"}
    table = analytics.reports().query(startDate="2026-03-18", endDate="2026-03-19", **query).execute()

    assert "rows" not in table


def test_refusals_are_understood_with_their_reasons(owner: Any, analytics: Any, sandbox: Remote) -> None:
    videos, items, threads = owner.videos(), owner.playlistItems(), owner.commentThreads()
    query = {"ids": "channel==MINE", "startDate": "2026-03-01", "endDate": "2026-03-02"}

    assert refused(videos.list(part="statistics")) == (400, "missingRequiredParameter")
    assert refused(videos.list(part="invented", id="a")) == (400, "unknownPart")
    assert refused(videos.list(part="statistics", id=["a"] * 51)) == (400, "badRequest")
    assert refused(items.list(part="id", playlistId="UU-of-nobody")) == (404, "playlistNotFound")
    assert refused(items.list(part="id", playlistId=LIST_OF_UPLOADS, maxResults=51)) == (400, "badRequest")
    assert refused(items.list(part="id", playlistId=LIST_OF_UPLOADS, pageToken="x")) == (400, "invalidPageToken")
    assert refused(threads.list(part="id", videoId=boat(SILENT).item_id)) == (403, "commentsDisabled")
    assert refused(threads.list(part="id", videoId=boat(SUNK).item_id)) == (404, "videoNotFound")
    assert refused(analytics.reports().query(metrics="impressions", **query)) == (400, "badRequest")
    assert refused(analytics.reports().query(metrics="views", dimensions="video", **query)) == (400, "badRequest")
    assert refused(analytics.reports().query(metrics="views", **query | {"ids": "channel==UC-x"})) == (403, "forbidden")
    sandbox.trouble(UPLOADS, Trouble.REFUSED)
    assert refused(items.list(part="id", playlistId=LIST_OF_UPLOADS)) == (403, "rateLimitExceeded")
    sandbox.trouble(REPORTS, Trouble.REFUSED, code="quotaExceeded")
    assert refused(analytics.reports().query(metrics="views", **query)) == (403, "quotaExceeded")


def test_a_wrong_key_and_a_dead_token_are_refused_each_in_its_way(stranger: Any, sandbox: Remote) -> None:
    with client(sandbox, "youtube", "v3", developerKey="guessed") as guessing:
        assert refused(guessing.videos().list(part="id", id="a")) == (400, "keyInvalid")
    with client(sandbox, "youtube", "v3", http=Authorised("ya29.invented")) as expired:
        assert refused(expired.videos().list(part="id", id="a")) == (401, "authError")
    assert refused(stranger.channels().list(part="id", mine=True)) == (401, "authorizationRequired")


def test_a_parameter_that_only_the_sandbox_had_would_be_refused_by_the_client(owner: Any) -> None:
    with pytest.raises(TypeError):
        owner.videos().list(part="id", item_ids="a")
