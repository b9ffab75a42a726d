"""The shapes in which Douyin sends figures, read leniently: a number may be spelled as text, a list may be null."""

from datetime import UTC, date, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Visibility, WorkKind
from agency.platforms.reader import Said
from agency.platforms.told import Change, Lifetime, MeanSeconds, Total, UnixSeconds

_KINDS = {2: WorkKind.PICTURES}
_VISIBILITIES = {
    1: Visibility.PUBLIC,
    2: Visibility.NOT_SUITABLE,
    4: Visibility.IN_REVIEW,
    5: Visibility.PUBLIC,
    6: Visibility.FRIENDS,
    7: Visibility.PRIVATE,
}

T = TypeVar("T")
Listed = Annotated[list[T], BeforeValidator(lambda given: given or [])]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False, coerce_numbers_to_str=True)


class Statistics(_Wire):
    """The counters of a work; one that is hidden is not sent."""

    play_count: Total = None
    digg_count: Total = None
    comment_count: Total = None
    share_count: Total = None


class Work(_Wire):
    """One work as the list and the totals show it; ``create_time`` is in Unix seconds."""

    item_id: str
    create_time: UnixSeconds
    title: str = ""
    video_id: str | None = None
    share_url: str | None = None
    media_type: int | None = None
    video_status: int | None = None
    statistics: Statistics = Statistics()

    def figures(self) -> WorkFigures:
        """Return the work as figures; a private work's plays are reported as 0, which tells nothing, hence None."""
        visibility = _VISIBILITIES.get(self.video_status or 0)
        counted = self.statistics
        return WorkFigures(
            title=self.title,
            published_at=datetime.fromtimestamp(self.create_time, UTC),
            item_id=self.item_id,
            video_id=self.video_id,
            kind=_KINDS.get(self.media_type or 0, WorkKind.VIDEO),
            visibility=visibility,
            link=self.share_url,
            plays=None if visibility == Visibility.PRIVATE else counted.play_count,
            likes=counted.digg_count,
            comments=counted.comment_count,
            shares=counted.share_count,
        )


class Comment(_Wire):
    """One comment, without the name and the picture of who said it: a stranger's are not ours to keep."""

    comment_id: str
    comment_user_id: str = ""
    content: str
    create_time: UnixSeconds
    digg_count: Total = None
    reply_comment_total: Total = None
    top: bool = False

    def said(self) -> Said:
        """Return the comment as it is kept."""
        return Said(
            comment_id=self.comment_id,
            content=self.content,
            said_at=datetime.fromtimestamp(self.create_time, UTC),
            likes=self.digg_count,
            replies=self.reply_comment_total,
            pinned=self.top,
            author=self.comment_user_id,
        )


class Page(_Wire, Generic[T]):
    """One page; its length says nothing, only ``has_more`` tells whether to go on."""

    listed: Listed[T] = Field(default_factory=list, alias="list")
    cursor: str = "0"
    has_more: bool = False


class Base(_Wire):
    """What 30 days brought to a work; empty for an older one."""

    total_play: Change = None
    total_like: Change = None
    total_comment: Change = None
    total_share: Change = None
    avg_play_duration: MeanSeconds = None


class BaseResult(_Wire):
    """The answer around a base."""

    result: Base = Base()


class Day(_Wire):
    """One day of any series, of a work or of an account; only the fields of its kind are sent."""

    on: date = Field(alias="date")
    play: Change = None
    like: Change = None
    comment: Change = None
    share: Change = None
    new_issue: Change = None
    total_issue: Total = None
    new_play: Change = None
    total_fans: Total = None
    new_fans: Change = None
    new_like: Change = None
    new_comment: Change = None
    new_share: Change = None
    profile_uv: Total = None


class Series(_Wire):
    """Days in whatever order; days may be missing."""

    result_list: Listed[Day] = Field(default_factory=list)


class Given(_Wire):
    """A token, and for how many seconds from now."""

    access_token: str
    expires_in: Lifetime


class Pair(Given):
    """Both tokens of an account."""

    refresh_token: str
    refresh_expires_in: Lifetime
    open_id: str
    scope: str = ""


class Renewed(_Wire):
    """A new refresh token."""

    refresh_token: str
    expires_in: Lifetime


class UserInfo(_Wire):
    """Who an account is."""

    open_id: str
    union_id: str = ""
    nickname: str = ""
