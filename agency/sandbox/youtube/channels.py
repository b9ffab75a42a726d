"""A channel and how it stands, with the parts that are asked for (platforms.md 3.1)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility
from agency.sandbox.face import Body
from agency.sandbox.growth import level
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.library import Channel
from agency.sandbox.youtube.pages import answer, etag
from agency.sandbox.youtube.refusals import Refusal
from agency.sandbox.youtube.spelling import moment, pictures


def channels(asked: Asked) -> Body:
    """Tell the channels that are named, or that of whoever asks."""
    parts, ids = asked.parts(("id", *_PARTS)), asked.texts("id")
    if (asked.text("mine") == "true") == bool(ids):
        raise Refusal("missingRequiredParameter", "No filter selected. Expected one of: id, mine")
    known = asked.library.channels
    found = [known[each] for each in ids if each in known] if ids else [asked.owner()]
    told: list[JsonValue] = [
        {
            "kind": "youtube#channel",
            "etag": etag(channel.account.open_id, asked),
            "id": channel.account.open_id,
            **{part: tell(channel, asked) for part, tell in _PARTS.items() if part in parts},
        }
        for channel in found
    ]
    return answer("channel", told, asked, total=len(told), a_page=asked.number("maxResults"))


def _snippet(channel: Channel, _asked: Asked) -> JsonValue:
    account = channel.account
    return {
        "title": account.nickname,
        "description": "",
        "customUrl": f"@{account.open_id.lower()}",
        "publishedAt": moment(account.opened_at),
        "thumbnails": pictures(account.open_id),
        "localized": {"title": account.nickname, "description": ""},
    }


def _content_details(channel: Channel, _asked: Asked) -> JsonValue:
    return {"relatedPlaylists": {"likes": "", "uploads": channel.uploads}}


def _statistics(channel: Channel, asked: Asked) -> JsonValue:
    account, works = channel.account, channel.works(asked.now)
    followers = level(account.followers, _age_h(account.opened_at, asked))
    return {
        "viewCount": str(sum(level(work.plays, _age_h(work.published_at, asked)) for work in works)),
        "subscriberCount": str(followers if channel is asked.viewer.owner else _to_three_digits(followers)),
        "hiddenSubscriberCount": False,
        "videoCount": str(sum(work.visibility == Visibility.PUBLIC for work in works)),
    }


_PARTS: Mapping[str, Callable[[Channel, Asked], JsonValue]] = {
    "snippet": _snippet,
    "contentDetails": _content_details,
    "statistics": _statistics,
}


def _to_three_digits(count: int) -> int:
    return int(f"{str(count)[:3]:0<{len(str(count))}}")


def _age_h(since: datetime, asked: Asked) -> float:
    return (asked.now - since).total_seconds() / 3600
