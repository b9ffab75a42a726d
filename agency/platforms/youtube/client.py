"""The client that reads a channel's figures from YouTube; it reads only: it uploads, likes and answers nothing.

Every call of the Data API costs one of 10,000 units a day, which all accounts of the application share; a day ends at
midnight in Los Angeles. Searching has a small quota of its own and is never needed: uploads stand in a list.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.errors import AccountBarred, PlatformRefused
from agency.locale import _
from agency.platforms.grants import Access
from agency.platforms.line import PlatformLine
from agency.platforms.reader import Said
from agency.platforms.request import Query, Request
from agency.platforms.youtube.reports import DAYS, WATCH_TIMES
from agency.platforms.youtube.wire import CHANNELS, THREADS, UPLOADS, VIDEOS, Channel, Page, Upload

ANALYTICS_HOST = "https://youtubeanalytics.googleapis.com"
PACIFIC = ZoneInfo("America/Los_Angeles")
WORKS_A_CALL = 50
COMMENTS_A_PAGE = 100
WATCHED_A_CALL = 200
DAYS_TOLD = timedelta(days=30)
PARTS = "snippet,contentDetails,status,statistics"
WORK_METRICS = "views,likes,comments,shares"
ACCOUNT_METRICS = f"{WORK_METRICS},subscribersGained,subscribersLost"
NOTHING_SAID = ("commentsDisabled", "videoNotFound")

T = TypeVar("T", bound=BaseModel)

logger = logging.getLogger(__name__)


class YouTube:
    """One channel's works, days and comments: a ``Reader``.

    ``now`` is the moment of the look; YouTube's days are those of Los Angeles, and the two or three newest are not out
    yet. Days and watch times are asked for at ``analytics_host``, all else at the line's own address.
    """

    def __init__(
        self, line: PlatformLine, access: Access, *, now: datetime, analytics_host: str = ANALYTICS_HOST
    ) -> None:
        self._line = line
        self._access = access
        self._today = now.astimezone(PACIFIC).date()
        self._now = now
        self._analytics_host = analytics_host

    def close(self) -> None:
        """Let go of the connection."""
        self._line.close()

    def works(self, known: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield every upload once, newest first; YouTube lists by itself, so what is known is not asked for."""
        seen: set[str] = set()
        for page in self._pages_of_uploads():
            listed = dict.fromkeys(upload.video_id for upload in page.items)
            fresh = [item_id for item_id in listed if item_id not in seen]
            seen.update(fresh)
            yield from self.named(fresh)

    def named(self, item_ids: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield the totals of the works that are named, fifty a call."""
        for some in _in_calls(item_ids, WORKS_A_CALL):
            page = self._data("videos", {"part": PARTS, "id": ",".join(some)}, VIDEOS)
            yield from (video.figures() for video in page.items)

    def watch_times(self, works: Sequence[WorkFigures]) -> Mapping[str, float]:
        """Return the mean watch time of each work's whole life in seconds, by id; without one until it was watched."""
        told: dict[str, float] = {}
        begun = {work.item_id: self._day_of(work) for work in works if work.item_id}
        for some in _in_calls(list(begun), WATCHED_A_CALL):
            asked: Query = {
                "metrics": "views,averageViewDuration",
                "dimensions": "video",
                "filters": f"video=={','.join(some)}",
                "sort": "-views",
                "maxResults": WATCHED_A_CALL,
            }
            watched = self._report(min(begun[item_id] for item_id in some), asked, WATCH_TIMES).rows
            told |= {row.video: row.average_view_duration for row in watched if row.average_view_duration is not None}
        return told

    def work_days(self, works: Sequence[WorkFigures], span: int) -> Iterator[WorkDay]:
        """Yield the last days of the works that are younger than thirty days, one call for each."""
        for work in works:
            if work.item_id and self._now - work.published_at <= DAYS_TOLD:
                first = max(self._day_of(work), self._today - timedelta(days=span))
                asked: Query = {"metrics": WORK_METRICS, "dimensions": "day", "filters": f"video=={work.item_id}"}
                yield from (row.of_work(work.item_id) for row in self._report(first, asked, DAYS).rows)

    def account_days(self, span: int) -> Sequence[AccountDay]:
        """Return the channel's last days, oldest first, and after them today with how the channel stands now."""
        asked: Query = {"metrics": ACCOUNT_METRICS, "dimensions": "day"}
        rows = self._report(self._today - timedelta(days=span), asked, DAYS).rows
        days = sorted((row.of_account() for row in rows if row.day < self._today), key=lambda told: told.day)
        return [*days, self._channel.on(self._today)]

    def comments(self, item_id: str) -> Iterator[Said]:
        """Yield the threads beneath a work, newest first; none where comments are switched off or the work is gone."""
        asked: Query = {
            "part": "snippet",
            "videoId": item_id,
            "order": "time",
            "textFormat": "plainText",
            "maxResults": COMMENTS_A_PAGE,
        }
        try:
            for page in self._pages("commentThreads", asked, THREADS):
                yield from (thread.said() for thread in page.items)
        except PlatformRefused as refused:
            if refused.code not in NOTHING_SAID:
                raise

    @cached_property
    def _channel(self) -> Channel:
        found = self._data("channels", {"part": "contentDetails,statistics", "mine": "true"}, CHANNELS).items
        if not found:
            raise AccountBarred(_("YouTube knows no channel of this account any more."), code="channelNotFound")
        return found[0]

    def _pages_of_uploads(self) -> Iterator[Page[Upload]]:
        """Yield the pages of the list of uploads; a channel that never published has a list that isn't found."""
        uploads = self._channel.content_details.related_playlists.uploads
        asked: Query = {"part": "contentDetails", "playlistId": uploads, "maxResults": WORKS_A_CALL}
        try:
            yield from self._pages("playlistItems", asked, UPLOADS)
        except PlatformRefused as refused:
            if refused.code != "playlistNotFound":
                raise

    def _pages(self, method: str, asked: Query, shape: type[Page[T]]) -> Iterator[Page[T]]:
        token, passed = "", set[str]()
        while token not in passed:
            passed.add(token)
            page = self._data(method, {**asked, "pageToken": token} if token else asked, shape)
            yield page
            if not page.next_page_token:
                return
            token = page.next_page_token
        logger.warning("YouTube turns in circles at %s: page %s came again; the list may be incomplete", method, token)

    def _day_of(self, work: WorkFigures) -> date:
        return work.published_at.astimezone(PACIFIC).date()

    def _data(self, method: str, query: Query, shape: type[T]) -> T:
        return self._get("", f"/youtube/v3/{method}", query, shape)

    def _report(self, first: date, query: Query, shape: type[T]) -> T:
        days = {"startDate": first.isoformat(), "endDate": self._today.isoformat()}
        return self._get(self._analytics_host, "/v2/reports", {"ids": "channel==MINE", **days, **query}, shape)

    def _get(self, host: str, path: str, query: Query, shape: type[T]) -> T:
        return self._access.use(
            lambda grant: self._line.read(
                Request(path=path, host=host, query=query, headers={"Authorization": f"Bearer {grant.access_token}"}),
                shape,
            )
        )


def _in_calls(ids: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """Yield the ids in as many parts as calls are needed."""
    return (ids[first : first + most] for first in range(0, len(ids), most))
