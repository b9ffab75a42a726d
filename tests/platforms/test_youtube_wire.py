"""Answers that others recorded of YouTube are read by our shapes; who wrote the comments was taken out of them."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from agency.domain.terms.figures import Visibility
from agency.platforms.youtube.answers import payload
from agency.platforms.youtube.wire import Channel, ChannelStatistics, Page, Status, Thread, Upload, Video, VideoDetails

RECORDED = Path(__file__).parent / "recorded" / "youtube"
SHAPES: dict[str, type[BaseModel]] = {
    "youtube#channelListResponse": Page[Channel],
    "youtube#playlistItemListResponse": Page[Upload],
    "youtube#videoListResponse": Page[Video],
    "youtube#commentThreadListResponse": Page[Thread],
}
ANSWERS = sorted(path.stem for path in RECORDED.glob("*.json") if not path.stem.startswith("error"))


def recorded(name: str) -> dict[str, Any]:
    return json.loads((RECORDED / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("name", ANSWERS)
def test_a_recorded_answer_is_read_to_its_last_item(name: str) -> None:
    body = recorded(name)
    page = SHAPES[body["kind"]].model_validate(payload(body, name))

    assert len(page.items) == len(body["items"]) > 0
    assert page.next_page_token == body.get("nextPageToken")


def test_fourteen_recorded_answers_are_read() -> None:
    assert len(ANSWERS) == 14


def test_a_recorded_video_without_its_counters_has_unknown_figures() -> None:
    video = Page[Video].model_validate(recorded("videos_videos_info_single")).items[0].figures()

    assert (video.item_id, video.published_at) == ("D-lhorsDlUQ", datetime(2019, 3, 21, 20, 37, 49, tzinfo=UTC))
    assert {video.plays, video.likes, video.comments, video.shares, video.duration_ms, video.visibility} == {None}


def test_a_recorded_channel_tells_its_subscribers_and_its_list_of_uploads() -> None:
    google = Page[Channel].model_validate(recorded("channels_info_multiple")).items[0]

    assert google.content_details.related_playlists.uploads == "UUK8sQmJBp8GCxrOtXWBpyEA"
    assert google.on(date(2026, 3, 19)).followers_total == 10_700_000
    assert google.on(date(2026, 3, 19)).works_total == 2_678


def test_a_recorded_comment_is_read_as_it_was_written_and_not_as_it_is_shown() -> None:
    first = Page[Thread].model_validate(recorded("comment_threads_comment_threads_by_video_paged_1")).items[0].said()

    assert (first.content, first.likes, first.replies) == ("Google.com", 0, 0)


@pytest.mark.parametrize(
    ("statistics", "followers"),
    [
        ({"subscriberCount": "0", "hiddenSubscriberCount": True}, None),
        ({"hiddenSubscriberCount": True}, None),
        ({"subscriberCount": "41", "hiddenSubscriberCount": True}, 41),
        ({"subscriberCount": "0", "hiddenSubscriberCount": False}, 0),
    ],
    ids=str,
)
def test_hidden_subscribers_are_unknown_unless_they_are_told_all_the_same(
    statistics: dict[str, object], followers: int | None
) -> None:
    channel = Channel(id="UC-a", statistics=ChannelStatistics.model_validate(statistics))

    assert channel.on(date(2026, 3, 19)).followers_total == followers


@pytest.mark.parametrize(
    ("spelled", "duration_ms"),
    [
        ("-PT5M", None),
        ("P400D", None),
        ("PT1M5S", 65_000),
        ("PT2H", 7_200_000),
        ("P1DT1S", 86_401_000),
        ("PT0.5S", 500),
        ("P0D", None),
        (None, None),
    ],
)
def test_a_length_is_read_in_milliseconds(spelled: str | None, duration_ms: int | None) -> None:
    told = {"id": "a", "snippet": {"publishedAt": "2026-03-01T12:00:00Z"}, "contentDetails": {"duration": spelled}}

    assert VideoDetails.model_validate({"duration": spelled})
    assert Video.model_validate(told).figures().duration_ms == duration_ms


@pytest.mark.parametrize(
    ("status", "visibility"),
    [
        ({"privacyStatus": "public", "uploadStatus": "processed"}, Visibility.PUBLIC),
        ({"privacyStatus": "unlisted", "uploadStatus": "processed"}, Visibility.FRIENDS),
        ({"privacyStatus": "private", "uploadStatus": "uploaded"}, Visibility.IN_REVIEW),
        ({"privacyStatus": "public", "uploadStatus": "rejected"}, Visibility.NOT_SUITABLE),
        ({"privacyStatus": "somethingNew"}, None),
        ({}, None),
    ],
    ids=str,
)
def test_a_video_is_as_visible_as_its_upload_and_its_privacy_allow(
    status: dict[str, str], visibility: Visibility | None
) -> None:
    assert Status.model_validate(status).visibility() == visibility
