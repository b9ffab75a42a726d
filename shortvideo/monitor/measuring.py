"""How one number for Prometheus is made from what was seen: a metric, its labels, and its samples."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from agency.domain.finding import Finding
from agency.records.standing import Standing
from shortvideo.checkups.known import attention_for
from shortvideo.monitor.sight import Numbers

Sample = tuple[tuple[str, ...], float]


@dataclass(frozen=True)
class Measure:
    """One metric, a gauge: ``of`` returns its samples, each with the values of its labels in their order."""

    name: str
    help: str
    of: Callable[[Numbers, Sequence[Finding]], Iterable[Sample]]
    labels: tuple[str, ...] = ()


def single(of: Callable[[Numbers], float | None]) -> Callable[[Numbers, Sequence[Finding]], Iterable[Sample]]:
    """Return the samples of a metric without labels: one, or none where it is unknown."""

    def samples(numbers: Numbers, _findings: Sequence[Finding]) -> Iterable[Sample]:
        value = of(numbers)
        return [] if value is None else [((), float(value))]

    return samples


def of_numbers(of: Callable[[Numbers], Iterable[Sample]]) -> Callable[[Numbers, Sequence[Finding]], Iterable[Sample]]:
    """Return the samples of a metric with labels."""
    return lambda numbers, _findings: of(numbers)


def of_standing(of: Callable[[Standing], Iterable[Sample]]) -> Callable[[Numbers, Sequence[Finding]], Iterable[Sample]]:
    """Return the samples of a metric that the records tell; none while they are closed."""
    return lambda numbers, _findings: of(numbers.standing) if numbers.standing else ()


def moment(at: datetime | None) -> float | None:
    """Return a moment as Prometheus counts time."""
    return at.timestamp() if at else None


def moments(rows: Iterable[tuple[tuple[str, ...], datetime | None]]) -> list[Sample]:
    """Return the moments that are known."""
    return [(labels, at.timestamp()) for labels, at in rows if at]


def gates_overdue(standing: Standing) -> Iterable[Sample]:
    """Return the overdue questions by gate, 0 for a gate at which none of those that wait is."""
    gates = dict.fromkeys((one.gate for one in standing.gates), 0)
    for one in standing.gates:
        gates[one.gate] += one.overdue
    return [((gate,), float(count)) for gate, count in gates.items()]


def messages(standing: Standing) -> dict[str, tuple[int, datetime]]:
    """Return the messages that are not done with, and the oldest of them, by state; what a person carries is a state."""
    found: dict[str, tuple[int, datetime]] = {}
    for one in standing.messages:
        state = "by_hand" if one.by_hand and one.status.value == "waiting" else one.status.value
        count, oldest = found.get(state, (0, one.oldest))
        found[state] = (count + one.number, min(oldest, one.oldest))
    return found


def incidents(standing: Standing) -> Iterable[Sample]:
    """Return the open incidents by who has them."""
    all_open, escalated = standing.incidents.number, standing.incidents.with_coordinator
    return [(("owner",), float(all_open - escalated)), (("coordinator",), float(escalated))]


def findings_by_rule(_numbers: Numbers, findings: Sequence[Finding]) -> Iterable[Sample]:
    """Return how often each rule of the doctor is broken."""
    labels = [(one.rule, attention_for(one).value) for one in findings]
    return [(pair, float(labels.count(pair))) for pair in dict.fromkeys(labels)]
