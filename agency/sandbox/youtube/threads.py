"""What was said beneath a video, as far as the moment knows it; a video that hides its comment count takes none."""

from collections.abc import Callable
from html import escape

from pydantic import JsonValue

from agency.sandbox.description import SandboxComment, SandboxWork
from agency.sandbox.face import Body
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.library import Channel
from agency.sandbox.youtube.pages import etag, page
from agency.sandbox.youtube.refusals import Refusal
from agency.sandbox.youtube.spelling import moment

_ORDERS: dict[str, Callable[[SandboxComment], float]] = {
    "time": lambda said: -said.said_at.timestamp(),
    "relevance": lambda said: -said.likes,
}


def comment_threads(asked: Asked) -> Body:
    """List the comments that began a thread; without ``order`` the newest first."""
    parts = asked.parts(("id", "snippet"))
    if not asked.text("videoId"):
        raise Refusal("missingRequiredParameter", "No filter selected. Expected one of: videoId")
    channel, work = asked.library.videos.get(asked.text("videoId"), (None, None))
    if channel is None or work is None or not asked.viewer.sees(channel, work, asked.now):
        raise Refusal("videoNotFound", about="videoId")
    if "commentCount" in work.hidden:
        raise Refusal("commentsDisabled", about="videoId")
    said = [each for each in work.said if not each.answers and each.said_at <= asked.now]

    def tell(_place: int, each: SandboxComment) -> JsonValue:
        told: Body = {"kind": "youtube#commentThread", "etag": etag(each.comment_id, asked), "id": each.comment_id}
        return told | ({"snippet": _thread(channel, work, each, asked)} if "snippet" in parts else {})

    return page("commentThread", sorted(said, key=_ORDERS[asked.text("order")]), tell, asked)


def _thread(channel: Channel, work: SandboxWork, said: SandboxComment, asked: Asked) -> Body:
    return {
        "channelId": channel.account.open_id,
        "videoId": work.item_id,
        "topLevelComment": {
            "kind": "youtube#comment",
            "etag": etag(said.comment_id, asked),
            "id": said.comment_id,
            "snippet": _comment(channel, work, said, plain=asked.text("textFormat") == "plainText"),
        },
        "canReply": True,
        "totalReplyCount": sum(each.answers == said.comment_id for each in work.said),
        "isPublic": True,
    }


def _comment(channel: Channel, work: SandboxWork, said: SandboxComment, *, plain: bool) -> Body:
    return {
        "channelId": channel.account.open_id,
        "videoId": work.item_id,
        "textDisplay": said.content if plain else escape(said.content),
        "textOriginal": said.content,
        "authorDisplayName": said.nickname,
        "authorProfileImageUrl": "http://127.0.0.1/pictures/stranger.jpg",
        "authorChannelUrl": f"http://127.0.0.1/channel/UC-of-{said.comment_id}",
        "authorChannelId": {"value": f"UC-of-{said.comment_id}"},
        "canRate": True,
        "viewerRating": "none",
        "likeCount": said.likes,
        "publishedAt": moment(said.said_at),
        "updatedAt": moment(said.said_at),
    }
