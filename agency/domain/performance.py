"""Rates of works: together they are ratios of sums, never a mean, and pictures never join videos (domain.md 5.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from agency.domain.figures import WorkFigures
from agency.domain.terms import label
from agency.domain.terms.figures import WorkKind
from agency.domain.terms.performance import Counter, DurationBand, Imported, Rate


@dataclass(frozen=True)
class Formula:
    """A rate as the sum of some counters over one."""

    above: tuple[Counter, ...]
    below: Counter = Counter.PLAYS


FORMULAS: Mapping[Rate, Formula] = {
    Rate.LIKE_RATE: Formula((Counter.LIKES,)),
    Rate.COMMENT_RATE: Formula((Counter.COMMENTS,)),
    Rate.SHARE_RATE: Formula((Counter.SHARES,)),
    Rate.SAVE_RATE: Formula((Counter.SAVES,)),
    Rate.ENGAGEMENT: Formula((Counter.LIKES, Counter.COMMENTS, Counter.SHARES, Counter.SAVES)),
    Rate.FOLLOW_RATE: Formula((Counter.FOLLOWER_GAIN,)),
    Rate.PROFILE_CONVERSION: Formula((Counter.FOLLOWER_GAIN,), Counter.PROFILE_VISITS),
    Rate.PROFILE_RATE: Formula((Counter.PROFILE_VISITS,)),
}
BAND_ENDS_MS: Mapping[DurationBand, int] = {
    DurationBand.UP_TO_15_S: 15_000,
    DurationBand.UP_TO_60_S: 60_000,
    DurationBand.UP_TO_3_MIN: 180_000,
}


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """A figure over several works: None when none of them tells it; ``left_out`` works did not tell enough to count."""

    value: float | None
    works: int
    left_out: int


def definition(rate: Rate) -> str:
    """Return the formula in the trade's words, to be printed wherever the rate is: others define it otherwise."""
    formula = FORMULAS[rate]
    above = " + ".join(label(counter) for counter in formula.above)
    return f"{f'({above})' if len(formula.above) > 1 else above} / {label(formula.below)}"


def told(figures: WorkFigures, counter: Counter) -> int | None:
    """Return one counter of a work."""
    value: int | None = getattr(figures, counter.value)
    return value


def parts(rate: Rate, figures: WorkFigures) -> tuple[int, int] | None:
    """Return what stands above and below the line for one work, or None when any of it is not told."""
    formula = FORMULAS[rate]
    above = [told(figures, counter) for counter in formula.above]
    below = told(figures, formula.below)
    if below is None or None in above:
        return None
    return sum(count for count in above if count is not None), below


def rate_of(rate: Rate, figures: WorkFigures) -> float | None:
    """Return a work's rate as a fraction, None when a part of it is not told or nothing stands below the line.

    May be negative where the follower gain is; 1,000 times the follow rate is 千次播放涨粉.
    """
    match parts(rate, figures):
        case (above, below) if below > 0:
            return above / below
        case _:
            return None


def watch_ratio(figures: WorkFigures) -> float | None:
    """Return the mean share of the video that was watched; more than 1 where it is watched again and again."""
    if figures.avg_watch_s is None or not figures.duration_ms:
        return None
    return figures.avg_watch_s * 1000 / figures.duration_ms


def pooled_rate(rate: Rate, works: Iterable[WorkFigures], *, kind: WorkKind) -> Pooled:
    """Return the rate of all works of one kind together: the sum above over the sum below."""
    of_kind = [parts(rate, work) for work in works if work.kind == kind]
    known = [pair for pair in of_kind if pair is not None]
    below = sum(below for _above, below in known)
    value = sum(above for above, _below in known) / below if below > 0 else None
    return Pooled(value=value, works=len(known), left_out=len(of_kind) - len(known))


def pooled_mean(metric: Imported, works: Iterable[WorkFigures], *, kind: WorkKind) -> Pooled:
    """Return a mean of the platform's own over all works of one kind, each weighing as much as it was played."""
    of_kind = [(work.plays, imported(work, metric)) for work in works if work.kind == kind]
    known = [(plays, value) for plays, value in of_kind if plays is not None and value is not None]
    weight = sum(plays for plays, _value in known)
    mean = sum(plays * value for plays, value in known) / weight if weight > 0 else None
    return Pooled(value=mean, works=len(known), left_out=len(of_kind) - len(known))


def imported(figures: WorkFigures, metric: Imported) -> float | None:
    """Return one of the platform's own means of a work."""
    value: float | None = getattr(figures, metric.value)
    return value


def duration_band(duration_ms: int) -> DurationBand:
    """Return the band of a video's length; an end belongs to the shorter band."""
    fitting = (band for band, end in BAND_ENDS_MS.items() if duration_ms <= end)
    return next(fitting, DurationBand.LONGER)
