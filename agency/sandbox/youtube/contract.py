"""Every endpoint as data; the tests hold it against Google's own discovery documents."""

from collections.abc import Callable
from dataclasses import dataclass

from agency.sandbox.face import Body
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.channels import channels
from agency.sandbox.youtube.parameters import Parameter, Parameters
from agency.sandbox.youtube.reports import reports
from agency.sandbox.youtube.threads import comment_threads
from agency.sandbox.youtube.uploads import playlist_items
from agency.sandbox.youtube.videos import videos

READ = "https://www.googleapis.com/auth/youtube.readonly"
TALK = "https://www.googleapis.com/auth/youtube.force-ssl"
ANALYTICS = "https://www.googleapis.com/auth/yt-analytics.readonly"
SCOPES = (READ, TALK, ANALYTICS)

PART = Parameter(required=True, repeated=True)
IDS = Parameter(repeated=True)
TEXT = Parameter()
UP_TO_FIFTY = Parameter(type="integer", least=0, most=50, default="5")
COUNT = Parameter(type="integer", least=1)
DAY = Parameter(required=True, pattern="[0-9]{4}-[0-9]{2}-[0-9]{2}")
NAMES = "[0-9a-zA-Z,]+"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One endpoint; a token must hold one of the scopes, and with ``key_opens`` a key alone sees what is public.

    ``units`` are taken from the quota of the day.
    """

    path: str
    answer: Callable[[Asked], Body]
    scopes: tuple[str, ...]
    parameters: Parameters
    key_opens: bool = True
    units: int = 1


ENDPOINTS = (
    Endpoint(
        path="/youtube/v3/channels",
        answer=channels,
        scopes=(READ, TALK),
        parameters={"part": PART, "id": IDS, "mine": Parameter(type="boolean"), "maxResults": UP_TO_FIFTY},
    ),
    Endpoint(
        path="/youtube/v3/playlistItems",
        answer=playlist_items,
        scopes=(READ, TALK),
        parameters={"part": PART, "playlistId": TEXT, "maxResults": UP_TO_FIFTY, "pageToken": TEXT},
    ),
    Endpoint(path="/youtube/v3/videos", answer=videos, scopes=(READ, TALK), parameters={"part": PART, "id": IDS}),
    Endpoint(
        path="/youtube/v3/commentThreads",
        answer=comment_threads,
        scopes=(TALK,),
        parameters={
            "part": PART,
            "videoId": TEXT,
            "maxResults": Parameter(type="integer", least=1, most=100, default="20"),
            "order": Parameter(choices=("time", "relevance"), default="time"),
            "pageToken": TEXT,
            "textFormat": Parameter(choices=("html", "plainText"), default="html"),
        },
    ),
    Endpoint(
        path="/v2/reports",
        answer=reports,
        scopes=(ANALYTICS, READ),
        key_opens=False,
        units=0,
        parameters={
            "ids": Parameter(required=True, pattern="[a-zA-Z]+==[a-zA-Z0-9_+-]+"),
            "startDate": DAY,
            "endDate": DAY,
            "metrics": Parameter(required=True, pattern=NAMES),
            "dimensions": Parameter(pattern=NAMES),
            "filters": TEXT,
            "sort": Parameter(pattern="[-0-9a-zA-Z,]+"),
            "maxResults": COUNT,
            "startIndex": COUNT,
        },
    ),
)
