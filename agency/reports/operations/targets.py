"""How a month's targets stand at the end of a period: what is reached, the pace, and what is still needed (C1, C4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from agency.domain.known import sum_known
from agency.domain.month_plan import RATES
from agency.domain.pace import pace
from agency.domain.terms.engagement import Sentiment
from agency.domain.terms.figures import Metric, WorkKind
from agency.domain.terms.performance import Counter, Imported, Light, Rate
from agency.domain.terms.plans import TargetDirection, TargetLevel
from agency.domain.terms.reports import PublishOutcome
from agency.domain.windows import Window, share_elapsed
from agency.reports.operations.figures import AccountRecords, Gained, days_line, net_fans, pool
from agency.reports.operations.values import TargetLine
from config.policy import Policy

COUNTED = {
    Metric.PLAYS: Counter.PLAYS,
    Metric.LIKES: Counter.LIKES,
    Metric.COMMENTS: Counter.COMMENTS,
    Metric.SHARES: Counter.SHARES,
    Metric.SAVES: Counter.SAVES,
    Metric.PROFILE_VISITS: Counter.PROFILE_VISITS,
}
POOLED: Mapping[Metric, Rate | Imported] = {
    Metric.COMPLETION: Imported.COMPLETION,
    Metric.COMPLETION_5S: Imported.COMPLETION_5S,
    Metric.BOUNCE_2S: Imported.BOUNCE_2S,
    Metric.COVER_CTR: Imported.COVER_CTR,
    Metric.AVG_WATCH: Imported.AVG_WATCH_S,
    **{metric: Rate(metric.value) for metric in Metric if metric.value in set(Rate)},
}
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


@dataclass(frozen=True, kw_only=True)
class MonthSoFar:
    """What is on record of accounts from the first of the month to the end of the period.

    ``gained``, ``published`` and ``outcomes`` are kept by the account's id.
    """

    window: Window
    accounts: Sequence[AccountRecords]
    gained: Mapping[str, Gained]
    published: Mapping[str, int]
    outcomes: Mapping[str, Sequence[PublishOutcome]]
    comments: Mapping[Sentiment, int]

    def of(self, account: str) -> Sequence[AccountRecords]:
        """Return the accounts that a target is meant for."""
        return [each for each in self.accounts if account in ("", each.code)]


def target_line(aim: Aim, so_far: MonthSoFar, month: Window, policy: Policy) -> TargetLine:
    """Return how one target stands at the end of the period."""
    actual = reached(aim, so_far)
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
    elapsed = share_elapsed(month, so_far.window.ends)
    if aim.metric in LEVELS or aim.direction is TargetDirection.AT_MOST:
        return standing(known, actual, is_over=elapsed >= 1, policy=policy)
    return gathering(known, actual, elapsed, month.days - so_far.window.days, policy)


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


def reached(aim: Aim, so_far: MonthSoFar) -> float | None:
    """Return what is reached of a metric so far, None where nobody tells, or it is not reckoned here."""
    meant = so_far.of(aim.account)
    gained = [so_far.gained[each.id] for each in meant]
    match aim.metric:
        case metric if metric in COUNTED:
            return counted(COUNTED[metric], gained)
        case Metric.FOLLOWER_GAIN:
            return sum_known([fans_of(each, so_far) for each in meant])
        case Metric.FOLLOWERS:
            return sum_known([days_line(each.days, so_far.window, so_far.window).followers for each in meant])
        case Metric.WORKS_PUBLISHED:
            return sum_known([published_by(each, so_far) for each in meant])
        case Metric.ON_TIME:
            return on_time([each for account in meant for each in so_far.outcomes.get(account.id, ())])
        case Metric.NEGATIVE_RATE if not aim.account:
            return negative(so_far.comments)
        case Metric.FANS_PER_K:
            share = pooled(Rate.FOLLOW_RATE, gained)
            return None if share is None else 1000 * share
        case metric if metric in POOLED:
            return pooled(POOLED[metric], gained)
        case _:
            return None


def counted(counter: Counter, gained: Sequence[Gained]) -> int | None:
    """Return what a counter gained over all works of some accounts."""
    return sum_known([work[counter] for each in gained for work in each.by_work.values()])


def fans_of(records: AccountRecords, so_far: MonthSoFar) -> int | None:
    """Return the net new fans of an account by its own days; where these tell nothing, those its works brought."""
    own = net_fans(records.days, so_far.window)
    return counted(Counter.FOLLOWER_GAIN, [so_far.gained[records.id]]) if own is None else own


def published_by(records: AccountRecords, so_far: MonthSoFar) -> int | None:
    """Return how many works of an account came out; None where none is on record and nobody ever told of it."""
    is_known = records.days or records.answer.histories
    return so_far.published.get(records.id, 0 if is_known else None)


def pooled(metric: Rate | Imported, gained: Sequence[Gained]) -> float | None:
    """Return a rate over all videos of some accounts together."""
    together = Gained(
        by_work={},
        of_window=[work for each in gained for work in each.of_window],
        seen=[work for each in gained for work in each.seen],
    )
    return pool(metric, together, WorkKind.VIDEO).value


def on_time(outcomes: Sequence[PublishOutcome]) -> float | None:
    """Return the share of planned publications that came in time, those still to come left out; None without any."""
    due = [each for each in outcomes if each is not PublishOutcome.TO_COME]
    return sum(each is PublishOutcome.ON_TIME for each in due) / len(due) if due else None


def negative(comments: Mapping[Sentiment, int]) -> float | None:
    """Return the share of negative comments among those that were judged, None where none was."""
    judged = sum(count for sentiment, count in comments.items() if sentiment is not Sentiment.UNDECIDED)
    return comments.get(Sentiment.NEGATIVE, 0) / judged if judged else None
