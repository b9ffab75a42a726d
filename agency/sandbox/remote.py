"""The other end of the steering: for tests, and for the demo that agrees in the place of an account's owner."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import requests
from pydantic import TypeAdapter

from agency.domain.terms.sharing import ChatChannel
from agency.sandbox.bots import Heard, hook_path
from agency.sandbox.douyin.refusals import CAPABILITY_GONE
from agency.sandbox.faults import Fault, Trouble

TIMEOUT_S = 10
_HEARD = TypeAdapter(list[Heard])


class Remote:
    """Steers a running sandbox, wherever it runs; every method is one call under ``/_sandbox/``."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    def now(self) -> datetime:
        """Return the sandbox's present moment; an answer also tells that it is up."""
        return datetime.fromisoformat(self._ask("GET", "clock")["now"])

    def set_clock(self, moment: datetime) -> None:
        """Let the sandbox's time stand still at this moment."""
        self._ask("PUT", "clock", {"stands_at": moment.isoformat()})

    def forward(self, *, seconds: float = 0, hours: float = 0, days: float = 0) -> None:
        """Move the sandbox's time on."""
        self._ask("PUT", "clock", {"forward_s": seconds + 3600 * hours + 86400 * days})

    def code(self, open_id: str) -> str:
        """Let the account's owner agree, and return the code that an authorisation begins with."""
        return str(self._ask("POST", "codes", {"open_id": open_id})["code"])

    def revoke(self, open_id: str) -> None:
        """Let the account's owner take the authorisation back."""
        self._ask("POST", "revocations", {"open_id": open_id})

    def token_ends(self) -> Mapping[str, datetime]:
        """Return until when each token lives."""
        return {token: datetime.fromisoformat(ends) for token, ends in self._ask("GET", "tokens").items()}

    def trouble(
        self,
        path: str,
        trouble: Trouble,
        *,
        times: int | None = 1,
        after: int = 0,
        code: int | str = "",
        seconds: float | None = None,
    ) -> None:
        """Spoil the next answers of a path, ``after`` some that come well; a ``code`` is the platform's own."""
        fault = Fault(path=path, trouble=trouble, times=times, after=after, code=str(code), seconds=seconds)
        self._ask("POST", "faults", fault.model_dump())

    def take_away(self, path: str) -> None:
        """Let Douyin take a capability away, for good."""
        self.trouble(path, Trouble.REFUSED, times=None, code=CAPABILITY_GONE)

    def lift_troubles(self) -> None:
        """Let everything go well again."""
        self._ask("DELETE", "faults")

    def bot(self, channel: ChatChannel, token: str, *, secret: str = "", keyword: str = "", dead: bool = False) -> str:
        """Let a group have a bot, or another one than before, and return the address of its webhook."""
        told = {"channel": channel, "token": token, "secret": secret, "keyword": keyword, "dead": dead}
        self._ask("POST", "bots", told)
        return self.base_url + hook_path(channel, token)

    def messages(self) -> Sequence[Heard]:
        """Return what arrived in any group, the oldest first."""
        return _HEARD.validate_python(self._ask("GET", "messages")["messages"])

    def forget_messages(self) -> None:
        """Forget what arrived until now; the bots have not more patience for it."""
        self._ask("DELETE", "messages")

    def calls(self) -> Mapping[str, int]:
        """Return how often each path was asked since the start."""
        return self._ask("GET", "calls")

    def _ask(self, method: str, place: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        url = f"{self.base_url}/_sandbox/{place}"
        answer = requests.request(method, url, json=body, timeout=TIMEOUT_S)
        answer.raise_for_status()
        return dict(answer.json() or {})
