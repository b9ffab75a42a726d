"""The shapes in which Bilibili sends figures, read leniently: a number may be spelled as text, a list may be null."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Visibility
from agency.platforms.bilibili.figures import AccountMonth
from agency.platforms.told import Change, Length, Total, UnixSeconds

NOT_SHOWN = "--"
LEAST_MOMENT = 10**9  # Unix seconds of 2001; as a length of time it would be thirty years

# 0 and -2 are documented; the others are what Bilibili's own pages call them
_VISIBILITIES: Mapping[int, Visibility] = {
    0: Visibility.PUBLIC,
    1: Visibility.PUBLIC,
    **dict.fromkeys((-2, -3, -4, -5, -14, -16), Visibility.NOT_SUITABLE),
    **dict.fromkeys((-1, -6, -7, -8, -9, -10, -11, -12, -13, -15, -30, -40), Visibility.IN_REVIEW),
    -50: Visibility.PRIVATE,
    -100: Visibility.DELETED,
}

T = TypeVar("T")
Listed = Annotated[list[T], BeforeValidator(lambda given: given or [])]
Counter = Annotated[Total, BeforeValidator(lambda given: None if given == NOT_SHOWN else given)]


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False, coerce_numbers_to_str=True)


class Stat(_Wire):
    """The counters of one work; ``ptime`` is its publication in Unix seconds, 0 before there is one."""

    ptime: UnixSeconds
    title: str = ""
    view: Counter = None
    danmaku: Counter = None
    reply: Counter = None
    favorite: Counter = None
    coin: Counter = None
    share: Counter = None
    like: Counter = None

    def figures(self, resource_id: str) -> WorkFigures:
        """Return the counters as figures of the work that was asked for."""
        return WorkFigures(
            title=self.title,
            published_at=datetime.fromtimestamp(self.ptime, UTC),
            item_id=resource_id,
            plays=self.view,
            likes=self.like,
            comments=self.reply,
            shares=self.share,
            saves=self.favorite,
            danmaku=self.danmaku,
            coins=self.coin,
        )


class VideoInfo(_Wire):
    """Where a work is seen, and how long it is in seconds; told of works that the public sees."""

    duration: Length = None
    share_url: str | None = None


class Additional(_Wire):
    """How a work stands with the platform."""

    state: int | None = None


class Archive(_Wire):
    """One work as the list shows it, without its counters."""

    resource_id: str
    ptime: UnixSeconds = 0
    title: str = ""
    addit_info: Additional | None = None
    video_info: VideoInfo | None = None

    @property
    def state(self) -> int | None:
        """The number of its state, None where it is not told."""
        return self.addit_info.state if self.addit_info else None

    @property
    def is_open(self) -> bool:
        """Whether the public sees it, as far as is told."""
        return self.state is None or self.visibility is Visibility.PUBLIC

    @property
    def visibility(self) -> Visibility | None:
        """What the public sees of it, None for a state that nobody has explained."""
        return None if self.state is None else _VISIBILITIES.get(self.state)

    def figures(self, counted: Stat | None) -> WorkFigures:
        """Return the work as figures, with unknown counters where none were asked for."""
        counters = counted or Stat(ptime=self.ptime)
        seen = self.video_info or VideoInfo()
        return replace(
            counters.figures(self.resource_id),
            title=self.title,
            published_at=datetime.fromtimestamp(self.ptime, UTC),
            visibility=self.visibility,
            link=seen.share_url,
            duration_ms=None if seen.duration is None else 1000 * seen.duration,
        )


class Place(_Wire):
    """How many works make a page, out of how many; the platform may give fewer a page than it was asked for."""

    ps: int | None = None
    total: int | None = None


class ArchivePage(_Wire):
    """One page of works; its length says nothing, only the total tells whether to go on."""

    listed: Listed[Archive] = Field(default_factory=list, alias="list")
    page: Place = Place()

    def is_last(self, number: int, asked: int) -> bool:
        """Whether this page, the ``number``-th of so many works asked for, ends the list."""
        if self.page.total is None:
            return not self.listed
        return number * (self.page.ps or asked) >= self.page.total


class UserStat(_Wire):
    """How an account stands at this moment."""

    follower: Total = None
    arc_passed_total: Total = None

    def on(self, day: date) -> AccountDay:
        """Return the account's day; there is no series, so it holds what stands and not what the day brought."""
        return AccountDay(day=day, followers_total=self.follower, works_total=self.arc_passed_total)


class IncStats(_Wire):
    """What thirty days brought to all works of an account; the documents misspell the replies."""

    inc_click: Change = None
    inc_dm: Change = None
    inc_reply: Change = Field(default=None, validation_alias=AliasChoices("icn_reply", "inc_reply"))
    inc_fav: Change = None
    inc_coin: Change = None
    inc_share: Change = None
    inc_like: Change = None

    def month(self) -> AccountMonth:
        """Return the month as it is used."""
        return AccountMonth(
            plays=self.inc_click,
            likes=self.inc_like,
            comments=self.inc_reply,
            shares=self.inc_share,
            saves=self.inc_fav,
            danmaku=self.inc_dm,
            coins=self.inc_coin,
        )


class Pair(_Wire):
    """Both tokens; ``expires_in`` is, whatever its name says, the moment of the end in Unix seconds."""

    access_token: str
    refresh_token: str
    expires_in: UnixSeconds
    scopes: Listed[str] = Field(default_factory=list)

    def ends(self, now: datetime) -> datetime:
        """Return when the access token ends, should the platform once mean what the name says, too."""
        if self.expires_in < LEAST_MOMENT:
            return now + timedelta(seconds=self.expires_in)
        return datetime.fromtimestamp(self.expires_in, UTC)


class AccountInfo(_Wire):
    """Who an account is to the application."""

    openid: str
