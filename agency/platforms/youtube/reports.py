"""The tables of YouTube's Analytics, read by the names of their columns; days that are not out yet have no row."""

from collections.abc import Mapping
from datetime import date
from typing import Generic, TypeVar

from pydantic import Field, JsonValue, model_validator

from agency.domain.figures import AccountDay, WorkDay
from agency.platforms.told import Change, MeanSeconds, Total
from agency.platforms.youtube.wire import Listed, Wire

T = TypeVar("T")


class Day(Wire):
    """One day of a channel or of a video, as far as its figures were asked for."""

    day: date
    views: Change = None
    likes: Change = None
    comments: Change = None
    shares: Change = None
    subscribers_gained: Total = None
    subscribers_lost: Total = None

    def of_work(self, item_id: str) -> WorkDay:
        """Return it as a day of this video."""
        return WorkDay(
            item_id=item_id,
            day=self.day,
            plays=self.views,
            likes=self.likes,
            comments=self.comments,
            shares=self.shares,
        )

    def of_account(self) -> AccountDay:
        """Return it as a day of the channel; the net of subscribers is known only where gain and loss both are."""
        gained, lost = self.subscribers_gained, self.subscribers_lost
        return AccountDay(
            day=self.day,
            new_fans=None if gained is None or lost is None else gained - lost,
            lost_fans=lost,
            plays_new=self.views,
            likes_new=self.likes,
            comments_new=self.comments,
            shares_new=self.shares,
        )


class Watched(Wire):
    """How long a video is watched on average, in seconds."""

    video: str
    average_view_duration: MeanSeconds = None


class Column(Wire):
    """The head of one column of a report."""

    name: str


class Cells(Wire):
    """A report as it is sent: rows by position beneath their columns, and no rows at all where there is nothing."""

    column_headers: Listed[Column] = Field(default_factory=list)
    rows: Listed[list[JsonValue]] = Field(default_factory=list)


class Report(Wire, Generic[T]):
    """A report whose rows are read by the names of its columns, in whatever order those stand."""

    rows: list[T]

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, told: object) -> Mapping[str, object]:
        cells = Cells.model_validate(told)
        names = [column.name for column in cells.column_headers]
        return {"rows": [dict(zip(names, row, strict=True)) for row in cells.rows]}


# Made once: pydantic forgets a shape of its making as soon as nobody holds it, and making one takes milliseconds.
DAYS = Report[Day]
WATCH_TIMES = Report[Watched]
