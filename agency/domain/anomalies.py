"""What is out of the ordinary in an account's days and works, each with its evidence (domain.md 5.5)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from agency.domain.comparisons import LEAST_WORKS
from agency.domain.figures import AccountDay
from agency.domain.performance import told
from agency.domain.snapshots import History, Snapshot
from agency.domain.terms import label
from agency.domain.terms.figures import Visibility
from agency.domain.terms.performance import AnomalyKind, Counter
from agency.domain.windows import Window
from agency.locale import _

DAYS_RUNNING = 2
BOUNCE_POINTS = 0.10
SILENT_AFTER = timedelta(hours=24)
DAY = timedelta(days=1)
CUMULATIVE = tuple(counter for counter in Counter if counter is not Counter.FOLLOWER_GAIN)


@dataclass(frozen=True, kw_only=True)
class Anomaly:
    """One thing out of the ordinary: a value against a baseline over ``n`` days, works or snapshots of ``window``.

    ``work_id`` is None where it is the account's.
    """

    kind: AnomalyKind
    message: str
    value: float
    baseline: float | None
    n: int
    window: str
    work_id: str | None = None


def losing_fans(days: Iterable[AccountDay], *, running: int = DAYS_RUNNING) -> Iterator[Anomaly]:
    """Yield every stretch of at least ``running`` days, without a gap, on each of which the account lost fans."""
    for stretch in stretches(day for day in days if day.new_fans is not None and day.new_fans < 0):
        if len(stretch) >= running:
            lost = sum(day.new_fans or 0 for day in stretch)
            sentence = _("{days} days running with fewer fans, {lost} in all")
            yield Anomaly(
                kind=AnomalyKind.LOSING_FANS,
                message=sentence.format(days=len(stretch), lost=lost),
                value=lost,
                baseline=0,
                n=len(stretch),
                window=span(stretch[0].day, stretch[-1].day),
            )


def missing_days(days: Iterable[AccountDay], window: Window, *, until: date) -> Anomaly | None:
    """Return the days of a window, to the end of ``until``, without figures of the account; None when there are none."""
    last = min(window.last, until)
    wanted = {window.first + DAY * index for index in range((last - window.first).days + 1)}
    missing = sorted(wanted - {day.day for day in days})
    if not missing:
        return None
    sentence = _("no figures for {count} of {days} days: {missing}")
    listed = ", ".join(day.isoformat() for day in missing)
    return Anomaly(
        kind=AnomalyKind.DAYS_MISSING,
        message=sentence.format(count=len(missing), days=len(wanted), missing=listed),
        value=len(missing),
        baseline=0,
        n=len(wanted),
        window=span(window.first, last),
    )


def bounce_rose(
    snapshot: Snapshot, earlier: Sequence[float], *, points: float = BOUNCE_POINTS, least: int = LEAST_WORKS
) -> Anomaly | None:
    """Return that far more viewers leave within 2 s than at the works before; None also without enough of those."""
    bounce = snapshot.figures.bounce_2s
    if bounce is None or len(earlier) < least:
        return None
    usual = median(earlier)
    if round(bounce - usual, 6) <= points:
        return None
    message = _("{bounce:.1%} left within 2 seconds, {usual:.1%} is usual").format(bounce=bounce, usual=usual)
    return of_work(snapshot, AnomalyKind.BOUNCE_ROSE, message, value=bounce, baseline=usual, n=len(earlier))


def no_plays(snapshot: Snapshot, *, after: timedelta = SILENT_AFTER) -> Anomaly | None:
    """Return that a public work is still unplayed: the platform may be limiting it."""
    figures = snapshot.figures
    if figures.plays != 0 or figures.visibility != Visibility.PUBLIC or snapshot.age < after:
        return None
    sentence = _("public for {hours} hours and not played once: the platform may be limiting it")
    hours = int(snapshot.age / timedelta(hours=1))
    return of_work(snapshot, AnomalyKind.NO_PLAYS, sentence.format(hours=hours), value=0, baseline=None, n=1)


def not_public(snapshot: Snapshot) -> Anomaly | None:
    """Return that the public cannot see a work; None also where the platform did not say."""
    visibility = snapshot.figures.visibility
    if visibility is None or visibility is Visibility.PUBLIC:
        return None
    sentence = _("the public cannot see it: {visibility}").format(visibility=label(visibility))
    return of_work(snapshot, AnomalyKind.NOT_PUBLIC, sentence, value=0, baseline=None, n=1)


def fallen_counters(history: History) -> Iterator[Anomaly]:
    """Yield every fall of a cumulative counter: kept as it is, for the platform withdraws and corrects (平台回收/修正)."""
    for counter in CUMULATIVE:
        seen = [(shot, value) for shot in history if (value := told(shot.figures, counter)) is not None]
        for (_shot, before), (shot, after) in pairwise(seen):
            if after < before:
                sentence = _("{counter} fell from {before} to {after}: withdrawn or corrected by the platform")
                message = sentence.format(counter=label(counter), before=before, after=after)
                yield of_work(shot, AnomalyKind.COUNTER_FELL, message, value=after, baseline=before, n=2)


def of_work(
    snapshot: Snapshot, kind: AnomalyKind, message: str, *, value: float, baseline: float | None, n: int
) -> Anomaly:
    """Return an anomaly of the work in a snapshot."""
    return Anomaly(
        kind=kind,
        message=message,
        value=value,
        baseline=baseline,
        n=n,
        window=snapshot.observed_at.isoformat(),
        work_id=snapshot.work_id,
    )


def stretches(days: Iterable[AccountDay]) -> Iterator[list[AccountDay]]:
    """Yield the days in stretches without a gap."""
    stretch: list[AccountDay] = []
    for day in sorted(days, key=lambda one: one.day):
        if stretch and day.day - stretch[-1].day > DAY:
            yield stretch
            stretch = []
        stretch.append(day)
    if stretch:
        yield stretch


def span(first: date, last: date) -> str:
    """Return a stretch of days as text."""
    return f"{first}..{last}"
