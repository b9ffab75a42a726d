"""The account's own works: the list, and the totals by id (platforms.md 1.5, 1.6)."""

from datetime import datetime

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility, WorkKind
from agency.sandbox.description import SandboxWork
from agency.sandbox.douyin.asked import Asked
from agency.sandbox.douyin.envelopes import Payload
from agency.sandbox.douyin.pages import page
from agency.sandbox.douyin.refusals import BAD_PARAMETER, Refusal
from agency.sandbox.growth import level

MOST_WORKS = 20

_MEDIA_TYPE = {WorkKind.PICTURES: 2, WorkKind.VIDEO: 4}
_VIDEO_STATUS = {
    Visibility.NOT_SUITABLE: 2,
    Visibility.IN_REVIEW: 4,
    Visibility.PUBLIC: 5,
    Visibility.FRIENDS: 6,
    Visibility.PRIVATE: 7,
}


def own_works(asked: Asked) -> Payload:
    """List the works, newest first; pinned ones head every page, whatever the count."""

    def tell(work: SandboxWork) -> JsonValue | None:
        return None if work.visibility == Visibility.DELETED else item(work, asked.now)

    pinned = [item(work, asked.now) for work in asked.shelf.works(asked.now) if work.pinned]
    return page(asked, asked.shelf.slots(asked.now), tell, most=MOST_WORKS, on_top=pinned)


def totals(asked: Asked) -> Payload:
    """Tell the works that are named; ``video_ids`` wins, foreign and deleted ones are left out without a word."""
    return {"list": [item(work, asked.now) for work in _named(asked)]}


def totals_with_anchor(asked: Asked) -> Payload:
    """Tell the works that are named as the mini-app family does, each with what is anchored to it."""
    nothing: JsonValue = {"anchor_type": 0, "anchor_id": ""}
    return {"list": [{**item(work, asked.now), "video_anchor": nothing} for work in _named(asked)]}


def item(work: SandboxWork, now: datetime) -> dict[str, JsonValue]:
    """Return one work as the list and the totals both show it."""
    return {
        "item_id": work.item_id,
        "video_id": work.video_id,
        "title": work.title,
        "cover": f"http://127.0.0.1/covers/{work.video_id}.jpeg",
        "share_url": f"http://127.0.0.1/share/video/{work.video_id}/",
        "create_time": int(work.published_at.timestamp()),
        "is_top": work.pinned,
        "is_reviewed": work.visibility != Visibility.IN_REVIEW,
        "video_status": _VIDEO_STATUS[work.visibility],
        "media_type": _MEDIA_TYPE[work.kind],
        "statistics": _statistics(work, now),
    }


def _named(asked: Asked) -> list[SandboxWork]:
    ids = asked.ids("video_ids", most=MOST_WORKS) or asked.ids("item_ids", most=MOST_WORKS)
    if not ids:
        raise Refusal(BAD_PARAMETER)
    found = (asked.shelf.work(each, asked.now) for each in ids)
    return [work for work in found if work]


def _statistics(work: SandboxWork, now: datetime) -> dict[str, JsonValue]:
    age_h = (now - work.published_at).total_seconds() / 3600
    counted: dict[str, JsonValue] = {
        "play_count": 0 if work.visibility == Visibility.PRIVATE else level(work.plays, age_h),
        "digg_count": level(work.likes, age_h),
        "comment_count": level(work.comments, age_h),
        "share_count": level(work.shares, age_h),
        "forward_count": 0,
        "download_count": 0,
    }
    return {name: count for name, count in counted.items() if name not in work.hidden}
