"""The list of a channel's uploads, by which all its videos are found (platforms.md 3.1)."""

from collections.abc import Callable, Mapping

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility
from agency.sandbox.description import SandboxWork
from agency.sandbox.face import Body
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.library import Channel
from agency.sandbox.youtube.pages import etag, page
from agency.sandbox.youtube.refusals import Refusal
from agency.sandbox.youtube.spelling import moment, pictures
from agency.sandbox.youtube.videos import privacy

_NAMELESS = {Visibility.DELETED: "Deleted video", Visibility.PRIVATE: "Private video"}


def playlist_items(asked: Asked) -> Body:
    """List a channel's uploads, newest first; a channel that never published has no such list.

    The entry of a deleted video stays for a while, without its name and its date.
    """
    parts = asked.parts(("id", *_PARTS))
    channel = asked.library.by_uploads.get(asked.text("playlistId"))
    entries = channel.entries(asked.now) if channel else []
    if channel is None or not entries:
        raise Refusal("playlistNotFound", about="playlistId")
    listed = [work for work in entries if asked.viewer.lists(channel, work)]

    def tell(place: int, work: SandboxWork) -> JsonValue:
        return {
            "kind": "youtube#playlistItem",
            "etag": etag(work.item_id, asked),
            "id": f"{channel.uploads}.{work.item_id}",
            **{part: told(channel, work, place, asked) for part, told in _PARTS.items() if part in parts},
        }

    return page("playlistItem", listed, tell, asked)


def _snippet(channel: Channel, work: SandboxWork, place: int, asked: Asked) -> JsonValue:
    seen = asked.viewer.sees(channel, work, asked.now)
    return {
        "publishedAt": moment(work.published_at),
        "channelId": channel.account.open_id,
        "title": work.title if seen else _NAMELESS.get(work.visibility, "Private video"),
        "description": "",
        "thumbnails": pictures(work.item_id) if seen else {},
        "channelTitle": channel.account.nickname,
        "playlistId": channel.uploads,
        "position": place,
        "resourceId": {"kind": "youtube#video", "videoId": work.item_id},
        "videoOwnerChannelTitle": channel.account.nickname,
        "videoOwnerChannelId": channel.account.open_id,
    }


def _content_details(channel: Channel, work: SandboxWork, _place: int, asked: Asked) -> JsonValue:
    seen = asked.viewer.sees(channel, work, asked.now)
    return {"videoId": work.item_id, **({"videoPublishedAt": moment(work.published_at)} if seen else {})}


def _status(_channel: Channel, work: SandboxWork, _place: int, _asked: Asked) -> JsonValue:
    return {"privacyStatus": privacy(work)}


_PARTS: Mapping[str, Callable[[Channel, SandboxWork, int, Asked], JsonValue]] = {
    "snippet": _snippet,
    "contentDetails": _content_details,
    "status": _status,
}
