"""What the snapshots of a work tell: what a period gained, and where the work stood at an age (domain.md 5.3).

A source that is silent of a figure in its newest look no longer tells it (a count that was hidden, an export without
the column), whatever it told before; another source may.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from operator import attrgetter

from agency.domain.calendar import beijing_day
from agency.domain.figures import WorkFigures
from agency.domain.performance import told
from agency.domain.terms.figures import Source
from agency.domain.terms.performance import Counter
from agency.domain.windows import Window

AGE_TOLERANCE = timedelta(hours=12)  # half of the day between two pulls
NOTHING = (None,) * len(Counter)
every_counter: Callable[[WorkFigures], tuple[int | None, ...]] = attrgetter(*(counter.value for counter in Counter))


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A work as one source saw it at one moment."""

    work_id: str
    observed_at: datetime
    source: Source
    figures: WorkFigures

    @property
    def age(self) -> timedelta:
        """How long the work had been out; good to a day only where its publication is known to the day."""
        return self.observed_at - self.figures.published_at


History = Sequence[Snapshot]
"""The snapshots of one work, oldest first."""

Seen = Sequence[tuple[datetime, int]]
"""A counter of one work with the moments at which it was told, oldest first."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What will be asked of histories, so that no more is read than answers it.

    The gains of ``windows``, what was told last before ``until``, plays at ``ages`` in days, and the counters that fell
    in one window.
    """

    until: datetime
    windows: tuple[Window, ...] = ()
    ages: tuple[int, ...] = ()
    falls_in: Window | None = None

    @property
    def edges(self) -> tuple[datetime, ...]:
        """The moments before which each source's last look is wanted, none after ``until``."""
        edges = {edge for window in self.windows for edge in (window.begins, window.ends) if edge < self.until}
        return tuple(sorted(edges | {self.until}))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the records answer to what is wanted, by work: looks, and plays by age in days."""

    histories: Mapping[str, History]
    plays_at_ages: Mapping[str, Mapping[int, int]]

    @property
    def seen_until(self) -> datetime | None:
        """The last look at any of the works, None for never."""
        return max((history[-1].observed_at for history in self.histories.values()), default=None)


@dataclass(frozen=True, kw_only=True)
class Increment:
    """What a counter gained from the day after one look to the day of the next, ``first`` to ``last``, both inside."""

    first: date
    last: date
    gained: int

    @property
    def fell(self) -> bool:
        """Whether the platform took back more than came in: kept as it is, and told (平台回收/修正)."""
        return self.gained < 0


def last_looks(history: History, before: datetime) -> list[Snapshot]:
    """Return each source's last look at a work before a moment, oldest first."""
    last: dict[Source, Snapshot] = {}
    for shot in history:
        if shot.observed_at < before:
            last.pop(shot.source, None)  # what is put in anew stands at the end
            last[shot.source] = shot
    return list(last.values())


def gain(counter: Counter, history: History, window: Window) -> int | None:
    """Return what a counter of one work gained in a window; see ``gains``."""
    return gains(history, window)[counter]


def gains(history: History, window: Window) -> dict[Counter, int | None]:
    """Return what each counter of one work gained in a window: its last value inside minus its last before.

    A work published inside began at 0. May be negative: likes are withdrawn, the platform corrects. None when the
    counter was not seen inside, or not before it for an older work.
    """
    before = told_last(last_looks(history, window.begins))
    inside = told_last([shot for shot in last_looks(history, window.ends) if shot.observed_at >= window.begins])
    is_new = bool(history) and window.holds(history[0].figures.published_at)
    return {counter: difference(now, then, is_new) for counter, now, then in zip(Counter, inside, before, strict=True)}


def difference(now: int | None, before: int | None, is_new: bool) -> int | None:
    """Return what was gained between two values, from 0 for a new work that was not seen before."""
    if now is None or (before is None and not is_new):
        return None
    return now - (before or 0)


def told_last(looks: Sequence[Snapshot]) -> Sequence[int | None]:
    """Return each counter from the newest of some looks, oldest first, that tells it."""
    told_by_each = [every_counter(shot.figures) for shot in looks]
    if len(told_by_each) == 1:
        return told_by_each[0]
    newest_first = reversed(told_by_each)
    return [
        next((value for value in column if value is not None), None)
        for column in zip(NOTHING, *newest_first, strict=True)
    ]


def increments(seen: Seen) -> list[Increment]:
    """Return what a counter of one work gained from day to day, in Beijing days, oldest first.

    A day's last look counts. Days without a look belong to the next one that has: nothing is spread over them.
    """
    of_days = {beijing_day(moment): value for moment, value in seen}
    return [
        Increment(first=earlier + timedelta(days=1), last=day, gained=value - before)
        for (earlier, before), (day, value) in pairwise(of_days.items())
    ]


def series(counter: Counter, history: History, source: Source) -> Seen:
    """Return a counter of one work as one source told it: sources are not mixed, each counts to an hour of its own."""
    looks = [(shot.observed_at, told(shot.figures, counter)) for shot in history if shot.source is source]
    return [(moment, value) for moment, value in looks if value is not None]


def at_ages(
    seen: Seen, published_at: datetime, ages: Iterable[int], *, tolerance: timedelta = AGE_TOLERANCE
) -> dict[int, int]:
    """Return a counter of one work at each age in days, from the nearest look, the earlier of two.

    Works are compared at equal age: today's totals would always favour the older one. An age from which every look is
    further away than the tolerance is left out.
    """
    moments = [moment for moment, _value in seen]
    found: dict[int, int] = {}
    for age in ages:
        reached = published_at + timedelta(days=age)
        place = nearest(moments, reached)
        if place is not None and abs(moments[place] - reached) <= tolerance:
            found[age] = seen[place][1]
    return found


def nearest(moments: Sequence[datetime], wanted: datetime) -> int | None:
    """Return the place of the moment nearest to another, the earlier of two; None among none. They stand in order."""
    place = bisect_left(moments, wanted)
    if place and (place == len(moments) or wanted - moments[place - 1] <= moments[place] - wanted):
        return place - 1
    return place if moments else None
