"""An account's authorisation as its owner gave it: the tokens, and until when they live."""

from dataclasses import dataclass, field
from datetime import datetime

from agency.errors import NeedsAuthorisation


class TokenExpired(NeedsAuthorisation):
    """The access token is no longer good; a refresh may heal it, and if that fails a person must authorise again."""


@dataclass(frozen=True, kw_only=True)
class Grant:
    """The tokens of one account; moments are absolute, and tokens show in no ``repr``.

    ``renewals`` counts how often the refresh token was renewed, so that a person can be asked before it can't be again.
    """

    open_id: str
    access_token: str = field(repr=False)
    access_ends: datetime
    refresh_token: str = field(repr=False)
    refresh_ends: datetime
    scopes: frozenset[str] = frozenset()
    renewals: int = 0
