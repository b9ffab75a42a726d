"""What accounts came to in a month, metric by metric, so that it can be held against the month's targets (C1, domain.md 5.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.known import sum_known
from agency.domain.performance import pooled_mean, pooled_rate
from agency.domain.snapshots import History, Snapshot, gain, gains, last_looks
from agency.domain.terms.figures import Metric, WorkKind
from agency.domain.terms.performance import Counter, Imported, Rate
from agency.domain.terms.reports import PublishOutcome
from agency.domain.windows import Window

IMPORTED = {
    Metric.COMPLETION: Imported.COMPLETION,
    Metric.COMPLETION_5S: Imported.COMPLETION_5S,
    Metric.BOUNCE_2S: Imported.BOUNCE_2S,
    Metric.COVER_CTR: Imported.COVER_CTR,
    Metric.AVG_WATCH: Imported.AVG_WATCH_S,
}
PER_THOUSAND = 1_000


@dataclass(frozen=True, kw_only=True)
class AccountMonth:
    """What is on record of one account in a month.

    ``days`` may begin before it: what the fans rose by needs the day before. ``outcomes`` are those of the publications
    planned for the month, ``published`` counts all works that came out in it.
    """

    histories: Sequence[History]
    days: Sequence[AccountDay]
    outcomes: Sequence[PublishOutcome]
    published: int | None


def results(accounts: Sequence[AccountMonth], window: Window) -> Mapping[Metric, float | None]:
    """Return every metric of some accounts together over a month; None where nothing is known or it is not worked out.

    Counters are what the month gained over all works; fans are the platform's own days where it tells them, else what
    the works brought. A rate is a ratio of sums over videos alone, pictures never join.
    """
    histories = [history for account in accounts for history in account.histories]
    gained = [gains(history, window) for history in histories]
    counted = {Metric(counter.value): sum_known([each[counter] for each in gained]) for counter in Counter}
    return {
        **counted,
        Metric.FOLLOWER_GAIN: sum_known([fans_of(account, window) for account in accounts]),
        Metric.FOLLOWERS: sum_known([followers(account, window) for account in accounts]),
        Metric.WORKS_PUBLISHED: sum_known([account.published for account in accounts]),
        Metric.ON_TIME: on_time([each for account in accounts for each in account.outcomes]),
        **rates(histories, gained, window),
    }


def fans_of(account: AccountMonth, window: Window) -> int | None:
    """Return the net new fans of an account by its own days; where these tell nothing, those its works brought."""
    own = net_fans(account.days, window)
    if own is not None:
        return own
    return sum_known([gain(Counter.FOLLOWER_GAIN, history, window) for history in account.histories])


def net_fans(days: Sequence[AccountDay], window: Window) -> int | None:
    """Return the net new fans of a window: the sum of its days, or where none tells it what the total rose by.

    The rise needs the totals of the window's last day and of the day before it.
    """
    if (told := sum_known([day.new_fans for day in within(days, window)])) is not None:
        return told
    totals = {day.day: day.followers_total for day in days}
    now, before = totals.get(window.last), totals.get(window.first - timedelta(days=1))
    return None if now is None or before is None else now - before


def followers(account: AccountMonth, window: Window) -> int | None:
    """Return how many fans an account had on the last day of the window that tells it."""
    told = [day for day in within(account.days, window) if day.followers_total is not None]
    return max(told, key=lambda day: day.day).followers_total if told else None


def within(days: Sequence[AccountDay], window: Window) -> list[AccountDay]:
    """Return the days of a window."""
    return [day for day in days if window.first <= day.day <= window.last]


def on_time(outcomes: Sequence[PublishOutcome]) -> float | None:
    """Return the share of planned publications that came in time, those still to come left out; None without any.

    One that was planned and never came out counts as not in time (domain.md 5.3, ``on_time``).
    """
    due = [each for each in outcomes if each is not PublishOutcome.TO_COME]
    return sum(each is PublishOutcome.ON_TIME for each in due) / len(due) if due else None


def rates(
    histories: Sequence[History], gained: Sequence[Mapping[Counter, int | None]], window: Window
) -> dict[Metric, float | None]:
    """Return the rates of all videos together, over what the month gained, and the platform's own means of it."""
    of_month = [in_the_month(history, each) for history, each in zip(histories, gained, strict=True)]
    worked_out = {Metric(rate.value): pooled_rate(rate, of_month, kind=WorkKind.VIDEO).value for rate in Rate}
    follow_rate = worked_out[Metric.FOLLOW_RATE]
    seen = [told_last(looks) for history in histories if (looks := looks_inside(history, window))]
    means = {metric: pooled_mean(mean, seen, kind=WorkKind.VIDEO).value for metric, mean in IMPORTED.items()}
    per_thousand = None if follow_rate is None else follow_rate * PER_THOUSAND
    return {**worked_out, **means, Metric.FANS_PER_K: per_thousand}


def in_the_month(history: History, gained: Mapping[Counter, int | None]) -> WorkFigures:
    """Return a work's figures with what the month gained in the place of its totals."""
    counters: dict[str, Any] = {counter.value: value for counter, value in gained.items()}
    return replace(history[-1].figures, **counters)


def looks_inside(history: History, window: Window) -> list[Snapshot]:
    """Return each source's last look at a work in a window, oldest first."""
    return [look for look in last_looks(history, window.ends) if look.observed_at >= window.begins]


def told_last(looks: Sequence[Snapshot]) -> WorkFigures:
    """Return each figure as it was told last: the sources do not all tell the same ones."""
    told: dict[str, Any] = {}
    for look in looks:
        told |= {name: value for name, value in vars(look.figures).items() if value is not None}
    return replace(looks[-1].figures, **told)
