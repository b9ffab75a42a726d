"""What an account's records say of a half-month, worked out by the rules of the domain (S13; domain.md 5.3-5.5)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from agency.domain import anomalies
from agency.domain.anomalies import Anomaly
from agency.domain.comparisons import compare_rates
from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.hits import Hit, HitPolicy, judge_hits
from agency.domain.performance import definition, imported, pooled_mean, pooled_rate, rate_of
from agency.domain.snapshots import History, Snapshot, all_at_age, at_age, gain
from agency.domain.terms import label
from agency.domain.terms.figures import Platform, WorkKind
from agency.domain.terms.performance import Counter, Imported, Rate
from agency.domain.windows import Window, previous
from agency.locale import _
from agency.reports.material import AccountReview, CounterGain, Evidence, Judged, PooledLine, WorkReview
from config.policy import Policy

JUDGED_UP_TO = 7  # days: an older work says nothing of a half-month
WHY = (Imported.COMPLETION_5S, Imported.COMPLETION, Imported.BOUNCE_2S, Rate.ENGAGEMENT, Rate.FOLLOW_RATE)


@dataclass(frozen=True, kw_only=True)
class AccountFacts:
    """What is on record of an account up to the end of a window; ``until`` is the last day that can have figures."""

    code: str
    name: str
    platform: Platform
    histories: Mapping[str, History]
    days: Sequence[AccountDay]
    until: date


def assess(facts: AccountFacts, window: Window, policy: Policy) -> AccountReview:
    """Return what an account's records say of a window."""
    works = tuple(review_works(facts, window, policy))
    return AccountReview(
        code=facts.code,
        name=facts.name,
        platform=facts.platform,
        gains=tuple(counter_gain(counter, facts.histories, window) for counter in Counter),
        rates=tuple(pooled_lines(facts.histories, window)),
        works=works,
        days=tuple(day for day in facts.days if window.first <= day.day <= window.last),
        anomalies=tuple(odd(facts, window, policy)),
    )


def counter_gain(counter: Counter, histories: Mapping[str, History], window: Window) -> CounterGain:
    """Return what a counter gained over all works, and in the window before."""
    gains = [gain(counter, history, window) for history in histories.values()]
    known = [value for value in gains if value is not None]
    earlier = [gain(counter, history, previous(window)) for history in histories.values()]
    before = [value for value in earlier if value is not None]
    return CounterGain(
        counter=counter,
        gained=sum(known) if known else None,
        before=sum(before) if before else None,
        works=len(known),
        left_out=len(gains) - len(known),
    )


def pooled_lines(histories: Mapping[str, History], window: Window) -> Iterator[PooledLine]:
    """Yield the rates of all videos together over what the window gained, then the platform's own means."""
    gained = [of_the_window(history, window) for history in histories.values()]
    for rate in Rate:
        pooled = pooled_rate(rate, gained, kind=WorkKind.VIDEO)
        yield PooledLine(
            name=label(rate),
            formula=definition(rate),
            value=pooled.value,
            works=pooled.works,
            left_out=pooled.left_out,
        )
    seen = [shots[-1].figures for history in histories.values() if (shots := inside(history, window))]
    for metric in Imported:
        pooled = pooled_mean(metric, seen, kind=WorkKind.VIDEO)
        yield PooledLine(
            name=label(metric),
            formula=_("the platform's own, weighted by plays"),
            value=pooled.value,
            works=pooled.works,
            left_out=pooled.left_out,
            is_share=metric is not Imported.AVG_WATCH_S,
        )


def of_the_window(history: History, window: Window) -> WorkFigures:
    """Return a work's figures with what its counters gained in a window in the place of their totals."""
    gained: dict[str, Any] = {counter.value: gain(counter, history, window) for counter in Counter}
    return replace(history[-1].figures, **gained)


def inside(history: History, window: Window) -> list[Snapshot]:
    """Return the looks at a work that fell into a window."""
    return [shot for shot in history if window.holds(shot.observed_at)]


