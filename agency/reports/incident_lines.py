"""An incident as reports and reviews tell it: whose it was, how long it took, and what was learnt (I10, I11, C4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agency.locale import _


@dataclass(frozen=True, kw_only=True)
class IncidentLine:
    """One incident of a time, or one carried into it; ``hours`` from its beginning to its end, None while it is open."""

    code: str
    what: str
    owner: str
    happened_at: datetime
    is_escalated: bool
    hours: float | None
    resolution: str
    learnt: str

    @property
    def is_open(self) -> bool:
        """Whether it is not resolved."""
        return self.hours is None


def count_open(lines: Sequence[IncidentLine]) -> int:
    """Return how many are not resolved."""
    return sum(line.is_open for line in lines)


def worst_first(lines: Sequence[IncidentLine]) -> list[IncidentLine]:
    """Return the open ones before the resolved ones, each the oldest first."""
    return sorted(lines, key=lambda line: (not line.is_open, line.happened_at, line.code))


def taken(line: IncidentLine) -> str:
    """Return how many hours it took, or that it is open."""
    return _("not resolved") if line.hours is None else _("{hours} h").format(hours=f"{line.hours:.1f}")


def in_words(line: IncidentLine) -> str:
    """Return one incident in a line: which, how long it took, and what was learnt."""
    told = f"{line.code} {line.what} · {line.owner} · {taken(line)}"
    return f"{told} · {_('Learnt: {words}').format(words=line.learnt)}" if line.learnt else told
