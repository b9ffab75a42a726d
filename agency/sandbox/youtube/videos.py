"""Videos by their ids, with the parts that are asked for; all counters are text (platforms.md 3.1)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility
from agency.sandbox.description import SandboxWork
from agency.sandbox.face import Body
from agency.sandbox.growth import level
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.library import Channel
from agency.sandbox.youtube.pages import answer, etag
from agency.sandbox.youtube.refusals import BAD_REQUEST, Refusal
from agency.sandbox.youtube.spelling import duration, moment, pictures

MOST_IDS = 50
COUNTERS = {"viewCount": "plays", "likeCount": "likes", "commentCount": "comments"}

_PRIVACY = {Visibility.FRIENDS: "unlisted", Visibility.PRIVATE: "private"}


def videos(asked: Asked) -> Body:
    """Tell the videos that are named; the deleted, those private to others and the unknown are left out without a word."""
    parts, ids = asked.parts(("id", *_PARTS)), asked.texts("id")
    if not ids:
        raise Refusal("missingRequiredParameter", "No filter selected. Expected one of: id", about="id")
    if len(ids) > MOST_IDS:
        raise Refusal(BAD_REQUEST, about="id")
    known, viewer = asked.library.videos, asked.viewer
    found = [known[each] for each in dict.fromkeys(ids) if each in known]
    told: list[JsonValue] = [
        {
            "kind": "youtube#video",
            "etag": etag(work.item_id, asked),
            "id": work.item_id,
            **{part: tell(channel, work, asked.now) for part, tell in _PARTS.items() if part in parts},
        }
        for channel, work in found
        if viewer.sees(channel, work, asked.now)
    ]
    return answer("video", told, asked, total=len(told), a_page=len(told))


def privacy(work: SandboxWork) -> str:
    """Return for whom a video is."""
    return _PRIVACY.get(work.visibility, "public")


def _snippet(channel: Channel, work: SandboxWork, _now: datetime) -> JsonValue:
    tags: list[JsonValue] = [word[1:] for word in work.title.split() if word.startswith("#")]
    return {
        "publishedAt": moment(work.published_at),
        "channelId": channel.account.open_id,
        "title": work.title,
        "description": "",
        "thumbnails": pictures(work.item_id),
        "channelTitle": channel.account.nickname,
        **({"tags": tags} if tags else {}),
        "categoryId": "22",
        "liveBroadcastContent": "none",
        "localized": {"title": work.title, "description": ""},
    }


def _content_details(_channel: Channel, work: SandboxWork, _now: datetime) -> JsonValue:
    return {
        "duration": duration(work.duration_s),
        "dimension": "2d",
        "definition": "hd",
        "caption": "false",
        "licensedContent": False,
        "contentRating": {},
        "projection": "rectangular",
    }


def _status(_channel: Channel, work: SandboxWork, _now: datetime) -> JsonValue:
    told: dict[str, JsonValue] = {
        "uploadStatus": "uploaded" if work.visibility == Visibility.IN_REVIEW else "processed",
        "privacyStatus": privacy(work),
        "license": "youtube",
        "embeddable": True,
        "publicStatsViewable": True,
        "madeForKids": False,
    }
    if work.visibility == Visibility.NOT_SUITABLE:
        told |= {"uploadStatus": "rejected", "rejectionReason": "inappropriate"}
    return told


def _statistics(_channel: Channel, work: SandboxWork, now: datetime) -> JsonValue:
    age_h = (now - work.published_at).total_seconds() / 3600
    counted = {name: str(level(getattr(work, curve), age_h)) for name, curve in COUNTERS.items()}
    return {name: count for name, count in {**counted, "favoriteCount": "0"}.items() if name not in work.hidden}


_PARTS: Mapping[str, Callable[[Channel, SandboxWork, datetime], JsonValue]] = {
    "snippet": _snippet,
    "contentDetails": _content_details,
    "status": _status,
    "statistics": _statistics,
}
