"""What one call asks for, once its token is found good: the account's shelf, the moment and the parameters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from pydantic import JsonValue

from agency.domain.terms.figures import Visibility
from agency.sandbox.description import SandboxAccount, SandboxWork
from agency.sandbox.douyin.refusals import BAD_PARAMETER, Refusal


class Shelf:
    """An account with its works in the order in which the platform lists them, newest first."""

    def __init__(self, account: SandboxAccount) -> None:
        self.account = account
        self._newest_first = sorted(account.works, key=lambda work: work.published_at, reverse=True)

    def slots(self, now: datetime) -> list[SandboxWork]:
        """Return what was ever published until now; a deleted work keeps its slot, so pages have holes."""
        return [work for work in self._newest_first if work.published_at <= now]

    def works(self, now: datetime) -> list[SandboxWork]:
        """Return the works that exist now."""
        return [work for work in self.slots(now) if work.visibility != Visibility.DELETED]

    @cached_property
    def _by_id(self) -> Mapping[str, SandboxWork]:
        return {name: work for work in self.account.works for name in (work.item_id, work.video_id)}

    def work(self, name: str, now: datetime) -> SandboxWork | None:
        """Return the work with this item_id or video_id, None when it is not this account's, deleted or yet to come."""
        work = self._by_id.get(name)
        if work is None or work.published_at > now or work.visibility == Visibility.DELETED:
            return None
        return work


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call; ``query`` and ``body`` hold no parameter that the contract does not name."""

    shelf: Shelf
    now: datetime
    authorised_at: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, JsonValue] = field(default_factory=dict)

    def number(self, name: str, *, least: int = 0, most: int) -> int:
        """Return a numeric parameter, refusing what is absent, no number, or outside the contract's bounds."""
        text = self.query.get(name, "")
        if not text.isdecimal() or not least <= int(text) <= most:
            raise Refusal(BAD_PARAMETER)
        return int(text)

    def ids(self, name: str, *, most: int) -> Sequence[str]:
        """Return a list of ids from the body, empty when it is absent."""
        found = self.body.get(name) or []
        if not isinstance(found, list) or len(found) > most:
            raise Refusal(BAD_PARAMETER)
        return [str(each) for each in found]

    def work(self) -> SandboxWork:
        """Return the work that ``item_id`` names."""
        if found := self.shelf.work(self.query.get("item_id", ""), self.now):
            return found
        raise Refusal(BAD_PARAMETER)
