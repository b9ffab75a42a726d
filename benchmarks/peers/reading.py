"""The works as a script without a client of ours reads them: the pages of one account, and a work as fifteen fields."""

from collections.abc import Iterator
from typing import Any

import requests

from benchmarks.ground.taking import SERIES, WORKS, WORKS_A_PAGE

OF_A_WORK = (
    "item_id",
    "video_id",
    "title",
    "cover",
    "share_url",
    "create_time",
    "is_top",
    "is_reviewed",
    "video_status",
    "media_type",
)
COUNTED = ("play_count", "digg_count", "comment_count", "share_count")
FIELDS = ("open_id", *OF_A_WORK, *COUNTED)

Fields = tuple[Any, ...]
Body = dict[str, Any]


def works(session: requests.Session, base_url: str, open_id: str) -> Iterator[Fields]:
    """Yield the works of an account, each as its ``FIELDS``."""
    cursor, has_more = "0", True
    while has_more:
        page = ask(session, base_url + WORKS, open_id, count=WORKS_A_PAGE, cursor=cursor)
        for work in page["list"]:
            counted = work["statistics"]
            yield (open_id, *(work[name] for name in OF_A_WORK), *(counted[name] for name in COUNTED))
        cursor, has_more = page["cursor"], page["has_more"]


def days(session: requests.Session, base_url: str, open_id: str) -> Iterator[Fields]:
    """Yield the fifteen days of an account, each as account, day and what the series tell, in no form that is kept."""
    told: dict[str, Body] = {}
    for path in SERIES:
        for day in ask(session, base_url + path, open_id, date_type=15)["result_list"]:
            told.setdefault(day["date"], {}).update(day)
    yield from ((open_id, date, str(sorted(day.items()))) for date, day in told.items())


def ask(session: requests.Session, url: str, open_id: str, **query: str | int) -> Body:
    """Return the payload of one answer."""
    answer = session.get(url, params={"open_id": open_id, **query}, headers={"access-token": "act.bench"}, timeout=30)
    answer.raise_for_status()
    payload = answer.json()["data"]
    assert isinstance(payload, dict)
    return payload
