"""An account's days as a series: the day that leaps and the level that moves, against its own weeks (domain.md 5.5).

Counts multiply where people pass things on, so all is reckoned on logarithms; a Saturday is measured by Saturdays. The
middle and the median deviation are asked, never mean and standard deviation: one leap would hide the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import expm1, log1p
from statistics import fmean, median

from agency.domain.comparisons import NORMAL_CONSISTENCY, Comparison, standing_between
from agency.domain.terms.performance import Standing
from agency.domain.windows import Window
from config.policy import Policy

DAY = timedelta(days=1)
WEEK = 7
DAYS_BACK = 56  # eight of each weekday: the last two months say what is usual, not the year
LEAST_DAYS = 28  # four of each weekday
DAYS_OF_LEVEL = 28
HALF_WEEK = 3
SLACK = 0.75  # deviations a day may lie off without counting towards a new level
ALARM = 6.0  # deviations gathered beyond the slack that make a new level
MOST_OF_A_DAY = 3.0  # deviations one day may gather: a single leap is no level
LEAST_OF_A_LEVEL = 5  # days


@dataclass(frozen=True, kw_only=True)
class Usual:
    """What is usual for an account before a day, on logarithms: its level, how far days stray, and each weekday's part.

    ``n`` days tell it, those from ``first`` to ``last`` that were told.
    """

    level: float
    deviation: float
    weekdays: Mapping[int, float]
    n: int
    first: date
    last: date

    def score(self, day: date, value: int) -> float:
        """Return how many deviations a day's count lies from what is usual for its weekday."""
        return (log1p(value) - self.weekdays[day.weekday()] - self.level) / self.deviation

    def on(self, day: date) -> float:
        """Return the count that is usual for a day."""
        return expm1(self.level + self.weekdays[day.weekday()])


@dataclass(frozen=True, kw_only=True)
class LevelShift:
    """From ``since`` on the days lie on another level: about ``value`` a day over ``n`` days, ``usual`` before."""

    since: date
    value: float
    usual: Usual
    n: int

    @property
    def baseline(self) -> float:
        """What was usual for a day before."""
        return expm1(self.usual.level)


def usual_before(days: Mapping[date, int], day: date) -> Usual | None:
    """Return what was usual in the weeks before a day; None where they tell too little, or hardly anything moved."""
    past = [(each, log1p(days[each])) for each in days_before(days, day)]
    if len(past) < LEAST_DAYS or len({each.weekday() for each, _count in past}) < WEEK:
        return None
    weekdays = weekday_parts(past)
    levelled = [count - weekdays[each.weekday()] for each, count in past]
    centre = median(levelled)
    deviation = median(abs(count - centre) for count in levelled) / NORMAL_CONSISTENCY
    if deviation <= 0:
        return None
    return Usual(
        level=median(levelled[-DAYS_OF_LEVEL:]),
        deviation=deviation,
        weekdays=weekdays,
        n=len(past),
        first=past[0][0],
        last=past[-1][0],
    )


def days_before(days: Iterable[date], day: date) -> list[date]:
    """Return the days that are asked what is usual for a day, oldest first."""
    return sorted(each for each in days if day - DAYS_BACK * DAY <= each < day)


def weekday_parts(past: Sequence[tuple[date, float]]) -> dict[int, float]:
    """Return how far each weekday lies from the middle of the week around it; all seven together come to nothing."""
    off: dict[int, list[float]] = {weekday: [] for weekday in range(WEEK)}
    for place, (day, count) in enumerate(past):
        around = [other for _day, other in past[max(0, place - HALF_WEEK) : place + HALF_WEEK + 1]]
        off[day.weekday()].append(count - median(around))
    parts = {weekday: median(values) for weekday, values in off.items()}
    mean = fmean(parts.values())
    return {weekday: part - mean for weekday, part in parts.items()}


def compare_day(days: Mapping[date, int], day: date, policy: Policy) -> Comparison:
    """Compare a day's count with what is usual for its weekday, the weeks before it alone being asked."""
    usual = usual_before(days, day)
    if usual is None:
        known = len(days_before(days, day))
        return Comparison(standing=Standing.NOT_ENOUGH_DATA, value=days[day], baseline=None, n=known, window="")
    score = usual.score(day, days[day])
    return Comparison(
        standing=standing_between(score, -policy.anomaly_score, policy.anomaly_score),
        value=days[day],
        baseline=usual.on(day),
        n=usual.n,
        window=f"{usual.first}..{usual.last}",
    )


def level_shift(days: Mapping[date, int], window: Window) -> LevelShift | None:
    """Return a move of the level within a window that is not taken back by its end; None also on too few days.

    What a day lies off beyond the slack is added up (CUSUM) until it is too much for chance.
    """
    usual = usual_before(days, window.first)
    if usual is None:
        return None
    inside = [day for day in sorted(days) if window.first <= day <= window.last]
    for sign in (1, -1):
        scores = [sign * usual.score(day, days[day]) for day in inside]
        place = beginning_of_shift(scores)
        if place is not None and median(scores[place:]) >= 1:
            place = likeliest_beginning(scores, median(scores[place:]))
            level = usual.level + sign * median(scores[place:]) * usual.deviation
            return LevelShift(since=inside[place], value=expm1(level), usual=usual, n=len(inside) - place)
    return None


def beginning_of_shift(scores: Sequence[float]) -> int | None:
    """Return the place from which the scores gather to an alarm, None where they never do."""
    gathered, since = 0.0, 0
    for place, score in enumerate(scores):
        if gathered == 0:
            since = place
        gathered = max(0.0, gathered + min(score, MOST_OF_A_DAY) - SLACK)
        if gathered > ALARM and place - since + 1 >= LEAST_OF_A_LEVEL:
            return since
    return None


def likeliest_beginning(scores: Sequence[float], level: float) -> int:
    """Return the place that best parts scores about 0 from scores about a level that lasts to the end."""
    return max(range(len(scores)), key=lambda place: sum(score - level / 2 for score in scores[place:]))
