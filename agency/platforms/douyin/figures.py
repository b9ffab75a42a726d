"""What Douyin tells beyond the figures that all platforms share."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WorkMonth:
    """What the last 30 days brought to one work, up to its newest day; all None for a work older than that."""

    item_id: str
    plays: int | None
    likes: int | None
    comments: int | None
    shares: int | None
    avg_watch_s: float | None


@dataclass(frozen=True, kw_only=True)
class Profiled:
    """Who an account is to the platform."""

    open_id: str
    union_id: str
    nickname: str
