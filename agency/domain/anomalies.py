"""What is out of the ordinary in an account's works, each with its evidence (domain.md 5.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from statistics import median

from agency.domain.comparisons import compare_counts
from agency.domain.performance import told
from agency.domain.snapshots import History, Snapshot
from agency.domain.terms import label
from agency.domain.terms.figures import Visibility
from agency.domain.terms.performance import AnomalyKind, Counter, Standing
from agency.domain.windows import Window
from agency.locale import _
from config.policy import Policy

BOUNCE_POINTS = 0.10
SILENT_AFTER = timedelta(hours=24)
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


def odd_plays(snapshot: Snapshot, plays: int, earlier: Sequence[int], age: int, policy: Policy) -> Anomaly | None:
    """Return that a work's plays at an age in days are unusual for the works before it at the same age."""
    latest = earlier[-policy.compared_works :]
    found = compare_counts(plays, latest, "", policy)
    if found.baseline is None or found.standing in (Standing.ORDINARY, Standing.NOT_ENOUGH_DATA):
        return None
    sentence = _("{plays} plays after {age} days, {usual} is usual (n={n} works)")
    message = sentence.format(plays=plays, age=age, usual=round(found.baseline), n=found.n)
    return of_work(snapshot, AnomalyKind.ODD_PLAYS, message, value=plays, baseline=found.baseline, n=found.n)


def bounce_rose(snapshot: Snapshot, earlier: Sequence[float], policy: Policy) -> Anomaly | None:
    """Return that far more viewers leave within 2 s than at the works before; None also without enough of those."""
    bounce = snapshot.figures.bounce_2s
    if bounce is None or len(earlier) < policy.anomaly_works:
        return None
    usual = median(earlier)
    if round(bounce - usual, 6) <= BOUNCE_POINTS:
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


def fallen_counters(history: History, window: Window) -> Iterator[Anomaly]:
    """Yield every fall of a cumulative counter in a window, since a source's last look before it.

    It is kept as it is, for the platform withdraws and corrects (平台回收/修正). Sources are not mixed: an export
    that tells of yesterday has not fallen behind an answer of today.
    """
    for source in dict.fromkeys(shot.source for shot in history):
        own = [shot for shot in history if shot.source is source and shot.observed_at < window.ends]
        before = [shot for shot in own if shot.observed_at < window.begins][-1:]
        yield from falls([*before, *(shot for shot in own if shot.observed_at >= window.begins)])


def falls(looks: Sequence[Snapshot]) -> Iterator[Anomaly]:
    """Yield every fall of a cumulative counter from one look that tells it to the next."""
    for counter in CUMULATIVE:
        seen = [(shot, value) for shot in looks if (value := told(shot.figures, counter)) is not None]
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
