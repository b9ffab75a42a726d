"""Answers on their way through: kept as they came, and given again later as if the platform had just spoken (I9)."""

import json
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from agency.errors import PlatformUnavailable
from agency.locale import _
from agency.platforms.request import Answer, Carrier, Request


@dataclass(frozen=True, kw_only=True)
class Page:
    """One answer, and what it answers: nothing of it holds a token."""

    path: str
    asked: str
    status: int
    content: bytes = field(repr=False)


class Keeping:
    """A carrier that adds every answer it brings to ``pages``, in their order."""

    def __init__(self, carrier: Carrier, pages: list[Page] | None = None) -> None:
        self._carrier = carrier
        self.pages = [] if pages is None else pages

    def send(self, request: Request) -> Answer:
        """Carry on, and keep what came."""
        answer = self._carrier.send(request)
        self.pages.append(Page(path=request.path, asked=asked(request), status=answer.status, content=answer.content))
        return answer

    def close(self) -> None:
        """Let go of the connection."""
        self._carrier.close()


class Recorded:
    """A carrier that has only what was kept; the same question asked several times gets its answers in their order."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self._pages: defaultdict[tuple[str, str], deque[Page]] = defaultdict(deque)
        for page in pages:
            self._pages[page.path, page.asked].append(page)

    def send(self, request: Request) -> Answer:
        """Return the answer of that time; PlatformUnavailable for a question that was not asked then."""
        kept = self._pages[request.path, asked(request)]
        if not kept:
            raise PlatformUnavailable(_("Nothing was recorded at {path} for this question.").format(path=request.path))
        page = kept.popleft() if len(kept) > 1 else kept[0]
        return Answer(status=page.status, content=page.content)

    def close(self) -> None:
        """Nothing is held."""


def asked(request: Request) -> str:
    """Return what was asked at a path as one text; forms and headers, which hold tokens, are no part of it."""
    return json.dumps([request.method, request.query, request.json], ensure_ascii=False, sort_keys=True)
