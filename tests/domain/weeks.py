"""Invented days of an account: strong weekends, noise that multiplies, and leaps and levels planted on purpose."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from math import exp, sqrt

LAST = date(2026, 11, 15)
WEEKEND = 0.35  # on logarithms
MIDDLE = 9_000.0


def weeks(
    seed: int, *, count: int = 120, noise: float = 0.3, persistence: float = 0.0, last: date = LAST
) -> dict[date, int]:
    """Return counts of days in a row; ``noise`` is on logarithms, ``persistence`` how much of it stays on the next day."""
    chance = random.Random(seed)
    off = 0.0
    counts: dict[date, int] = {}
    for place in range(count):
        day = last - timedelta(days=count - 1 - place)
        off = persistence * off + sqrt(1 - persistence**2) * chance.gauss(0, noise)
        counts[day] = round(MIDDLE * exp(off + (WEEKEND if day.weekday() >= 5 else 0)))
    return counts


def leaping(counts: Mapping[date, int], day: date, times: float) -> dict[date, int]:
    """Return the same days with one of them multiplied."""
    return {each: round(count * times) if each == day else count for each, count in counts.items()}


def moved(counts: Mapping[date, int], since: date, times: float) -> dict[date, int]:
    """Return the same days, multiplied from one on."""
    return {each: round(count * times) if each >= since else count for each, count in counts.items()}
