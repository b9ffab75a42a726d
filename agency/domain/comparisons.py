"""Whether a value is unusual for the account itself, with the evidence beside the verdict (domain.md 5.4, 5.5).

No industry's line is asked: they disagree. The values compared are of one account, one kind of work and one age.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from statistics import median, quantiles

from agency.domain.terms.performance import Standing

LEAST_WORKS = 8
UNUSUAL_Z = 3.5
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


def compare_counts(
    value: int, earlier: Sequence[int], window: str, *, unusual_z: float = UNUSUAL_Z, least: int = LEAST_WORKS
) -> Comparison:
    """Compare a count by its modified z on a log scale: a tenfold leap weighs as much as a tenfold fall.

    Fewer than ``least`` earlier values, or values most of which are one and the same, are not enough.
    """
    score = modified_z(log1p(value), [log1p(other) for other in earlier]) if len(earlier) >= least else None
    standing = standing_between(score, -unusual_z, unusual_z)
    return Comparison(standing=standing, value=value, baseline=middle(earlier), n=len(earlier), window=window)


def compare_rates(
    value: float, earlier: Sequence[float], window: str, *, fence: float = FENCE, least: int = LEAST_WORKS
) -> Comparison:
    """Compare a rate by the quartile fences of the earlier ones."""
    standing = Standing.NOT_ENOUGH_DATA
    if len(earlier) >= least:
        low, _middle, high = quantiles(earlier, n=4, method="inclusive")
        reach = fence * (high - low)
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
