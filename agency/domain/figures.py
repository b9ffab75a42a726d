"""What a platform says of a work or an account: the one shape in which API answers and exported files arrive (I9).

None means "not told" and is never 0. Counters of a work are cumulative and may fall; a day's figures are what the
platform gives for that day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from agency.domain.terms.figures import Visibility, WorkKind


@dataclass(frozen=True, kw_only=True)
class WorkFigures:
    """One work at one moment. ``item_id`` is the platform's, None where the source has none (most Chinese exports).

    ``published_at`` is exact to the second except where the source tells a day only; then ``published_to_the_day``.
    Rates are 0-1; watch time is in seconds, duration in milliseconds; ``follower_gain`` may be negative. ``danmaku``
    (comments that fly across the picture) and ``coins`` are Bilibili's, ``impressions`` is how often a cover was shown.
    """

    title: str
    published_at: datetime
    item_id: str | None = None
    video_id: str | None = None
    published_to_the_day: bool = False
    kind: WorkKind = WorkKind.VIDEO
    visibility: Visibility | None = None
    link: str | None = None
    duration_ms: int | None = None
    plays: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    profile_visits: int | None = None
    follower_gain: int | None = None
    completion: float | None = None
    completion_5s: float | None = None
    bounce_2s: float | None = None
    cover_ctr: float | None = None
    avg_watch_s: float | None = None
    danmaku: int | None = None
    coins: int | None = None
    impressions: int | None = None


@dataclass(frozen=True, kw_only=True)
class WorkDay:
    """One work on one day of the platform's own zone."""

    item_id: str
    day: date
    plays: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None


@dataclass(frozen=True, kw_only=True)
class AccountDay:
    """One account on one day of the platform's own zone; ``new_fans`` is net and may be negative."""

    day: date
    followers_total: int | None = None
    new_fans: int | None = None
    lost_fans: int | None = None
    plays_new: int | None = None
    likes_new: int | None = None
    comments_new: int | None = None
    shares_new: int | None = None
    saves_new: int | None = None
    profile_visits: int | None = None
    works_published: int | None = None
    works_total: int | None = None
