"""What every platform's client can be asked of one account; one that cannot tell a thing yields nothing of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from agency.domain.figures import AccountDay, WorkDay, WorkFigures


@dataclass(frozen=True, kw_only=True)
class Said:
    """A comment beneath a work; ``author`` is the platform's own id of who said it, for a hash: a stranger's name is not ours."""

    comment_id: str
    content: str
    said_at: datetime
    likes: int | None
    replies: int | None
    pinned: bool = False
    author: str = field(default="", repr=False, compare=False)


class Reader(Protocol):
    """One account at its platform, opened with its authorisation; it reads only, and is closed after use.

    Every method raises the PlatformErrors of ``agency.errors``. ``span`` is how many days back days are wanted; a
    platform gives the nearest span that it knows. Days that are not out yet are missing, never 0.
    """

    def works(self, known: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield every work once with its totals; ``known`` are the platform's ids on record, for one that lists none."""

    def named(self, item_ids: Sequence[str]) -> Iterator[WorkFigures]:
        """Yield the totals of the works that are named; deleted ones and those of others are missing without a word."""

    def watch_times(self, works: Sequence[WorkFigures]) -> Mapping[str, float]:
        """Return the mean watch time of these works in seconds, by the platform's id, where it is told apart from totals."""

    def work_days(self, works: Sequence[WorkFigures], span: int) -> Iterator[WorkDay]:
        """Yield the days of these works, as far as the platform still tells any."""

    def account_days(self, span: int) -> Sequence[AccountDay]:
        """Return the account's last days, oldest first; a platform without a series tells the day of its own zone."""

    def comments(self, item_id: str) -> Iterator[Said]:
        """Yield what was said about a work, newest first."""

    def close(self) -> None:
        """Let go of the connection."""
