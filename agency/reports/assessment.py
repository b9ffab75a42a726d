"""What an account's records say of a half-month, worked out by the rules of the domain (S13; domain.md 5.3-5.5)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from agency.domain.comparisons import compare_rates
from agency.domain.figures import WorkFigures
from agency.domain.hits import judge_hits
from agency.domain.known import sum_known
from agency.domain.performance import definition, imported, pooled_mean, pooled_rate, rate_of
from agency.domain.snapshots import History, gains
from agency.domain.terms import label
from agency.domain.terms.figures import WorkKind
from agency.domain.terms.performance import Counter, Imported, Rate
from agency.domain.windows import Window, previous
from agency.locale import _
from agency.reports.material import AccountReview, CounterGain, Evidence, Judged, PooledLine, WorkReview
from agency.reports.review_facts import (
    JUDGED_UP_TO,
    AccountFacts,
    by_publication,
    days_in,
    inside,
    plays_at,
    told_by,
    told_last,
)
from agency.reports.review_groups import Grouped, groups_of
from agency.reports.review_oddities import odd
from config.policy import Policy

WHY = (
    *(Imported.COMPLETION_5S, Imported.COMPLETION, Imported.BOUNCE_2S),
    *(Rate.ENGAGEMENT, Rate.FOLLOW_RATE, Rate.LIKE_RATE, Rate.COMMENT_RATE, Rate.SHARE_RATE),
)


Gains = Mapping[Counter, int | None]


def assess(facts: AccountFacts, window: Window, policy: Policy) -> AccountReview:
    """Return what an account's records say of a window."""
    gained = {work_id: gains(history, window) for work_id, history in facts.histories.items()}
    before = {work_id: gains(history, previous(window)) for work_id, history in facts.histories.items()}
    return AccountReview(
        code=facts.code,
        name=facts.name,
        platform=facts.platform,
        gains=tuple(counter_gain(counter, gained.values(), before.values()) for counter in Counter),
        rates=tuple(pooled_lines(facts.histories, gained, window)),
        works=tuple(review_works(facts, gained, window, policy)),
        days=days_in(facts.days, window),
        days_before=days_in(facts.days, previous(window)),
        anomalies=tuple(odd(facts, window, policy)),
        groups=tuple(groups_of(grouped(facts, gained, window))),
    )


def grouped(facts: AccountFacts, gained: Mapping[str, Gains], window: Window) -> Iterator[Grouped]:
    """Yield the works that were seen in a window, as they are put into groups."""
    for work_id, history in facts.histories.items():
        if looks := inside(history, window):
            yield Grouped(
                gained=of_the_window(history, gained[work_id]),
                told=told_by(looks),
                making=facts.makings.get(work_id),
            )


def counter_gain(counter: Counter, gained: Collection[Gains], before: Collection[Gains]) -> CounterGain:
    """Return what a counter gained over all works, and in the window before."""
    known = [value for work in gained if (value := work[counter]) is not None]
    return CounterGain(
        counter=counter,
        gained=sum(known) if known else None,
        before=sum_known([work[counter] for work in before]),
        works=len(known),
        left_out=len(gained) - len(known),
    )


def pooled_lines(histories: Mapping[str, History], gained: Mapping[str, Gains], window: Window) -> Iterator[PooledLine]:
    """Yield the rates of all videos together over what the window gained, then the platform's own means."""
    of_window = [of_the_window(history, gained[work_id]) for work_id, history in histories.items()]
    for rate in Rate:
        pooled = pooled_rate(rate, of_window, kind=WorkKind.VIDEO)
        yield PooledLine(
            metric=rate,
            name=label(rate),
            formula=definition(rate),
            value=pooled.value,
            works=pooled.works,
            left_out=pooled.left_out,
        )
    seen = [told_by(looks) for history in histories.values() if (looks := inside(history, window))]
    for metric in Imported:
        pooled = pooled_mean(metric, seen, kind=WorkKind.VIDEO)
        yield PooledLine(
            metric=metric,
            name=label(metric),
            formula=_("the platform's own, weighted by plays"),
            value=pooled.value,
            works=pooled.works,
            left_out=pooled.left_out,
            is_share=metric is not Imported.AVG_WATCH_S,
        )


def of_the_window(history: History, gained: Gains) -> WorkFigures:
    """Return a work's figures with what its counters gained in a window in the place of their totals."""
    counters: dict[str, Any] = {counter.value: value for counter, value in gained.items()}
    return replace(history[-1].figures, **counters)


def review_works(
    facts: AccountFacts, gained: Mapping[str, Gains], window: Window, policy: Policy
) -> Iterator[WorkReview]:
    """Yield the works that came out in a window or were seen in it, oldest first."""
    verdicts = judged_works(facts, policy)
    earlier: dict[WorkKind, list[WorkFigures]] = {kind: [] for kind in WorkKind}
    for history in by_publication(facts):
        work_id, latest = history[0].work_id, told_last(history)
        like = earlier[latest.kind][-policy.compared_works :]
        earlier[latest.kind].append(latest)
        is_new = window.holds(latest.published_at)
        if is_new or inside(history, window):
            plays = facts.plays_at_ages.get(work_id, {})
            yield WorkReview(
                work_id=work_id,
                account=facts.code,
                latest=latest,
                seen_at=history[-1].observed_at,
                is_new=is_new,
                plays_gained=gained[work_id][Counter.PLAYS],
                at_ages=tuple((age, plays.get(age)) for age in policy.compared_ages),
                judged=verdicts.get(work_id),
                evidence=tuple(evidence(latest, like, policy)),
                making=facts.makings.get(work_id),
            )


def judged_works(facts: AccountFacts, policy: Policy) -> dict[str, Judged]:
    """Return every work's verdict at the highest age it was seen at, a week at most, by the works before it."""
    verdicts: dict[str, Judged] = {}
    for age in sorted(age for age in policy.compared_ages if age <= JUDGED_UP_TO):
        for kind in WorkKind:
            plays = plays_at(facts, age, kind)
            verdicts |= {work_id: Judged(age=age, hit=hit) for work_id, hit in judge_hits(plays, policy).items()}
    return verdicts


def evidence(work: WorkFigures, like: Sequence[WorkFigures], policy: Policy) -> Iterator[Evidence]:
    """Yield the figures that may tell why a work went as it did, each against the account's earlier works like it."""
    for metric in WHY:
        value = share(work, metric)
        if value is None:
            continue
        usual = [known for other in like if (known := share(other, metric)) is not None]
        found = compare_rates(value, usual, "", policy)
        yield Evidence(name=label(metric), value=value, usual=found.baseline, n=found.n, standing=found.standing)


def share(work: WorkFigures, metric: Imported | Rate) -> float | None:
    """Return a rate of a work, whether its platform tells it or it is worked out here."""
    return imported(work, metric) if isinstance(metric, Imported) else rate_of(metric, work)
