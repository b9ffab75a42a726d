"""An account's authorisation as its owner gave it, the application it was given to, and how it is used and prolonged."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from agency.errors import NeedsAuthorisation

T = TypeVar("T")


class TokenExpired(NeedsAuthorisation):
    """The access token is no longer good; a refresh may heal it, and if that fails a person must authorise again."""


@dataclass(frozen=True, kw_only=True)
class Application:
    """The agency's application at one platform; ``redirect_uri`` is where the owner's consent is sent."""

    client_key: str
    client_secret: str = field(default="", repr=False)
    redirect_uri: str = ""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """The tokens of one account; moments are absolute, and tokens show in no ``repr``.

    ``refresh_ends`` None means that the refresh token has no end that is told. ``renewals`` counts how often it was
    renewed, so that a person can be asked before it can't be again. ``open_id`` is the account's id at the platform.
    """

    open_id: str
    access_token: str = field(repr=False)
    access_ends: datetime
    refresh_token: str = field(repr=False)
    refresh_ends: datetime | None = None
    scopes: frozenset[str] = frozenset()
    renewals: int = 0


class OAuth(Protocol):
    """The calls that give tokens. ``now`` is a moment before the call, so that no token is believed to live longer."""

    def consent_url(self, state: str) -> str:
        """Return the address at which an account's owner agrees; the platform sends ``state`` back with the code."""

    def grant(self, code: str, *, now: datetime) -> Grant:
        """Begin an authorisation with the code that its owner's consent gave; a code is good once, so no second try."""

    def refresh(self, grant: Grant, *, now: datetime) -> Grant:
        """Return the grant with a fresh access token, and a new refresh token where the platform rotates it.

        ``NeedsAuthorisation`` when the refresh token is no longer good.
        """

    def renew(self, grant: Grant, *, now: datetime) -> Grant:
        """Return the grant with a refresh token that lives longer, where the platform gives one; else as it is."""

    def close(self) -> None:
        """Let go of the connection."""


class Access:
    """An account's grant as one look uses it: a token that the platform calls expired is prolonged once a call."""

    def __init__(self, grant: Grant, refreshed: Callable[[Grant], Grant]) -> None:
        self.grant = grant
        self._refreshed = refreshed

    def use(self, call: Callable[[Grant], T]) -> T:
        """Make a call with the grant, and once more with a fresh one when its token turns out to have expired."""
        try:
            return call(self.grant)
        except TokenExpired:
            self.grant = self._refreshed(self.grant)
        return call(self.grant)
