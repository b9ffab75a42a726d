"""The client that reads an account's figures from Kuaishou; it reads only: it uploads and deletes nothing."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.errors import PlatformRefused
from agency.platforms.grants import Access
from agency.platforms.kuaishou.answers import NO_SUCH_WORK
from agency.platforms.kuaishou.wire import OnePhoto, Photo, Photos, UserInfo
from agency.platforms.line import PlatformLine
from agency.platforms.reader import Said
from agency.platforms.request import Query, Request

WORKS_A_PAGE = 20
ZONE = ZoneInfo("Asia/Shanghai")

T = TypeVar("T", bound=BaseModel)

logger = logging.getLogger(__name__)


class Kuaishou:
    """One account's works and their totals: a ``Reader``. Kuaishou tells no days, no watch time and no comments.

    ``app_id`` is the application's; ``now`` is the moment of the look.
    """

    def __init__(self, line: PlatformLine, access: Access, app_id: str, *, now: datetime) -> None:
        self._line = line
        self._access = access
        self._app_id = app_id
        self._now = now

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def works(self, known: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield every work once; Kuaishou lists by itself, so what is known is not asked for."""
        seen: set[str] = set()
        for photo in self._listed():
            if photo.photo_id not in seen:
                seen.add(photo.photo_id)
                yield photo.figures()

    def named(self, item_ids: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield the totals of the works that are named, one a call."""
        for item_id in item_ids:
            if photo := self._photo(item_id):
                yield photo.figures()

    def watch_times(self, works: Sequence[WorkFigures]) -> Mapping[str, float]:
        """Return nothing."""
        return {}

    def work_days(self, works: Sequence[WorkFigures], span: int) -> Iterator[WorkDay]:
        """Yield nothing."""
        return iter(())

    def account_days(self, span: int) -> Sequence[AccountDay]:
        """Return how the account stands now, under today in Asia/Shanghai."""
        owner = self._get("/openapi/user_info", {}, UserInfo).user_info
        return [owner.on(self._now.astimezone(ZONE).date())]

    def comments(self, item_id: str) -> Iterator[Said]:
        """Yield nothing."""
        return iter(())

    def _photo(self, item_id: str) -> Photo | None:
        try:
            return self._get("/openapi/photo/info", {"photo_id": item_id}, OnePhoto).video_info
        except PlatformRefused as refused:
            if refused.code == NO_SUCH_WORK:
                return None
            raise

    def _listed(self) -> Iterator[Photo]:
        """Yield page after page, each beginning behind the oldest work of the one before.

        Nothing says that there is more: a page that is not full is the last.
        """
        cursor, passed = "", set[str]()
        while cursor not in passed:
            passed.add(cursor)
            query: Query = {"count": WORKS_A_PAGE, **({"cursor": cursor} if cursor else {})}
            photos = self._get("/openapi/photo/list", query, Photos).video_list
            yield from photos
            if len(photos) < WORKS_A_PAGE:
                return
            cursor = min(photos, key=lambda photo: photo.published_at).photo_id
        logger.warning("Kuaishou turns in circles: cursor %s came again; the list may be incomplete", cursor)

    def _get(self, path: str, query: Query, shape: type[T]) -> T:
        return self._access.use(
            lambda grant: self._line.read(
                Request(
                    path=path,
                    query=query,
                    secret_query={"app_id": self._app_id, "access_token": grant.access_token},
                ),
                shape,
            )
        )
