"""Whether a value is unusual for the account itself, with the evidence beside the verdict (domain.md 5.4, 5.5).

No industry's line is asked: they disagree. The values compared are of one account, one kind of work and one age.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from statistics import median, quantiles

from agency.domain.terms.performance import Standing
from config.policy import Policy

FENCE = 1.5
NORMAL_CONSISTENCY = 0.6745  # makes the median deviation comparable with a standard deviation


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A value against its baseline, the median of ``n`` earlier ones; ``window`` says which they are."""

    standing: Standing
    value: float
    baseline: float | None
    n: int
    window: str


def compare_counts(value: int, earlier: Sequence[int], window: str, policy: Policy) -> Comparison:
    """Compare a count by its modified z on a log scale: a tenfold leap weighs as much as a tenfold fall.

    Fewer than ``anomaly_works`` earlier values, or values most of which are one and the same, are not enough.
    """
    is_enough = len(earlier) >= policy.anomaly_works
    score = modified_z(log1p(value), [log1p(other) for other in earlier]) if is_enough else None
    standing = standing_between(score, -policy.anomaly_score, policy.anomaly_score)
    return Comparison(standing=standing, value=value, baseline=middle(earlier), n=len(earlier), window=window)


def compare_rates(value: float, earlier: Sequence[float], window: str, policy: Policy) -> Comparison:
    """Compare a rate by the quartile fences of the earlier ones; fewer than ``anomaly_works`` are not enough."""
    standing = Standing.NOT_ENOUGH_DATA
    if len(earlier) >= policy.anomaly_works:
        low, _middle, high = quantiles(earlier, n=4, method="inclusive")
        reach = FENCE * (high - low)
        standing = standing_between(value, low - reach, high + reach)
    return Comparison(standing=standing, value=value, baseline=middle(earlier), n=len(earlier), window=window)


def modified_z(value: float, others: Sequence[float]) -> float | None:
    """Return how many deviations a value lies from the median of others, None when most of them are the same."""
    centre = median(others)
    deviation = median(abs(other - centre) for other in others)
    return NORMAL_CONSISTENCY * (value - centre) / deviation if deviation > 0 else None


def standing_between(score: float | None, low: float, high: float) -> Standing:
    """Return where a score stands; a bound itself is ordinary."""
    if score is None:
        return Standing.NOT_ENOUGH_DATA
    if score > high:
        return Standing.UNUSUALLY_HIGH
    return Standing.UNUSUALLY_LOW if score < low else Standing.ORDINARY


def middle(values: Sequence[float]) -> float | None:
    """Return the median, None of nothing."""
    return median(values) if values else None
