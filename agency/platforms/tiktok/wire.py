"""The shapes in which TikTok sends figures, read leniently: a number may be spelled as text, a list may be null."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from agency.domain.figures import AccountDay, WorkFigures
from agency.platforms.told import Length, Lifetime, Total, UnixSeconds


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False, coerce_numbers_to_str=True)


class Video(_Wire):
    """One work; ``create_time`` is in Unix seconds, ``duration`` in seconds. What is hidden is not sent."""

    id: str
    create_time: UnixSeconds
    title: str | None = None
    video_description: str | None = None
    share_url: str | None = None
    duration: Length = None
    view_count: Total = None
    like_count: Total = None
    comment_count: Total = None
    share_count: Total = None

    def figures(self) -> WorkFigures:
        """Return the work as figures; a work without a title goes by its description."""
        return WorkFigures(
            title=self.title or self.video_description or "",
            published_at=datetime.fromtimestamp(self.create_time, UTC),
            item_id=self.id,
            link=self.share_url,
            duration_ms=None if self.duration is None else 1000 * self.duration,
            plays=self.view_count,
            likes=self.like_count,
            comments=self.comment_count,
            shares=self.share_count,
        )


class Videos(_Wire):
    """One page; its length says nothing, only ``has_more`` tells whether to go on. ``cursor`` is in Unix milliseconds."""

    videos: Annotated[list[Video], BeforeValidator(lambda given: given or [])] = []
    cursor: int | None = None
    has_more: bool = False


class Stats(_Wire):
    """How an account stands at this moment."""

    follower_count: Total = None
    video_count: Total = None

    def on(self, day: date) -> AccountDay:
        """Return the account's day; there is no series, so it holds what stands and not what the day brought."""
        return AccountDay(day=day, followers_total=self.follower_count, works_total=self.video_count)


class UserInfo(_Wire):
    """The answer around an account."""

    user: Stats = Stats()


class Pair(_Wire):
    """Both tokens of an account, and for how many seconds from now; lifetimes changed before and may again."""

    open_id: str
    access_token: str
    expires_in: Lifetime
    refresh_token: str
    refresh_expires_in: Lifetime
    scope: str = ""
