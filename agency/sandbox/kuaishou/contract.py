"""The endpoints that tell figures: who the account is, its works by the page, and one work by its id."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility
from agency.sandbox.description import SandboxAccount, SandboxWork
from agency.sandbox.face import Body
from agency.sandbox.growth import Curve, level
from agency.sandbox.kuaishou.refusals import BAD_PARAMETER, NO_SUCH_WORK, Refusal

MOST_WORKS = 200
USUAL_WORKS = 20


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call whose token and scope were found good; ``query`` holds no parameter that the contract does not name."""

    account: SandboxAccount
    now: datetime
    query: Mapping[str, str]

    def works(self) -> list[SandboxWork]:
        """Return the works that exist now, newest first; private ones are their owner's to see, deleted ones nobody's."""
        there = [each for each in self.account.works if each.published_at <= self.now]
        return sorted(
            (each for each in there if each.visibility != Visibility.DELETED),
            key=lambda work: work.published_at,
            reverse=True,
        )


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One endpoint, asked with GET; ``query`` names what may be sent beside app_id and access_token."""

    path: str
    scope: str
    answer: Callable[[Asked], Body]
    query: tuple[str, ...] = ()


def user_info(asked: Asked) -> Body:
    """Tell who the account is."""
    account = asked.account
    return {
        "user_info": {
            "name": account.nickname,
            "sex": "F",
            "fan": _reached(account.followers, account.opened_at, asked.now),
            "follow": 7,
            "head": "http://127.0.0.1/heads/small.jpeg",
            "bigHead": "http://127.0.0.1/heads/big.jpeg",
            "city": "云上(示例)",
        }
    }


def photo_list(asked: Asked) -> Body:
    """List the works behind the one that the cursor names; nothing tells whether there are more."""
    works, cursor = asked.works(), asked.query.get("cursor")
    places = {work.item_id: place for place, work in enumerate(works, start=1)}
    if cursor is not None and cursor not in places:
        raise Refusal(BAD_PARAMETER)
    start = places[cursor] if cursor else 0
    return {"video_list": [_photo(work, asked.now) for work in works[start : start + _count(asked)]]}


def photo_info(asked: Asked) -> Body:
    """Tell one work; a foreign or deleted one does not exist."""
    for work in asked.works():
        if work.item_id == asked.query.get("photo_id"):
            return {"video_info": _photo(work, asked.now)}
    raise Refusal(NO_SUCH_WORK)


ENDPOINTS = (
    Endpoint(path="/openapi/user_info", scope="user_info", answer=user_info),
    Endpoint(path="/openapi/photo/list", scope="user_video_info", answer=photo_list, query=("cursor", "count")),
    Endpoint(path="/openapi/photo/info", scope="user_video_info", answer=photo_info, query=("photo_id",)),
)


def _count(asked: Asked) -> int:
    text = asked.query.get("count", str(USUAL_WORKS))
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKS:
        raise Refusal(BAD_PARAMETER)
    return int(text)


def _photo(work: SandboxWork, now: datetime) -> JsonValue:
    everything: dict[str, JsonValue] = {
        "photo_id": work.item_id,
        "caption": work.title,
        "cover": f"http://127.0.0.1/covers/{work.item_id}.jpeg",
        "play_url": f"http://127.0.0.1/play/{work.item_id}.mp4",
        "create_time": int(work.published_at.timestamp() * 1000),
        "like_count": _reached(work.likes, work.published_at, now),
        "comment_count": _reached(work.comments, work.published_at, now),
        "view_count": _reached(work.plays, work.published_at, now),
        "pending": work.visibility == Visibility.IN_REVIEW,
    }
    return {name: value for name, value in everything.items() if name not in work.hidden}


def _reached(curve: Curve, since: datetime, now: datetime) -> int:
    return level(curve, (now - since).total_seconds() / 3600)
