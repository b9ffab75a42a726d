"""The endpoints that tell figures, each with the fields that may be asked for and the scope that opens them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility
from agency.sandbox.description import SandboxAccount, SandboxWork
from agency.sandbox.growth import Curve, level
from agency.sandbox.tiktok.refusals import INVALID_PARAMS, Refusal

MOST_WORKS = 20
USUAL_WORKS = 10

Payload = dict[str, JsonValue]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call whose token, fields and scopes were found good."""

    account: SandboxAccount
    now: datetime
    fields: Sequence[str]
    body: Mapping[str, JsonValue] = field(default_factory=dict)

    def told(self, everything: Mapping[str, JsonValue]) -> Payload:
        """Return only what was asked for of everything; a hidden counter is not even named."""
        return {name: everything[name] for name in self.fields if name in everything}


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One endpoint; ``opens`` gives the scope of each field, ``body`` names what may be sent along."""

    path: str
    opens: Mapping[str, str]
    answer: Callable[[Asked], Payload]
    body: tuple[str, ...] = ()

    @property
    def method(self) -> str:
        """Return POST for what has a body, GET for the rest."""
        return "POST" if self.body else "GET"


def video_list(asked: Asked) -> Payload:
    """List the public works, newest first; what is deleted or hidden leaves its page shorter than was asked."""
    count = _number(asked.body, "max_count", USUAL_WORKS, least=1, most=MOST_WORKS)
    before = _number(asked.body, "cursor", _ms(asked.now) + 1, least=0, most=2**63 - 1)
    older = [work for work in _newest_first(asked) if _ms(work.published_at) < before]
    page = older[:count]
    return {
        "videos": [asked.told(_video(work, asked.now)) for work in page if work.visibility == Visibility.PUBLIC],
        "cursor": _ms(page[-1].published_at) if page else before,
        "has_more": len(older) > count,
    }


def video_query(asked: Asked) -> Payload:
    """Tell the works that are named; foreign, hidden and deleted ones are left out without a word."""
    match asked.body:
        case {"filters": {"video_ids": [_, *_] as named}} if len(named) <= MOST_WORKS:
            found = [work for work in _newest_first(asked) if work.item_id in named]
            public = [work for work in found if work.visibility == Visibility.PUBLIC]
            return {"videos": [asked.told(_video(work, asked.now)) for work in public]}
    raise Refusal(INVALID_PARAMS)


def user_info(asked: Asked) -> Payload:
    """Tell who the account is and how it stands."""
    account, works = asked.account, [each for each in _newest_first(asked) if each.visibility == Visibility.PUBLIC]
    return {
        "user": asked.told(
            {
                "open_id": account.open_id,
                "union_id": f"union-{account.open_id}",
                "avatar_url": "http://127.0.0.1/avatars/account.jpeg",
                "display_name": account.nickname,
                "bio_description": "示例账号",
                "is_verified": False,
                "username": account.open_id,
                "follower_count": _reached(account.followers, account.opened_at, asked.now),
                "following_count": 7,
                "likes_count": sum(_reached(work.likes, work.published_at, asked.now) for work in works),
                "video_count": len(works),
            }
        )
    }


_SCOPES = {
    "video.list": (
        "id create_time cover_image_url share_url video_description duration height width title embed_html embed_link "
        "like_count comment_count share_count view_count"
    ),
    "user.info.basic": "open_id union_id avatar_url avatar_url_100 avatar_large_url display_name",
    "user.info.profile": "bio_description profile_deep_link is_verified username",
    "user.info.stats": "follower_count following_count likes_count video_count",
}


def _opened_by(*scopes: str) -> Mapping[str, str]:
    return {name: scope for scope in scopes for name in _SCOPES[scope].split()}


_VIDEO_FIELDS = _opened_by("video.list")
_USER_FIELDS = _opened_by("user.info.basic", "user.info.profile", "user.info.stats")
ENDPOINTS = (
    Endpoint(path="/v2/video/list/", opens=_VIDEO_FIELDS, answer=video_list, body=("max_count", "cursor")),
    Endpoint(path="/v2/video/query/", opens=_VIDEO_FIELDS, answer=video_query, body=("filters",)),
    Endpoint(path="/v2/user/info/", opens=_USER_FIELDS, answer=user_info),
)


def _newest_first(asked: Asked) -> list[SandboxWork]:
    published = [work for work in asked.account.works if work.published_at <= asked.now]
    return sorted(published, key=lambda work: work.published_at, reverse=True)


def _video(work: SandboxWork, now: datetime) -> Mapping[str, JsonValue]:
    shared = f"http://127.0.0.1/video/{work.item_id}"
    everything: dict[str, JsonValue] = {
        "id": work.item_id,
        "create_time": int(work.published_at.timestamp()),
        "cover_image_url": f"http://127.0.0.1/covers/{work.item_id}.jpeg",
        "share_url": shared,
        "embed_html": "<blockquote></blockquote>",
        "embed_link": shared,
        "video_description": f"{work.title} #fyp",
        "title": work.title,
        "duration": work.duration_s,
        "height": 1024,
        "width": 576,
        "view_count": _reached(work.plays, work.published_at, now),
        "like_count": _reached(work.likes, work.published_at, now),
        "comment_count": _reached(work.comments, work.published_at, now),
        "share_count": _reached(work.shares, work.published_at, now),
    }
    return {name: value for name, value in everything.items() if name not in work.hidden}


def _reached(curve: Curve, since: datetime, now: datetime) -> int:
    return level(curve, (now - since).total_seconds() / 3600)


def _number(body: Mapping[str, JsonValue], name: str, usual: int, *, least: int, most: int) -> int:
    number = body.get(name, usual)
    if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
        raise Refusal(INVALID_PARAMS)
    return number


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
