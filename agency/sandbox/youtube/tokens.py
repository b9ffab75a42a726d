"""The desk that gives out and kills Google's tokens; the same calls give the same token texts after every start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAccount, SandboxAgency
from agency.sandbox.youtube.contract import SCOPES
from agency.sandbox.youtube.refusals import AUTH_ERROR, INVALID_GRANT, Refusal

CODE_LIVES = timedelta(minutes=10)
ACCESS_LIVES = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Given:
    """Tokens that were given together; the refresh token has no end but that its owner takes the consent back."""

    open_id: str
    access_token: str
    refresh_token: str


class TokenDesk:
    """All tokens of Google in one sandbox; used from one thread, the event loop's."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self._clock = clock
        self._accounts = {account.open_id: account for account in agency.accounts}
        self._codes: dict[str, tuple[str, datetime]] = {}
        self._refresh_tokens: dict[str, str] = {}
        self._access_tokens: dict[str, tuple[str, datetime]] = {}
        self._given = 0
        for account in agency.accounts:
            if account.authorised_at:
                self._give(account.open_id, self._refresh_token(account.open_id))

    def code(self, open_id: str) -> str:
        """Return a code as an owner gets it who is asked for consent and agrees; it lives ten minutes and is good once.

        Raises KeyError when no such account is described.
        """
        code = self._text("4/", self._accounts[open_id].open_id)
        self._codes[code] = (open_id, self._clock.now() + CODE_LIVES)
        return code

    def exchange(self, code: str) -> Given:
        """Give the first pair of tokens for a code; pairs given before stay good."""
        open_id, ends = self._codes.pop(code, ("", self._clock.now()))
        if ends <= self._clock.now():
            raise Refusal(INVALID_GRANT)
        return self._give(open_id, self._refresh_token(open_id))

    def refresh(self, refresh_token: str) -> Given:
        """Give one more access token; the refresh token stays, and access tokens given before live to their end."""
        if open_id := self._refresh_tokens.get(refresh_token):
            return self._give(open_id, refresh_token)
        raise Refusal(INVALID_GRANT)

    def holder(self, access_token: str) -> SandboxAccount:
        """Return whose token this is; an unknown and an expired one are told apart by nothing."""
        open_id, ends = self._access_tokens.get(access_token, ("", self._clock.now()))
        if ends <= self._clock.now():
            raise Refusal(AUTH_ERROR)
        return self._accounts[open_id]

    def revoke(self, open_id: str) -> None:
        """End an account's consent and all its tokens at once."""
        self._refresh_tokens = {token: owner for token, owner in self._refresh_tokens.items() if owner != open_id}
        self._access_tokens = {token: given for token, given in self._access_tokens.items() if given[0] != open_id}

    def ends(self) -> Mapping[str, datetime]:
        """Return until when each access token lives; refresh tokens have no end to be told."""
        return {token: ends for token, (_open_id, ends) in self._access_tokens.items()}

    def _give(self, open_id: str, refresh_token: str) -> Given:
        access_token = self._text("ya29.", open_id)
        self._access_tokens[access_token] = (open_id, self._clock.now() + ACCESS_LIVES)
        return Given(open_id=open_id, access_token=access_token, refresh_token=refresh_token)

    def _refresh_token(self, open_id: str) -> str:
        token = self._text("1//", open_id)
        self._refresh_tokens[token] = open_id
        return token

    def _text(self, prefix: str, subject: str) -> str:
        self._given += 1
        return prefix + sha256(f"{prefix}{subject}{self._given}".encode()).hexdigest()


def granted(account: SandboxAccount) -> frozenset[str]:
    """Return the scopes of Google's that an account's owner agreed to: all, where the description names none of them."""
    return frozenset(account.scopes) & frozenset(SCOPES) or frozenset(SCOPES)
