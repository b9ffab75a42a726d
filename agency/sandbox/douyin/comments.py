"""What was said beneath a work, as far as the moment knows it (platforms.md 1.10); it can only be read here."""

from collections.abc import Callable

from pydantic import JsonValue

from agency.sandbox.description import SandboxComment, SandboxWork
from agency.sandbox.douyin.asked import Asked
from agency.sandbox.douyin.envelopes import Payload
from agency.sandbox.douyin.pages import page
from agency.sandbox.douyin.refusals import BAD_PARAMETER, Refusal

MOST_COMMENTS = 50

_ORDERS: dict[str, Callable[[SandboxComment], float]] = {
    "": lambda said: -said.likes,
    "time": lambda said: -said.said_at.timestamp(),
    "time_asc": lambda said: said.said_at.timestamp(),
}


def comments(asked: Asked) -> Payload:
    """List the comments of a work; without ``sort_type`` in the order the platform recommends."""
    return _listed(asked, answers="")


def replies(asked: Asked) -> Payload:
    """List what was answered to one comment."""
    if comment_id := asked.query.get("comment_id"):
        return _listed(asked, answers=comment_id)
    raise Refusal(BAD_PARAMETER)


def _listed(asked: Asked, *, answers: str) -> Payload:
    work, order = asked.work(), asked.query.get("sort_type", "")
    if order not in _ORDERS:
        raise Refusal(BAD_PARAMETER)
    said = [each for each in work.said if each.answers == answers and each.said_at <= asked.now]
    return page(asked, sorted(said, key=_ORDERS[order]), lambda each: _told(work, each), most=MOST_COMMENTS)


def _told(work: SandboxWork, comment: SandboxComment) -> JsonValue:
    return {
        "comment_id": comment.comment_id,
        "comment_user_id": f"user-of-{comment.comment_id}",
        "content": comment.content,
        "create_time": int(comment.said_at.timestamp()),
        "digg_count": comment.likes,
        "reply_comment_total": sum(each.answers == comment.comment_id for each in work.said),
        "reply_comment_id": comment.answers,
        "top": comment.pinned,
        "nick_name": comment.nickname,
        "avatar": "http://127.0.0.1/avatars/paper-crane.jpeg",
    }
