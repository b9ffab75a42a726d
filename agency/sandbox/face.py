"""What one platform's side of the sandbox is made of: calls in, answers out, and the owners who agree to be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pydantic import JsonValue

from agency.sandbox.faults import Fault

Body = dict[str, JsonValue]


@dataclass(frozen=True, kw_only=True)
class Call:
    """What came in over the wire; ``pairs`` holds the query with what was sent more than once, ``size`` bytes the body."""

    headers: Mapping[str, str]
    place: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    pairs: Sequence[tuple[str, str]] = ()
    body: Mapping[str, JsonValue] = field(default_factory=dict)
    size: int = 0


@dataclass(frozen=True, kw_only=True)
class Told:
    """What goes out: a JSON body and its status, which at most of these platforms says nothing."""

    body: Body
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Route:
    """One endpoint; a fault that lies in the words of the answer is for the platform to speak, hence handed in."""

    method: str
    path: str
    answer: Callable[[Call, Fault | None], Told]


class Face(Protocol):
    """One platform as the sandbox plays it, for the accounts of that platform alone."""

    @property
    def routes(self) -> Sequence[Route]:
        """All endpoints."""

    def unknown(self) -> Told:
        """Return the answer to an address that the platform does not have."""

    def code(self, open_id: str) -> str:
        """Let an account's owner agree; return the code that an authorisation begins with. ``KeyError`` for a stranger."""

    def revoke(self, open_id: str) -> None:
        """Let an account's owner take the authorisation back."""

    def token_ends(self) -> Mapping[str, datetime]:
        """Return until when each token lives."""
