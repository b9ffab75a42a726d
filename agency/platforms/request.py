"""One call to a platform and what came back, before anybody has judged it; and who can carry it there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Request:
    """One call; what may hold a key or a token shows in no ``repr``.

    ``secret_query`` is sent with the query, for a platform that wants its token there, and kept nowhere. ``host`` names
    another address than the platform's own, for the few calls that go elsewhere.
    """

    path: str
    method: str = "GET"
    host: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str | int] | None = None
    secret_query: Mapping[str, str] | None = field(default=None, repr=False)
    json: Mapping[str, object] | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back, whatever it says; headers, by lower-case names, are told of one whose status is not plainly good."""

    status: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)


class Carrier(Protocol):
    """Carries requests to a platform: over HTTP, or from what was recorded of an earlier time."""

    def send(self, request: Request) -> Answer:
        """Return the answer; raises PlatformUnavailable where none came."""

    def close(self) -> None:
        """Let go of the connection."""


Query = Mapping[str, str | int]
