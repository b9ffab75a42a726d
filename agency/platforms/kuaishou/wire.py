"""The shapes in which Kuaishou sends figures, read leniently: a number may be spelled as text, a list may be null."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Visibility
from agency.platforms.told import LAST_SECOND, Lifetime, Total

LEAST_MS = 10**11  # as seconds that is the year 5138, as milliseconds 1973: nobody published before or after


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, allow_inf_nan=False, coerce_numbers_to_str=True)


class Photo(_Wire):
    """One work, which Kuaishou calls a photo also where it is a video; ``pending`` while it is in processing.

    ``create_time`` is believed to be in Unix milliseconds, and seconds are understood by their size.
    """

    photo_id: str
    create_time: Annotated[int, Field(ge=0, le=1000 * LAST_SECOND)]
    caption: str | None = None
    pending: bool = False
    view_count: Total = None
    like_count: Total = None
    comment_count: Total = None

    @property
    def published_at(self) -> datetime:
        """Return when it was published."""
        seconds = self.create_time / 1000 if self.create_time >= LEAST_MS else self.create_time
        return datetime.fromtimestamp(seconds, UTC)

    def figures(self) -> WorkFigures:
        """Return the work as figures; Kuaishou tells no more than three counters."""
        return WorkFigures(
            title=self.caption or "",
            published_at=self.published_at,
            item_id=self.photo_id,
            visibility=Visibility.IN_REVIEW if self.pending else None,
            plays=self.view_count,
            likes=self.like_count,
            comments=self.comment_count,
        )


class Photos(_Wire):
    """One page of works."""

    video_list: Annotated[list[Photo], BeforeValidator(lambda given: given or [])] = []


class OnePhoto(_Wire):
    """The answer around one work."""

    video_info: Photo | None = None


class Owner(_Wire):
    """How the account stands at this moment."""

    fan: Total = None

    def on(self, day: date) -> AccountDay:
        """Return the account's day; there is no series, so it holds what stands and not what the day brought."""
        return AccountDay(day=day, followers_total=self.fan)


class UserInfo(_Wire):
    """The answer around an account."""

    user_info: Owner = Owner()


class Pair(_Wire):
    """Both tokens of an account, and for how many seconds from now; whose they are may be left out of a refresh."""

    open_id: str = ""
    access_token: str
    expires_in: Lifetime
    refresh_token: str
    refresh_token_expires_in: Lifetime
    scopes: Annotated[list[str], BeforeValidator(lambda given: given or [])] = []
