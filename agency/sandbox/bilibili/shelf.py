"""An account's works in the order in which Bilibili lists them, and how far each has come at a moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from agency.domain.terms.figures import Visibility
from agency.sandbox.description import SandboxAccount, SandboxWork
from agency.sandbox.growth import Curve, level

STATES: Mapping[Visibility, int] = {
    Visibility.PUBLIC: 0,
    Visibility.FRIENDS: 0,
    Visibility.IN_REVIEW: -30,
    Visibility.NOT_SUITABLE: -2,
    Visibility.PRIVATE: -50,
}
STATUSES: Mapping[str, frozenset[Visibility]] = {
    "all": frozenset(STATES),
    "pubed": frozenset({Visibility.PUBLIC, Visibility.FRIENDS, Visibility.PRIVATE}),
    "is_pubing": frozenset({Visibility.IN_REVIEW}),
    "not_pubed": frozenset({Visibility.NOT_SUITABLE}),
}


def slots(account: SandboxAccount, status: str, now: datetime) -> Sequence[SandboxWork]:
    """Return the works of a status, newest first; a deleted one keeps its slot, so pages have holes."""
    wanted = {*STATUSES[status], Visibility.DELETED}
    there = [work for work in account.works if work.published_at <= now and work.visibility in wanted]
    return sorted(there, key=lambda work: work.published_at, reverse=True)


def found(account: SandboxAccount, resource_id: str, now: datetime) -> SandboxWork | None:
    """Return the work of this id, None when it is not this account's, deleted, or yet to come."""
    there = slots(account, "all", now)
    return next((w for w in there if w.item_id == resource_id and w.visibility != Visibility.DELETED), None)


def is_seen(work: SandboxWork) -> bool:
    """Whether the public sees the work."""
    return STATES.get(work.visibility) == 0


def counted(curve: Curve, since: datetime, now: datetime) -> int:
    """Return a counter at a moment."""
    return level(curve, (now - since) / timedelta(hours=1))
