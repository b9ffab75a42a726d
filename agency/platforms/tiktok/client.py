"""The client that reads an account's figures from TikTok; it reads only: it publishes nothing."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from pydantic import BaseModel

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.platforms.grants import Access
from agency.platforms.line import PlatformLine
from agency.platforms.reader import Said
from agency.platforms.request import Request
from agency.platforms.tiktok.wire import Stats, UserInfo, Video, Videos

WORKS_A_PAGE = 20

T = TypeVar("T", bound=BaseModel)

logger = logging.getLogger(__name__)


class TikTok:
    """One account's works and their totals: a ``Reader``. The Display API tells no days, no watch time and no comments.

    ``now`` is the moment of the look; TikTok's days are those of UTC.
    """

    def __init__(self, line: PlatformLine, access: Access, *, now: datetime) -> None:
        self._line = line
        self._access = access
        self._now = now

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def works(self, known: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield every public work once, newest first; TikTok lists by itself, so what is known is not asked for."""
        seen: set[str] = set()
        for video in self._listed():
            if video.id not in seen:
                seen.add(video.id)
                yield video.figures()

    def named(self, item_ids: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield the totals of the works that are named, twenty a call."""
        for first in range(0, len(item_ids), WORKS_A_PAGE):
            named = list(item_ids[first : first + WORKS_A_PAGE])
            page = self._get("/v2/video/query/", Video, Videos, json={"filters": {"video_ids": named}})
            yield from (video.figures() for video in page.videos)

    def watch_times(self, works: Sequence[WorkFigures]) -> Mapping[str, float]:
        """Return nothing."""
        return {}

    def work_days(self, works: Sequence[WorkFigures], span: int) -> Iterator[WorkDay]:
        """Yield nothing."""
        return iter(())

    def account_days(self, span: int) -> Sequence[AccountDay]:
        """Return how the account stands now, under today in UTC."""
        told = self._get("/v2/user/info/", Stats, UserInfo)
        return [told.user.on(self._now.astimezone(UTC).date())]

    def comments(self, item_id: str) -> Iterator[Said]:
        """Yield nothing."""
        return iter(())

    def _listed(self) -> Iterator[Video]:
        cursor: int | None = None
        passed: set[int | None] = set()
        while cursor not in passed:
            passed.add(cursor)
            place = {} if cursor is None else {"cursor": cursor}
            page = self._get("/v2/video/list/", Video, Videos, json={"max_count": WORKS_A_PAGE, **place})
            yield from page.videos
            if not page.has_more:
                return
            cursor = page.cursor
        logger.warning("TikTok turns in circles: cursor %s came again; the list may be incomplete", cursor)

    def _get(self, path: str, told: type[BaseModel], shape: type[T], json: Mapping[str, object] | None = None) -> T:
        """Ask for all the fields of what is told; TikTok sends no others."""
        return self._access.use(
            lambda grant: self._line.read(
                Request(
                    method="GET" if json is None else "POST",
                    path=path,
                    headers={"Authorization": f"Bearer {grant.access_token}"},
                    query={"fields": ",".join(told.model_fields)},
                    json=json,
                ),
                shape,
            )
        )
