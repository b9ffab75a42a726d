"""The client that reads an account's figures from Douyin; it reads only: it posts, likes and answers nothing."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from pydantic import BaseModel

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.errors import CapabilityGone
from agency.locale import _
from agency.platforms.douyin.endpoints import ACCOUNT_SERIES, PATHS, WORK_SERIES, Profile
from agency.platforms.douyin.figures import Said, WorkMonth
from agency.platforms.douyin.line import DouyinLine
from agency.platforms.douyin.wire import BaseResult, Comment, Page, Series, Work
from agency.platforms.session import Manners, Request

WORKS_A_PAGE = 20
COMMENTS_A_PAGE = 50
WEEK = 7

Query = Mapping[str, str | int]
T = TypeVar("T", bound=BaseModel)

logger = logging.getLogger(__name__)


class Douyin:
    """An account's works, days and comments, under either of Douyin's contracts; to be closed after use (``closing``).

    Every method takes the account's ``open_id`` and its access token, and raises the PlatformErrors of
    ``agency.errors``; TokenExpired among them asks for a refresh. Spans are 7 or 15 days, 30 only under ``dop``.
    """

    def __init__(self, base_url: str, profile: Profile, manners: Manners | None = None) -> None:
        self._line = DouyinLine(base_url, manners or Manners())
        self._paths = PATHS[profile]

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def works(self, open_id: str, token: str) -> Iterator[WorkFigures]:
        """Yield every work once, newest first but for the pinned; raises CapabilityGone under ``miniapp``."""
        if self._paths.works is None:
            raise CapabilityGone(_("A mini-app cannot list works at Douyin; name them, or import an export."))
        query: Query = {"open_id": open_id, "count": WORKS_A_PAGE}
        seen: set[str] = set()
        for work in self._pages(self._paths.works, token, query, Page[Work]):
            if work.item_id not in seen:
                seen.add(work.item_id)
                yield work.figures()

    def totals(self, open_id: str, token: str, item_ids: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield the works that are named; deleted ones and those of others are missing without a word."""
        for first in range(0, len(item_ids), WORKS_A_PAGE):
            request = Request(
                method="POST",
                path=self._paths.totals,
                headers=_signed(token),
                query={"open_id": open_id},
                json={"item_ids": item_ids[first : first + WORKS_A_PAGE]},
            )
            yield from (work.figures() for work in self._line.read(request, Page[Work]).listed)

    def work_month(self, open_id: str, token: str, item_id: str) -> WorkMonth:
        """Return what the last 30 days brought to a work, and how long it is watched on average."""
        found = self._get(self._paths.work_base, token, {"open_id": open_id, "item_id": item_id}, BaseResult).result
        return WorkMonth(
            item_id=item_id,
            plays=found.total_play,
            likes=found.total_like,
            comments=found.total_comment,
            shares=found.total_share,
            avg_watch_s=found.avg_play_duration,
        )

    def work_days(self, open_id: str, token: str, item_id: str, span: int = WEEK) -> list[WorkDay]:
        """Return a work's last days, oldest first; empty on the day of the first authorisation and after 30 days.

        A day's figures come out at 10 o'clock of the next (Asia/Shanghai) and are corrected later: read days again.
        """
        query: Query = {"open_id": open_id, "item_id": item_id, "date_type": span}
        days = self._days(self._paths.work_days, token, query, WORK_SERIES)
        return [WorkDay(item_id=item_id, day=day, **figures) for day, figures in days]

    def account_days(self, open_id: str, token: str, span: int = WEEK) -> list[AccountDay]:
        """Return an account's last days, oldest first; the same delay and corrections as with works."""
        query: Query = {"open_id": open_id, "date_type": span}
        days = self._days(self._paths.account_days, token, query, ACCOUNT_SERIES)
        return [AccountDay(day=day, **figures) for day, figures in days]

    def comments(self, open_id: str, token: str, item_id: str, beneath: str | None = None) -> Iterator[Said]:
        """Yield what was said about a work, newest first; with ``beneath`` the answers to that comment."""
        query: Query = {"open_id": open_id, "item_id": item_id, "count": COMMENTS_A_PAGE, "sort_type": "time"}
        path = self._paths.comments
        if beneath is not None:
            path, query = self._paths.replies, {**query, "comment_id": beneath}
        for said in self._pages(path, token, query, Page[Comment]):
            yield said.said()

    def _pages(self, path: str, token: str, query: Query, shape: type[Page[T]]) -> Iterator[T]:
        cursor, passed = "0", set[str]()
        while cursor not in passed:
            passed.add(cursor)
            page = self._get(path, token, {**query, "cursor": cursor}, shape)
            yield from page.listed
            if not page.has_more:
                return
            cursor = page.cursor
        logger.warning("Douyin turns in circles at %s: cursor %s came again; the list may be incomplete", path, cursor)

    def _days(
        self, path: str, token: str, query: Query, series: Mapping[str, Mapping[str, str]]
    ) -> list[tuple[date, dict[str, int | None]]]:
        days: dict[date, dict[str, int | None]] = {}
        for kind, fields in series.items():
            for told in self._get(path.format(kind), token, query, Series).result_list:
                figures = {ours: getattr(told, theirs) for theirs, ours in fields.items()}
                days.setdefault(told.on, {}).update(figures)
        return sorted(days.items())

    def _get(self, path: str, token: str, query: Query, shape: type[T]) -> T:
        return self._line.read(Request(path=path, headers=_signed(token), query=query), shape)


def _signed(token: str) -> Mapping[str, str]:
    return {"access-token": token, "Content-Type": "application/json"}
