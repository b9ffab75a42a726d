"""Which works broke out, measured by the account's own works at the same age (domain.md 5.3, hit_rate)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from agency.domain.terms.performance import HitLevel
from config.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A verdict with its evidence: plays at the age, and the baseline over ``n`` previous works, None if too few."""

    level: HitLevel
    plays: int
    baseline: float | None
    n: int


def judge_hit(plays: int, previous: Sequence[int], policy: Policy) -> Hit:
    """Judge a work's plays by those of the works before it at the same age, oldest first.

    There is no standard of what a hit is, so the numbers are printed beside the verdict. The baseline is never taken
    below ``hit_floor_plays``, or a small account would break out every day.
    """
    latest = previous[-policy.compared_works :]
    if len(latest) < policy.anomaly_works:
        return Hit(level=HitLevel.NOT_ENOUGH_DATA, plays=plays, baseline=None, n=len(latest))
    baseline = max(median(latest), policy.hit_floor_plays)
    level = HitLevel.ORDINARY
    if plays >= policy.big_hit_ratio * baseline:
        level = HitLevel.BIG_HIT
    elif plays >= policy.hit_ratio * baseline:
        level = HitLevel.HIT
    return Hit(level=level, plays=plays, baseline=baseline, n=len(latest))


def judge_hits(plays_at_age: Mapping[str, int], policy: Policy) -> dict[str, Hit]:
    """Judge every work by those before it; the mapping is of one account, kind and age, oldest publication first."""
    works = list(plays_at_age.items())
    values = list(plays_at_age.values())
    return {work_id: judge_hit(plays, values[:index], policy) for index, (work_id, plays) in enumerate(works)}


def hit_rate(hits: Iterable[Hit]) -> float | None:
    """Return the share of hits among the works that could be judged, None when none could."""
    judged = [hit for hit in hits if hit.level != HitLevel.NOT_ENOUGH_DATA]
    return sum(hit.level != HitLevel.ORDINARY for hit in judged) / len(judged) if judged else None
