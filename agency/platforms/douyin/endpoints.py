"""Where each figure is asked for: the same purposes under the two contracts of Douyin (platforms.md 1.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Profile(StrEnum):
    """Under which kind of application the agency is registered; Douyin gives each kind a contract of its own."""

    DOP = "dop"
    MINIAPP = "miniapp"


@dataclass(frozen=True, kw_only=True)
class Paths:
    """The paths of one contract; ``works`` is None where works can't be listed, ``{}`` takes the kind of series."""

    works: str | None
    totals: str
    work_base: str
    work_days: str
    account_days: str
    comments: str
    replies: str


PATHS: Mapping[Profile, Paths] = {
    Profile.DOP: Paths(
        works="/api/douyin/v1/video/video_list/",
        totals="/api/douyin/v1/video/video_data/",
        work_base="/data/external/item/base/",
        work_days="/data/external/item/{}/",
        account_days="/data/external/user/{}/",
        comments="/item/comment/list/",
        replies="/item/comment/reply/list/",
    ),
    Profile.MINIAPP: Paths(
        works=None,
        totals="/api/apps/v1/video/query/",
        work_base="/api/apps/v1/item/get_base/",
        work_days="/api/apps/v1/item/get_{}/",
        account_days="/api/apps/v1/user/get_{}/",
        comments="/api/apps/v1/item/list_comment/",
        replies="/api/apps/v1/item/list_comment_reply/",
    ),
}

# kind of series: {field on the wire: field of WorkDay or AccountDay}
WORK_SERIES: Mapping[str, Mapping[str, str]] = {
    "play": {"play": "plays"},
    "like": {"like": "likes"},
    "comment": {"comment": "comments"},
    "share": {"share": "shares"},
}
ACCOUNT_SERIES: Mapping[str, Mapping[str, str]] = {
    "item": {"new_issue": "works_published", "total_issue": "works_total", "new_play": "plays_new"},
    "fans": {"total_fans": "followers_total", "new_fans": "new_fans"},
    "like": {"new_like": "likes_new"},
    "comment": {"new_comment": "comments_new"},
    "share": {"new_share": "shares_new"},
    "profile": {"profile_uv": "profile_visits"},
}
