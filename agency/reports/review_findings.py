"""What a review says first: what came of the targets, what stands out, and what the client is asked for (domain.md 6.1)."""

from collections.abc import Iterator
from datetime import date

from agency.domain.known import sum_known
from agency.domain.terms import label
from agency.domain.terms.performance import Counter, Light
from agency.locale import _
from agency.reports.deck import words
from agency.reports.material import ReviewMaterial, best_and_worst
from agency.reports.review_sections import TargetLine

MOST = 3


def findings(material: ReviewMaterial) -> list[str]:
    """Return the three things that stand out most, each with its figures; fewer where fewer are known."""
    found = [*of_targets(material), *of_plays(material), *of_works(material), *of_anomalies(material)]
    return found[:MOST]


def all_targets(material: ReviewMaterial) -> list[TargetLine]:
    """Return the targets of the whole project, then those of its accounts."""
    return [*material.targets, *(line for account in material.accounts for line in account.targets)]


def on_track(material: ReviewMaterial) -> tuple[int, int] | None:
    """Return how many targets keep pace, of how many that can be judged; None where none can."""
    lights = [line.light for line in all_targets(material) if line.light is not None]
    return (lights.count(Light.GREEN), len(lights)) if lights else None


def of_targets(material: ReviewMaterial) -> Iterator[str]:
    """Yield how many targets keep pace, and which is furthest behind."""
    counted = on_track(material)
    if counted is None:
        return
    behind = [line for line in all_targets(material) if line.light not in (Light.GREEN, None)]
    sentence = _("{kept} of {of} targets keep pace.").format(kept=counted[0], of=counted[1])
    if behind:
        worst = min(behind, key=lambda line: (line.light is not Light.RED, line.reached or 0.0))
        sentence += _(" Furthest behind: {account}, {metric}, {reached} of the month's target.").format(
            account=worst.account, metric=label(worst.metric), reached=words.share(worst.reached)
        )
    yield sentence


def of_plays(material: ReviewMaterial) -> Iterator[str]:
    """Yield what the half-month brought in plays against the one before."""
    gains = [account.gain(Counter.PLAYS) for account in material.accounts]
    now, before = sum_known([each.gained for each in gains]), sum_known([each.before for each in gains])
    if now is not None:
        yield _("{plays} plays were gained, {change} against the half-month before.").format(
            plays=words.count(now), change=words.change(now, before)
        )


def of_works(material: ReviewMaterial) -> Iterator[str]:
    """Yield the work that stands furthest above the usual, or that none can be judged."""
    best, _worst = best_and_worst(material.works, most=1)
    for work in best:
        if work.judged and work.judged.ratio:
            yield _("{title} has {times} the usual plays at {days} d (n={n}).").format(
                title=words.quoted(work.latest.title),
                times=words.times(work.judged.ratio),
                days=work.judged.age,
                n=work.judged.hit.n,
            )


def of_anomalies(material: ReviewMaterial) -> Iterator[str]:
    """Yield how much is out of the ordinary."""
    count = sum(len(account.anomalies) for account in material.accounts)
    if count:
        yield _("{count} things are out of the ordinary; the evidence is in part 11.").format(count=count)


def asks(material: ReviewMaterial) -> list[str]:
    """Return what waits for the client, the overdue first, three at the most."""
    waiting = [gate for gate in material.execution.waiting if gate.is_clients]
    ordered = sorted(waiting, key=lambda gate: (not gate.is_overdue, gate.due_on or date.max))
    return [
        _("{what} (due {day})").format(what=gate.headline, day=gate.due_on or words.nothing())
        + (_(", overdue") if gate.is_overdue else "")
        for gate in ordered[:MOST]
    ]
