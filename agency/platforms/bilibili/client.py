"""The client that reads an account's figures from Bilibili; it reads only: it uploads, edits and deletes nothing."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.errors import PlatformRefused
from agency.platforms.bilibili.answers import NO_SUCH_WORK
from agency.platforms.bilibili.figures import AccountMonth
from agency.platforms.bilibili.signing import TOKEN_HEADER
from agency.platforms.bilibili.wire import Archive, ArchivePage, IncStats, Stat, UserStat
from agency.platforms.grants import Access
from agency.platforms.line import PlatformLine
from agency.platforms.reader import Said
from agency.platforms.request import Query, Request

WORKS_A_PAGE = 50
BEIJING = ZoneInfo("Asia/Shanghai")

T = TypeVar("T", bound=BaseModel)

logger = logging.getLogger(__name__)


class Bilibili:
    """One account's works and their totals: a ``Reader``. Bilibili tells no days, no watch time and no comments.

    Totals cost one call a work. ``line`` must carry over a ``Signing``; ``now`` is the moment of the look.
    """

    def __init__(self, line: PlatformLine, access: Access, *, now: datetime) -> None:
        self._line = line
        self._access = access
        self._now = now

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def works(self, known: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield every work once that was ever published; Bilibili lists by itself, so what is known is not asked for.

        Counters are asked for only where the public sees the work: of the others they are unknown.
        """
        for archive in self._archives():
            if not archive.ptime:
                continue
            if not archive.is_open:
                yield archive.figures(None)
            elif counted := self._counted(archive.resource_id):
                yield archive.figures(counted)

    def named(self, item_ids: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield the totals of the works that are named, one a call; deleted ones and those of others are left out."""
        for item_id in item_ids:
            if counted := self._counted(item_id):
                yield counted.figures(item_id)

    def watch_times(self, works: Sequence[WorkFigures]) -> Mapping[str, float]:
        """Return nothing."""
        return {}

    def work_days(self, works: Sequence[WorkFigures], span: int) -> Iterator[WorkDay]:
        """Yield nothing."""
        return iter(())

    def account_days(self, span: int) -> Sequence[AccountDay]:
        """Return how the account stands now, under today in Beijing."""
        return [self._get("/arcopen/fn/data/user/stat", {}, UserStat).on(self._now.astimezone(BEIJING).date())]

    def account_month(self) -> AccountMonth:
        """Return what the last 30 days together brought to the account's works."""
        return self._get("/arcopen/fn/data/arc/inc-stats", {}, IncStats).month()

    def comments(self, item_id: str) -> Iterator[Said]:
        """Yield nothing."""
        return iter(())

    def _archives(self) -> Iterator[Archive]:
        seen: set[str] = set()
        for number in count(1):
            asked: Query = {"pn": number, "ps": WORKS_A_PAGE, "status": "all"}
            page = self._get("/arcopen/fn/archive/viewlist", asked, ArchivePage)
            fresh = {archive.resource_id: archive for archive in page.listed if archive.resource_id not in seen}
            if page.listed and not fresh:
                logger.warning("Bilibili turns in circles at page %s; the list may be incomplete", number)
                return
            yield from fresh.values()
            seen |= fresh.keys()
            if page.is_last(number, WORKS_A_PAGE):
                return

    def _counted(self, item_id: str) -> Stat | None:
        """Return a work's counters; None for one that is not there, or not there any more."""
        try:
            return self._get("/arcopen/fn/data/arc/stat", {"resource_id": item_id}, Stat)
        except PlatformRefused as error:
            if error.code in NO_SUCH_WORK:
                return None
            raise

    def _get(self, path: str, query: Query, shape: type[T]) -> T:
        return self._access.use(
            lambda grant: self._line.read(
                Request(path=path, headers={TOKEN_HEADER: grant.access_token}, query=query), shape
            )
        )
