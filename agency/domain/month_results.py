"""What accounts came to in a month, metric by metric, so that it can be held against the month's targets (C1, domain.md 5.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.known import sum_known
from agency.domain.performance import pooled_mean, pooled_rate
from agency.domain.snapshots import History, Snapshot, gains, last_looks
from agency.domain.terms.figures import Metric, WorkKind
from agency.domain.terms.performance import Counter, Imported, Rate
from agency.domain.timers import is_on_time
from agency.domain.windows import Window
from config.policy import Policy

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
    """What is on record of one account in a month; ``went_live`` are planned moments with those of the publications."""

    histories: Sequence[History]
    days: Sequence[AccountDay]
    went_live: Sequence[tuple[datetime, datetime]]
    published: int | None


def results(accounts: Sequence[AccountMonth], window: Window, policy: Policy) -> Mapping[Metric, float | None]:
    """Return every metric of some accounts together over a month; None where nothing is known or it is not worked out.

    Counters are what the month gained over all works; fans are the platform's own net days where it tells them. A rate
    is a ratio of sums over videos alone, pictures never join.
    """
    histories = [history for account in accounts for history in account.histories]
    gained = [gains(history, window) for history in histories]
    counted = {Metric(counter.value): sum_known([each[counter] for each in gained]) for counter in Counter}
    fans = sum_known([new_fans(account, window) for account in accounts])
    return {
        **counted,
        Metric.FOLLOWER_GAIN: counted[Metric.FOLLOWER_GAIN] if fans is None else fans,
        Metric.FOLLOWERS: sum_known([followers(account, window) for account in accounts]),
        Metric.WORKS_PUBLISHED: sum_known([account.published for account in accounts]),
        Metric.ON_TIME: on_time(accounts, policy),
        **rates(histories, gained, window),
    }


def new_fans(account: AccountMonth, window: Window) -> int | None:
    """Return the net new fans of an account's days, None when no day tells them."""
    return sum_known([day.new_fans for day in account.days if window.first <= day.day <= window.last])


def followers(account: AccountMonth, window: Window) -> int | None:
    """Return how many fans an account had on the last day that tells it."""
    told = [day for day in account.days if day.day <= window.last and day.followers_total is not None]
    return max(told, key=lambda day: day.day).followers_total if told else None


def on_time(accounts: Sequence[AccountMonth], policy: Policy) -> float | None:
    """Return the share of the planned works that went live when they were planned to, None without any."""
    live = [pair for account in accounts for pair in account.went_live]
    return sum(is_on_time(planned, published, policy) for planned, published in live) / len(live) if live else None


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
