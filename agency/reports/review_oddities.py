"""What is out of the ordinary in an account's half-month, each with its evidence (domain.md 5.5)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agency.domain import anomalies, odd_days
from agency.domain.anomalies import Anomaly
from agency.domain.snapshots import History, Snapshot
from agency.domain.terms.figures import WorkKind
from agency.domain.windows import Window
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
from config.policy import Policy


def odd(facts: AccountFacts, window: Window, policy: Policy) -> Iterator[Anomaly]:
    """Yield what is out of the ordinary in an account's days and works."""
    days = days_in(facts.days, window)
    yield from odd_days.losing_fans(days)
    if facts.until >= window.first and (gap := odd_days.missing_days(days, window, until=facts.until)):
        yield gap
    yield from odd_days.odd_days(facts.days, window, policy)
    bounces: dict[WorkKind, list[float]] = {kind: [] for kind in WorkKind}
    for history in by_publication(facts):
        known = bounces[history[0].figures.kind]
        if looks := inside(history, window):
            yield from odd_work(history, looks, known[-policy.compared_works :], window, policy)
        if (bounce := told_last(history).bounce_2s) is not None:
            known.append(bounce)
    yield from odd_plays(facts, window, policy)


def odd_work(
    history: History, looks: Sequence[Snapshot], bounces: Sequence[float], window: Window, policy: Policy
) -> Iterator[Anomaly]:
    """Yield what is out of the ordinary in one work; a new one's bounce against those of the works before it."""
    last = looks[-1]
    if window.holds(last.figures.published_at):
        whole = replace(last, figures=told_last(history))
        if rise := anomalies.bounce_rose(whole, bounces, policy):
            yield rise
    known = replace(last, figures=told_by(looks))
    for check in (anomalies.no_plays, anomalies.not_public):
        if found := check(known):
            yield found
    yield from anomalies.fallen_counters(history, window)


def odd_plays(facts: AccountFacts, window: Window, policy: Policy) -> Iterator[Anomaly]:
    """Yield the new works whose plays are unusual at the highest age they were seen at, a week at most."""
    oldest_first = [age for age in sorted(policy.compared_ages, reverse=True) if age <= JUDGED_UP_TO]
    for kind in WorkKind:
        at_ages = {age: plays_at(facts, age, kind) for age in oldest_first}
        in_order = {age: list(plays.values()) for age, plays in at_ages.items()}
        places = {age: {work: place for place, work in enumerate(plays)} for age, plays in at_ages.items()}
        for history in by_publication(facts):
            work_id = history[0].work_id
            age = next((age for age in oldest_first if work_id in at_ages[age]), None)
            if age is not None and window.holds(history[0].figures.published_at):
                place, plays = places[age][work_id], in_order[age]
                earlier = plays[max(0, place - policy.compared_works) : place]
                if found := anomalies.odd_plays(history[-1], plays[place], earlier, age, policy):
                    yield found
