"""How a month's target stands against the time that has passed, and where the month will end (domain.md 5.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from agency.domain.terms.performance import Light
from config.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How much of the target is reached, how that compares with the time that has passed, and the light for it."""

    target_rate: float
    pace: float
    light: Light


def pace(actual: int, target: int, elapsed: float, policy: Policy) -> Pace | None:
    """Return how a target stands when this share of the month is over; None without a target, or before it began."""
    if target <= 0 or elapsed <= 0:
        return None
    target_rate = actual / target
    ratio = target_rate / elapsed
    light = Light.RED if ratio < policy.pace_red else Light.AMBER if ratio < policy.pace_amber else Light.GREEN
    return Pace(target_rate=target_rate, pace=ratio, light=light)


def forecast(actual: int, daily_gains: Sequence[int | None], remaining_days: int) -> float | None:
    """Return an estimate of the month's end, to be shown as one: the median day goes on; None when no day is known."""
    known = [day for day in daily_gains if day is not None]
    if remaining_days == 0:
        return float(actual)
    return actual + median(known) * remaining_days if known else None