def review_works(facts: AccountFacts, window: Window, policy: Policy) -> Iterator[WorkReview]:
    """Yield the works that came out in a window or were seen in it, oldest first."""
    verdicts = judged_works(facts.histories, policy)
    in_order = sorted(facts.histories.values(), key=lambda history: history[0].figures.published_at)
    for place, history in enumerate(in_order):
        is_new = window.holds(history[0].figures.published_at)
        if is_new or inside(history, window):
            latest = told_last(history)
            earlier = [told_last(other) for other in in_order[:place]]
            yield WorkReview(
                work_id=history[0].work_id,
                account=facts.code,
                latest=latest,
                seen_at=history[-1].observed_at,
                is_new=is_new,
                plays_gained=gain(Counter.PLAYS, history, window),
                at_ages=tuple((age, plays_at(history, age)) for age in policy.compared_ages),
                judged=verdicts.get(history[0].work_id),
                evidence=tuple(evidence(latest, earlier, policy)),
            )


def plays_at(history: History, age: int) -> int | None:
    """Return a work's plays at an age in days."""
    return at_age(Counter.PLAYS, history, timedelta(days=age))


def told_last(history: History) -> WorkFigures:
    """Return each figure of a work as it was told last: the sources do not all tell the same ones."""
    told: dict[str, Any] = {}
    for shot in history:
        told |= {name: value for name, value in vars(shot.figures).items() if value is not None}
    return replace(history[-1].figures, **told)


def judged_works(histories: Mapping[str, History], policy: Policy) -> dict[str, Judged]:
    """Return every work's verdict at the highest age it was seen at, a week at most, by the works before it."""
    rules = HitPolicy(
        hit=policy.hit_ratio,
        big_hit=policy.big_hit_ratio,
        previous_works=policy.compared_works,
        least_works=policy.anomaly_works,
        floor=policy.hit_floor_plays,
    )
    verdicts: dict[str, Judged] = {}
    for age in sorted(age for age in policy.compared_ages if age <= JUDGED_UP_TO):
        for kind in WorkKind:
            plays = all_at_age(Counter.PLAYS, histories.values(), timedelta(days=age), kind=kind)
            hits: Mapping[str, Hit] = judge_hits(plays, rules)
            verdicts |= {work_id: Judged(age=age, hit=hit) for work_id, hit in hits.items()}
    return verdicts


def evidence(work: WorkFigures, earlier: Sequence[WorkFigures], policy: Policy) -> Iterator[Evidence]:
    """Yield the figures that may tell why a work went as it did, each against the account's earlier works of its kind."""
    like = [other for other in earlier if other.kind is work.kind][-policy.compared_works :]
    for metric in WHY:
        value = share(work, metric)
        if value is None:
            continue
        usual = [known for other in like if (known := share(other, metric)) is not None]
        found = compare_rates(value, usual, "", least=policy.anomaly_works)
        yield Evidence(name=label(metric), value=value, usual=found.baseline, n=found.n, standing=found.standing)


def share(work: WorkFigures, metric: Imported | Rate) -> float | None:
    """Return a rate of a work, whether its platform tells it or it is worked out here."""
    return imported(work, metric) if isinstance(metric, Imported) else rate_of(metric, work)


def odd(facts: AccountFacts, window: Window, policy: Policy) -> Iterator[Anomaly]:
    """Yield what is out of the ordinary in an account's days and works."""
    days = [day for day in facts.days if window.first <= day.day <= window.last]
    yield from anomalies.losing_fans(days)
    if facts.until >= window.first and (gap := anomalies.missing_days(days, window, until=facts.until)):
        yield gap
    in_order = sorted(facts.histories.values(), key=lambda history: history[0].figures.published_at)
    bounces: dict[WorkKind, list[float]] = {kind: [] for kind in WorkKind}
    for history in in_order:
        known = bounces[history[0].figures.kind]
        if seen := inside(history, window):
            yield from odd_work(history, seen, known[-policy.compared_works :], window, policy)
        if (bounce := told_last(history).bounce_2s) is not None:
            known.append(bounce)


def odd_work(
    history: History, seen: Sequence[Snapshot], bounces: Sequence[float], window: Window, policy: Policy
) -> Iterator[Anomaly]:
    """Yield what is out of the ordinary in one work; a new one's bounce against those of the works before it."""
    last = seen[-1]
    if window.holds(last.figures.published_at):
        whole = replace(last, figures=told_last(history))
        if rise := anomalies.bounce_rose(whole, bounces, least=policy.anomaly_works):
            yield rise
    for check in (anomalies.no_plays, anomalies.not_public):
        if found := check(last):
            yield found
    before = [shot for shot in history if shot.observed_at < window.begins][-1:]
    yield from anomalies.fallen_counters([*before, *seen])
