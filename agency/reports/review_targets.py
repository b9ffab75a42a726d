"""A month's targets against what came in up to the end of a half-month (C1, S13, domain.md 5.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agency.domain.figures import AccountDay
from agency.domain.known import sum_known
from agency.domain.pace import forecast, pace
from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Light
from agency.domain.terms.plans import TargetLevel
from agency.domain.windows import Window, month, share_elapsed
from agency.reports.review_sections import TargetLine
from config.policy import Policy

OF_A_DAY = {
    Metric.PLAYS: "plays_new",
    Metric.LIKES: "likes_new",
    Metric.COMMENTS: "comments_new",
    Metric.SHARES: "shares_new",
    Metric.SAVES: "saves_new",
    Metric.PROFILE_VISITS: "profile_visits",
    Metric.FOLLOWER_GAIN: "new_fans",
}
COUNTED_UP = frozenset({*OF_A_DAY, Metric.WORKS_PUBLISHED})


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a month is to bring an account."""

    metric: Metric
    value: float
    level: TargetLevel
    is_at_most: bool


@dataclass(frozen=True, kw_only=True)
class MonthSoFar:
    """What an account came to from the beginning of a month up to the end of a half-month in it, and its days.

    ``results`` are those of ``agency.domain.month_results``, which the month's meeting and its report tell too.
    """

    account: str
    window: Window
    results: Mapping[Metric, float | None]
    days: Sequence[AccountDay]


def target_line(target: Target, so_far: MonthSoFar, policy: Policy) -> TargetLine:
    """Return how a target stands at the end of the window."""
    came_in = so_far.results.get(target.metric)
    is_counted = target.metric in COUNTED_UP
    elapsed = share_elapsed(month(so_far.window.first), so_far.window.ends) if is_counted else None
    return TargetLine(
        account=so_far.account,
        metric=target.metric,
        level=target.level,
        is_at_most=target.is_at_most,
        target=target.value,
        actual=came_in,
        reached=came_in / target.value if came_in is not None and target.value > 0 else None,
        elapsed=elapsed,
        light=None if came_in is None else light_of(target, came_in, elapsed, policy),
        forecast=month_end(target.metric, came_in, so_far),
    )


def whole_line(target: Target, name: str, lines: Sequence[TargetLine], policy: Policy) -> TargetLine:
    """Return how a target of a whole project stands, given the same target's line of each of its accounts.

    Only what is counted can be added up: of a rate nothing is told.
    """
    is_summed = target.metric in COUNTED_UP or target.metric is Metric.FOLLOWERS
    came_in = sum_known([line.actual for line in lines]) if is_summed else None
    elapsed = next((line.elapsed for line in lines), None)
    return TargetLine(
        account=name,
        metric=target.metric,
        level=target.level,
        is_at_most=target.is_at_most,
        target=target.value,
        actual=came_in,
        reached=came_in / target.value if came_in is not None and target.value > 0 else None,
        elapsed=elapsed,
        light=None if came_in is None else light_of(target, came_in, elapsed, policy),
        forecast=sum_known([line.forecast for line in lines]) if is_summed else None,
    )


def light_of(target: Target, came_in: float, elapsed: float | None, policy: Policy) -> Light | None:
    """Return the light of a target: one that is counted up by its pace, another by how much of it is reached."""
    if target.is_at_most:
        return Light.GREEN if came_in <= target.value * (1 if elapsed is None else elapsed) else Light.RED
    if elapsed is None:
        elapsed = 1.0
    found = pace(round(came_in), round(target.value), elapsed, policy) if target.value >= 1 else None
    if found:
        return found.light
    ratio = came_in / target.value if target.value > 0 else 1.0
    return Light.RED if ratio < policy.pace_red else Light.AMBER if ratio < policy.pace_amber else Light.GREEN


def month_end(metric: Metric, came_in: float | None, so_far: MonthSoFar) -> float | None:
    """Return an estimate of the month's end for what is told day by day."""
    if came_in is None or metric not in OF_A_DAY:
        return None
    remaining = (month(so_far.window.first).last - so_far.window.last).days
    return forecast(round(came_in), [getattr(day, OF_A_DAY[metric]) for day in so_far.days], remaining)
