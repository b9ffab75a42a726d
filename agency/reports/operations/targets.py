"""How a month's targets stand at the end of a period: what is reached, the pace, and what is still needed (C1, C4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from agency.domain.month_plan import RATES
from agency.domain.pace import pace
from agency.domain.terms.engagement import Sentiment
from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Light
from agency.domain.terms.plans import TargetDirection, TargetLevel
from agency.domain.windows import Window, month, share_elapsed
from agency.reports.operations.values import TargetLine
from config.policy import Policy

LEVELS = RATES | {Metric.AVG_WATCH, Metric.WATCH_RATIO, Metric.FOLLOWERS, Metric.FANS_PER_K, Metric.HIT_RATE}
LEVELS |= {Metric.PROFILE_CONVERSION, Metric.PROFILE_RATE, Metric.COST_PER_K, Metric.COST_PER_FAN}
"""What is not gathered up through a month but stands somewhere: half a month gone does not mean half of it."""


@dataclass(frozen=True, kw_only=True)
class Aim:
    """One target of a month; ``account`` is empty for the whole project."""

    account: str
    metric: Metric
    value: float
    direction: TargetDirection
    level: TargetLevel
    is_confirmed: bool


def target_line(aim: Aim, actual: float | None, period: Window, policy: Policy) -> TargetLine:
    """Return how one target stands at the end of a period, given what its month came to by then."""
    whole = month(period.last)
    known = TargetLine(
        account=aim.account,
        metric=aim.metric,
        level=aim.level,
        direction=aim.direction,
        is_confirmed=aim.is_confirmed,
        target=aim.value,
        actual=actual,
    )
    if actual is None or aim.value <= 0:
        return known
    elapsed = share_elapsed(whole, period.ends)
    if aim.metric in LEVELS or aim.direction is TargetDirection.AT_MOST:
        return standing(known, actual, is_over=elapsed >= 1, policy=policy)
    return gathering(known, actual, elapsed, (whole.last - period.last).days, policy)


def standing(known: TargetLine, actual: float, *, is_over: bool, policy: Policy) -> TargetLine:
    """Return a target that is compared as it stands, whatever has passed of the month."""
    ratio = actual / known.target
    is_floor = known.direction is TargetDirection.AT_LEAST
    is_good = ratio >= 1 if is_floor else ratio <= 1
    closeness = ratio if is_floor or is_good else 1 / ratio
    light = Light.GREEN if is_good else Light.RED if closeness < policy.pace_red else Light.AMBER
    return replace(
        known, rate=ratio, deviation=actual - known.target, light=light, is_reached=is_good if is_over else None
    )


def gathering(known: TargetLine, actual: float, elapsed: float, days_left: int, policy: Policy) -> TargetLine:
    """Return a target that is gathered up through the month, against the part of it that should be there by now."""
    found = pace(round(actual), round(known.target), elapsed, policy)
    lacking = max(known.target - actual, 0.0)
    return replace(
        known,
        rate=actual / known.target,
        pace=found.pace if found else None,
        deviation=actual - known.target * elapsed,
        needed=ceil(lacking / days_left) if days_left else None,
        light=found.light if found else None,
        is_reached=None if elapsed < 1 else actual >= known.target,
    )


def negative_rate(comments: Mapping[Sentiment, int]) -> float | None:
    """Return the share of negative comments among those that were judged, None where none was."""
    judged = sum(count for sentiment, count in comments.items() if sentiment is not Sentiment.UNDECIDED)
    return comments.get(Sentiment.NEGATIVE, 0) / judged if judged else None
