"""A desk whose every refresh gives a whole new pair of tokens and kills the old one; the same calls give the same texts.

It knows no platform: lifetimes and the beginnings of token texts are handed in, and each face refuses in its own words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from agency.errors import AgencyError
from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAccount, SandboxAgency

CODE_LIVES = timedelta(minutes=10)


class NoGood(AgencyError):
    """A code or token is unknown, spent, taken back, or past its end; ``was_known`` where it is only past its end."""

    def __init__(self, *, was_known: bool = False) -> None:
        super().__init__("this code or token is no good")
        self.was_known = was_known


@dataclass(frozen=True, kw_only=True)
class Lives:
    """How long the tokens of one platform live, and what their texts begin with."""

    access: timedelta
    refresh: timedelta
    access_prefix: str
    refresh_prefix: str


@dataclass(frozen=True, kw_only=True)
class Issued:
    """The pair that an account's application holds."""

    account: SandboxAccount
    access_token: str
    access_ends: datetime
    refresh_token: str
    refresh_ends: datetime


class PairDesk:
    """All pairs of one platform; used from one thread, the event loop's."""

    def __init__(self, agency: SandboxAgency, clock: Clock, lives: Lives) -> None:
        self._clock = clock
        self._lives = lives
        self._accounts = {account.open_id: account for account in agency.accounts}
        self._codes: dict[str, tuple[str, datetime]] = {}
        self._issued: dict[str, Issued] = {}
        self._texts = 0
        for account in agency.accounts:
            if account.authorised_at:
                self._issue(account)

    def code(self, open_id: str) -> str:
        """Return a code as the account's owner gets it by agreeing; it lives ten minutes and is good once.

        Raises KeyError when no such account is described.
        """
        code = self._text("code", self._accounts[open_id].open_id)
        self._codes[code] = (open_id, self._clock.now() + CODE_LIVES)
        return code

    def exchange(self, code: str) -> Issued:
        """Begin an authorisation, or begin it anew."""
        open_id, ends = self._codes.pop(code, ("", self._clock.now()))
        if ends <= self._clock.now():
            raise NoGood
        return self._issue(self._accounts[open_id])

    def refresh(self, refresh_token: str) -> Issued:
        """Give a new pair for the old one."""
        for issued in self._issued.values():
            if issued.refresh_token == refresh_token:
                self._refuse_past(issued.refresh_ends)
                return self._issue(issued.account)
        raise NoGood

    def holder(self, access_token: str) -> SandboxAccount:
        """Return whose token this is."""
        for issued in self._issued.values():
            if issued.access_token == access_token:
                self._refuse_past(issued.access_ends)
                return issued.account
        raise NoGood

    def revoke(self, open_id: str) -> None:
        """End an account's authorisation at once, as its owner can in the app."""
        self._issued.pop(open_id, None)

    def ends(self) -> Mapping[str, datetime]:
        """Return until when each token lives."""
        ends: dict[str, datetime] = {}
        for each in self._issued.values():
            ends |= {each.access_token: each.access_ends, each.refresh_token: each.refresh_ends}
        return ends

    def _issue(self, account: SandboxAccount) -> Issued:
        now = self._clock.now()
        issued = Issued(
            account=account,
            access_token=self._text(self._lives.access_prefix, account.open_id),
            access_ends=now + self._lives.access,
            refresh_token=self._text(self._lives.refresh_prefix, account.open_id),
            refresh_ends=now + self._lives.refresh,
        )
        self._issued[account.open_id] = issued
        return issued

    def _refuse_past(self, ends: datetime) -> None:
        if ends <= self._clock.now():
            raise NoGood(was_known=True)

    def _text(self, prefix: str, subject: str) -> str:
        self._texts += 1
        return prefix + sha256(f"{prefix}{subject}{self._texts}".encode()).hexdigest()
