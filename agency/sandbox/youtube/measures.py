"""What is measured between two moments: of some works, or of a whole channel with its subscribers (platforms.md 3.2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from agency.sandbox.description import SandboxAccount, SandboxWork
from agency.sandbox.growth import Curve, Wave, level

INTEGER, FLOAT = "INTEGER", "FLOAT"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What some works, or a whole channel with its subscribers, went through between two moments."""

    works: Sequence[SandboxWork]
    begins: datetime
    ends: datetime
    account: SandboxAccount | None = None

    def gain(self, counter: str) -> int:
        """Return what a counter of the works has gained; it may be negative."""
        return sum(self._gain(getattr(work, counter), work.published_at) for work in self.works)

    def followers(self, *, sign: int) -> int:
        """Return how many subscribers came (1) or left (-1)."""
        if self.account is None:
            return 0
        waves = (wave for wave in self.account.followers if wave.height * sign > 0)
        rise = (Wave(height=abs(wave.height), half_life_h=wave.half_life_h, starts_h=wave.starts_h) for wave in waves)
        return self._gain(tuple(rise), self.account.opened_at)

    def watched_s(self) -> float:
        """Return how long all plays lasted together, in seconds."""
        return sum(self._gain(work.plays, work.published_at) * work.avg_watch_s for work in self.works)

    def offered_s(self) -> float:
        """Return how long all plays would have lasted to the end, in seconds."""
        return sum(self._gain(work.plays, work.published_at) * work.duration_s for work in self.works)

    def _gain(self, curve: Curve, since: datetime) -> int:
        return level(curve, _age_h(since, self.ends)) - level(curve, _age_h(since, self.begins))


METRICS: Mapping[str, tuple[str, Callable[[Stretch], JsonValue]]] = {
    "views": (INTEGER, lambda told: told.gain("plays")),
    "likes": (INTEGER, lambda told: told.gain("likes")),
    "comments": (INTEGER, lambda told: told.gain("comments")),
    "shares": (INTEGER, lambda told: told.gain("shares")),
    "estimatedMinutesWatched": (INTEGER, lambda told: round(told.watched_s() / 60)),
    "averageViewDuration": (INTEGER, lambda told: round(told.watched_s() / (told.gain("plays") or 1))),
    "averageViewPercentage": (FLOAT, lambda told: round(100 * told.watched_s() / (told.offered_s() or 1), 2)),
    "subscribersGained": (INTEGER, lambda told: told.followers(sign=1)),
    "subscribersLost": (INTEGER, lambda told: told.followers(sign=-1)),
}


def _age_h(since: datetime, at: datetime) -> float:
    return (at - since).total_seconds() / 3600
