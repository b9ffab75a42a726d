"""The desk that gives out, prolongs and kills tokens; the same calls give the same token texts after every start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAccount, SandboxAgency
from agency.sandbox.douyin.refusals import (
    EXPIRED_TOKEN,
    INVALID_TOKEN,
    OAUTH_CODE,
    OAUTH_PERMISSION,
    OAUTH_REFRESH_EXPIRED,
    OAUTH_RENEW_LIMIT,
    Refusal,
)

CODE_LIVES = timedelta(minutes=10)
ACCESS_LIVES = timedelta(days=15)
REFRESH_LIVES = timedelta(days=30)
CLIENT_TOKEN_LIVES = timedelta(hours=2)
CLIENT_TOKEN_LEFT_AFTER_NEXT = timedelta(minutes=5)
MOST_RENEWALS = 5


@dataclass(kw_only=True)
class Authorisation:
    """What one account has allowed, and until when."""

    account: SandboxAccount
    since: datetime
    access_token: str
    access_ends: datetime
    refresh_token: str
    refresh_ends: datetime
    renewals: int = 0


class TokenDesk:
    """All tokens of one sandbox; used from one thread, the event loop's."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self._clock = clock
        self._accounts = {account.open_id: account for account in agency.accounts}
        self._codes: dict[str, tuple[str, datetime]] = {}
        self._given = 0
        self._authorisations: dict[str, Authorisation] = {}
        self._client_tokens: dict[str, datetime] = {}
        for account in agency.accounts:
            if account.authorised_at:
                self._authorise(account, since=account.authorised_at)

    def code(self, open_id: str) -> str:
        """Return a code as the account's owner gets it by agreeing; it lives ten minutes and is good once.

        Raises KeyError when no such account is described.
        """
        code = self._text("code", self._accounts[open_id].open_id)
        self._codes[code] = (open_id, self._clock.now() + CODE_LIVES)
        return code

    def exchange(self, code: str) -> Authorisation:
        """Begin an authorisation, or begin it anew with all its renewals."""
        open_id, ends = self._codes.pop(code, ("", self._clock.now()))
        if ends <= self._clock.now():
            raise Refusal(OAUTH_CODE)
        before = self._authorisations.get(open_id)
        return self._authorise(self._accounts[open_id], since=before.since if before else self._clock.now())

    def refresh(self, refresh_token: str) -> Authorisation:
        """Prolong the access token while it lives, else give a new one; the refresh token stays as it is."""
        found = self._by_refresh_token(refresh_token)
        if found.access_ends <= self._clock.now():
            found.access_token = self._text("act.", found.account.open_id)
        found.access_ends = self._clock.now() + ACCESS_LIVES
        return found

    def renew(self, refresh_token: str) -> Authorisation:
        """Put a new refresh token in the place of the old one, five times at most."""
        found = self._by_refresh_token(refresh_token)
        if "renew_refresh_token" not in found.account.scopes:
            raise Refusal(OAUTH_PERMISSION)
        if found.renewals == MOST_RENEWALS:
            raise Refusal(OAUTH_RENEW_LIMIT)
        found.renewals += 1
        found.refresh_token = self._text("rft.", found.account.open_id)
        found.refresh_ends = self._clock.now() + REFRESH_LIVES
        return found

    def client_token(self) -> str:
        """Give the application a token of its own, and leave the one before five minutes."""
        soon = self._clock.now() + CLIENT_TOKEN_LEFT_AFTER_NEXT
        self._client_tokens = {token: min(ends, soon) for token, ends in self._client_tokens.items()}
        token = self._text("clt.", "application")
        self._client_tokens[token] = self._clock.now() + CLIENT_TOKEN_LIVES
        return token

    def holder(self, access_token: str) -> Authorisation:
        """Return whose token this is; an unknown and an expired one are refused each in its way."""
        for found in self._authorisations.values():
            if found.access_token == access_token:
                if found.access_ends <= self._clock.now():
                    raise Refusal(EXPIRED_TOKEN)
                return found
        raise Refusal(INVALID_TOKEN)

    def revoke(self, open_id: str) -> None:
        """End an account's authorisation at once, as its owner can in the app."""
        self._authorisations.pop(open_id, None)

    def ends(self) -> Mapping[str, datetime]:
        """Return until when each token lives."""
        ends = dict(self._client_tokens)
        for each in self._authorisations.values():
            ends |= {each.access_token: each.access_ends, each.refresh_token: each.refresh_ends}
        return ends

    def _authorise(self, account: SandboxAccount, *, since: datetime) -> Authorisation:
        now = self._clock.now()
        begun = Authorisation(
            account=account,
            since=since,
            access_token=self._text("act.", account.open_id),
            access_ends=now + ACCESS_LIVES,
            refresh_token=self._text("rft.", account.open_id),
            refresh_ends=now + REFRESH_LIVES,
        )
        self._authorisations[account.open_id] = begun
        return begun

    def _by_refresh_token(self, refresh_token: str) -> Authorisation:
        for found in self._authorisations.values():
            if found.refresh_token == refresh_token and found.refresh_ends > self._clock.now():
                return found
        raise Refusal(OAUTH_REFRESH_EXPIRED)

    def _text(self, prefix: str, subject: str) -> str:
        self._given += 1
        return prefix + sha256(f"{prefix}{subject}{self._given}".encode()).hexdigest()
