"""Pages as the Data API cuts them: an opaque token for the next one, and none on the last."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import JsonValue

from agency.sandbox.face import Body
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.refusals import Refusal

FIRST_PAGE = urlsafe_b64encode(b"PT:0").decode()

T = TypeVar("T")


def answer(kind: str, items: Sequence[JsonValue], asked: Asked, *, total: int, a_page: int) -> Body:
    """Return a list answer of the Data API without tokens."""
    return {
        "kind": f"youtube#{kind}ListResponse",
        "etag": etag(kind, asked),
        "pageInfo": {"totalResults": total, "resultsPerPage": a_page},
        "items": list(items),
    }


def page(kind: str, slots: Sequence[T], tell: Callable[[int, T], JsonValue], asked: Asked) -> Body:
    """Cut the page that is asked for; ``tell`` is given the place of each slot in the whole list."""
    start, a_page = _start(asked), asked.number("maxResults")
    end = start + a_page
    items = [tell(place, slot) for place, slot in enumerate(slots[start:end], start)]
    tokens: Body = {}
    if end < len(slots):
        tokens["nextPageToken"] = _token(end)
    if start:
        tokens["prevPageToken"] = _token(max(0, start - a_page))
    return {**answer(kind, items, asked, total=len(slots), a_page=a_page), **tokens}


def etag(subject: str, asked: Asked) -> str:
    """Return a tag that changes with the moment."""
    return f"{subject}-{int(asked.now.timestamp()):x}"


def _token(start: int) -> str:
    return urlsafe_b64encode(f"PT:{start}".encode()).decode()


def _start(asked: Asked) -> int:
    token = asked.text("pageToken") or FIRST_PAGE
    try:
        found = re.fullmatch(rb"PT:(\d{1,9})", urlsafe_b64decode(token))
    except ValueError:
        found = None
    if not found:
        raise Refusal("invalidPageToken", about="pageToken")
    return int(found[1])
