"""The client that reads an account's figures from Douyin; it reads only: it posts, likes and answers nothing."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from pydantic import BaseModel

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.platforms.douyin.endpoints import ACCOUNT_SERIES, PATHS, WORK_SERIES, Profile
from agency.platforms.douyin.figures import WorkMonth
from agency.platforms.douyin.wire import BaseResult, Comment, Page, Series, Work
from agency.platforms.grants import Access
from agency.platforms.line import PlatformLine
from agency.platforms.reader import Said
from agency.platforms.request import Query, Request

WORKS_A_PAGE = 20
COMMENTS_A_PAGE = 50
SPANS = (7, 15)
DAYS_TOLD = timedelta(days=30)

PAGE_OF_WORKS = Page[Work]  # made once: pydantic forgets a shape of its making that nobody holds
PAGE_OF_COMMENTS = Page[Comment]

T = TypeVar("T", bound=BaseModel)

logger = logging.getLogger(__name__)


class Douyin:
    """One account's works, days and comments under either of Douyin's contracts: a ``Reader``.

    ``now`` is the moment of the look: Douyin tells days and watch time of a work for thirty days.
    """

    def __init__(self, line: PlatformLine, access: Access, profile: Profile, *, now: datetime) -> None:
        self._line = line
        self._access = access
        self._paths = PATHS[profile]
        self._now = now

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def works(self, known: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield every work once, newest first but for the pinned; a mini-app cannot list, and asks for the known ones."""
        if self._paths.works is None:
            yield from self.named(known)
            return
        seen: set[str] = set()
        for work in self._pages(self._paths.works, {"count": WORKS_A_PAGE}, PAGE_OF_WORKS):
            if work.item_id not in seen:
                seen.add(work.item_id)
                yield work.figures()

    def named(self, item_ids: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield the totals of the works that are named, twenty a call."""
        for first in range(0, len(item_ids), WORKS_A_PAGE):
            named = list(item_ids[first : first + WORKS_A_PAGE])
            page = self._get(self._paths.totals, {}, PAGE_OF_WORKS, json={"item_ids": named})
            yield from (work.figures() for work in page.listed)

    def watch_times(self, works: Sequence[WorkFigures]) -> Mapping[str, float]:
        """Return the mean watch time of the last thirty days, which is all of a young work's life; in seconds, by id."""
        months = (self.work_month(item_id) for item_id in self._young(works))
        return {month.item_id: month.avg_watch_s for month in months if month.avg_watch_s is not None}

    def work_month(self, item_id: str) -> WorkMonth:
        """Return what the last 30 days brought to a work, and how long it is watched on average."""
        found = self._get(self._paths.work_base, {"item_id": item_id}, BaseResult).result
        return WorkMonth(
            item_id=item_id,
            plays=found.total_play,
            likes=found.total_like,
            comments=found.total_comment,
            shares=found.total_share,
            avg_watch_s=found.avg_play_duration,
        )

    def work_days(self, works: Sequence[WorkFigures], span: int) -> Iterator[WorkDay]:
        """Yield the last days of the young works; none on the day of the first authorisation.

        A day's figures come out at 10 o'clock of the next (Asia/Shanghai) and are corrected later: read days again.
        """
        for item_id in self._young(works):
            days = self._days(self._paths.work_days, {"item_id": item_id, "date_type": nearest(span)}, WORK_SERIES)
            yield from (WorkDay(item_id=item_id, day=day, **figures) for day, figures in days)

    def account_days(self, span: int) -> Sequence[AccountDay]:
        """Return the account's last days, oldest first; the same delay and corrections as with works."""
        days = self._days(self._paths.account_days, {"date_type": nearest(span)}, ACCOUNT_SERIES)
        return [AccountDay(day=day, **figures) for day, figures in days]

    def comments(self, item_id: str, beneath: str | None = None) -> Iterator[Said]:
        """Yield what was said about a work, newest first; with ``beneath`` the answers to that comment."""
        query: Query = {"item_id": item_id, "count": COMMENTS_A_PAGE, "sort_type": "time"}
        path = self._paths.comments
        if beneath is not None:
            path, query = self._paths.replies, {**query, "comment_id": beneath}
        for said in self._pages(path, query, PAGE_OF_COMMENTS):
            yield said.said()

    def _young(self, works: Iterable[WorkFigures]) -> list[str]:
        return [work.item_id for work in works if work.item_id and self._now - work.published_at <= DAYS_TOLD]

    def _pages(self, path: str, query: Query, shape: type[Page[T]]) -> Iterator[T]:
        cursor, passed = "0", set[str]()
        while cursor not in passed:
            passed.add(cursor)
            page = self._get(path, {**query, "cursor": cursor}, shape)
            yield from page.listed
            if not page.has_more:
                return
            cursor = page.cursor
        logger.warning("Douyin turns in circles at %s: cursor %s came again; the list may be incomplete", path, cursor)

    def _days(
        self, path: str, query: Query, series: Mapping[str, Mapping[str, str]]
    ) -> list[tuple[date, dict[str, int | None]]]:
        days: dict[date, dict[str, int | None]] = {}
        for kind, fields in series.items():
            for told in self._get(path.format(kind), query, Series).result_list:
                figures = {ours: getattr(told, theirs) for theirs, ours in fields.items()}
                days.setdefault(told.on, {}).update(figures)
        return sorted(days.items())

    def _get(self, path: str, query: Query, shape: type[T], json: Mapping[str, object] | None = None) -> T:
        return self._access.use(
            lambda grant: self._line.read(
                Request(
                    method="GET" if json is None else "POST",
                    path=path,
                    headers={"access-token": grant.access_token, "Content-Type": "application/json"},
                    query={"open_id": grant.open_id, **query},
                    json=json,
                ),
                shape,
            )
        )


def nearest(span: int) -> int:
    """Return the shortest span both contracts know that holds so many days, else the longest."""
    return next((known for known in SPANS if known >= span), SPANS[-1])
