"""What the snapshots of a work tell: what a period gained, and where the work stood at an age (domain.md 5.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agency.domain.figures import WorkFigures
from agency.domain.performance import told
from agency.domain.terms.figures import WorkKind
from agency.domain.terms.performance import Counter
from agency.domain.windows import Window

AGES = tuple(timedelta(days=days) for days in (1, 2, 3, 7, 14, 30))
AGE_TOLERANCE = timedelta(hours=12)  # half of the day between two pulls


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A work as it stood at one moment."""

    work_id: str
    observed_at: datetime
    figures: WorkFigures

    @property
    def age(self) -> timedelta:
        """How long the work had been out; good to a day only where its publication is known to the day."""
        return self.observed_at - self.figures.published_at


History = Sequence[Snapshot]
"""All snapshots of one work, oldest first."""


def gain(counter: Counter, history: History, window: Window) -> int | None:
    """Return what a counter of one work gained in a window: its last value inside minus its last before.

    A work published inside began at 0. May be negative: likes are withdrawn, the platform corrects. None when the
    counter was not seen inside, or not before it for an older work.
    """
    seen = [(shot.observed_at, value) for shot in history if (value := told(shot.figures, counter)) is not None]
    inside = [value for moment, value in seen if window.holds(moment)]
    before = [value for moment, value in seen if moment < window.begins]
    if not inside:
        return None
    if before:
        return inside[-1] - before[-1]
    return inside[-1] if window.holds(history[0].figures.published_at) else None


def at_age(counter: Counter, history: History, age: timedelta, *, tolerance: timedelta = AGE_TOLERANCE) -> int | None:
    """Return a counter of a work at an age, from the nearest snapshot, the earlier of two; None beyond the tolerance."""
    near = [shot for shot in history if told(shot.figures, counter) is not None and abs(shot.age - age) <= tolerance]
    nearest = min(near, key=lambda shot: abs(shot.age - age), default=None)
    return None if nearest is None else told(nearest.figures, counter)


def all_at_age(
    counter: Counter,
    histories: Iterable[History],
    age: timedelta,
    *,
    kind: WorkKind,
    tolerance: timedelta = AGE_TOLERANCE,
) -> dict[str, int]:
    """Return a counter at one age for every work of one kind that was seen at it, by work, oldest publication first.

    Today's totals would always favour the older work.
    """
    of_kind = (history for history in histories if history and history[0].figures.kind == kind)
    by_publication = sorted(of_kind, key=lambda history: history[0].figures.published_at)
    values = {history[0].work_id: at_age(counter, history, age, tolerance=tolerance) for history in by_publication}
    return {work_id: value for work_id, value in values.items() if value is not None}
