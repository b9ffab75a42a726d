"""When a service that died is started anew: after a pause that grows with each death, and not any more after too many.

Pure but for what it remembers; the moments come from a clock that never jumps (``time.monotonic``).
"""

from collections import defaultdict
from dataclasses import dataclass, field

REMEMBERED_S = 300.0  # a death is forgotten after five minutes
MOST_DEATHS = 5  # the death in that time that is one too many
FIRST_PAUSE_S = 1.0


@dataclass
class Deaths:
    """The latest deaths of each service, in seconds of a clock that never jumps."""

    moments: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, now: float) -> None:
        """Remember that a service died, and forget what is long ago."""
        recent = [moment for moment in self.moments[name] if now - moment < REMEMBERED_S]
        self.moments[name] = [*recent, now]

    def too_many(self, name: str) -> bool:
        """Say whether to start it once more would be to hide a fault."""
        return len(self.moments[name]) >= MOST_DEATHS

    def begins_again(self, name: str) -> float:
        """Return the moment from which on it may be started anew: 1 s after its first death, then 2 s, 4 s, 8 s."""
        died = self.moments[name]
        return died[-1] + FIRST_PAUSE_S * 2.0 ** (len(died) - 1)
