"""What to do next after a report: a short list, the most urgent first, each with the one who should do it (C4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agency.domain.terms import label
from agency.domain.terms.engagement import Severity
from agency.domain.terms.performance import Light
from agency.domain.terms.reports import PublishOutcome, StepKind
from agency.locale import _
from agency.reports.operations.values import GateLine, PeriodReport, TargetLine
from agency.reports.operations.words import figure, of_whom, some

ORDER = tuple(StepKind)
MOST_STEPS = 8


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do."""

    kind: StepKind
    what: str


def next_steps(report: PeriodReport, most: int = MOST_STEPS) -> list[Step]:
    """Return what to do next, the most urgent first, the longest overdue first within a kind."""
    found = [
        *incidents(report),
        *gates(report.overdue),
        *publications(report),
        *cases(report),
        *targets(report),
        *figures(report),
    ]
    return sorted(found, key=lambda step: ORDER.index(step.kind))[:most]


def incidents(report: PeriodReport) -> Iterator[Step]:
    """Yield the incidents that are open."""
    for line in report.incidents:
        if line.is_open:
            what = _("{owner}: bring {code} to an end: {what}").format(owner=line.owner, code=line.code, what=line.what)
            yield Step(kind=StepKind.OPEN_INCIDENT, what=what)


def gates(overdue: Sequence[GateLine]) -> Iterator[Step]:
    """Yield the questions that are overdue."""
    for gate in overdue:
        sentence = _("{who}: answer “{headline}”, overdue for {days} days")
        what = sentence.format(who=of_whom(gate.awaited), headline=gate.headline, days=gate.days)
        yield Step(kind=StepKind.OVERDUE_GATE, what=what)


def publications(report: PeriodReport) -> Iterator[Step]:
    """Yield the publications that were missed."""
    for line in report.publishing:
        if line.outcome is PublishOutcome.MISSED:
            what = _("{account}: publish 《{title}》, or fix a new day for it").format(
                account=report.name(line.account), title=line.title
            )
            yield Step(kind=StepKind.MISSED_PUBLICATION, what=what)


def cases(report: PeriodReport) -> Iterator[Step]:
    """Yield the cases that are open."""
    for case in report.cases:
        if case.closed_at is None:
            kind = StepKind.GRAVE_CASE if case.severity is Severity.GRAVE else StepKind.OPEN_CASE
            what = _("{owner}: see to “{what}” ({severity})")
            yield Step(kind=kind, what=what.format(owner=case.owner, what=case.what, severity=label(case.severity)))


def targets(report: PeriodReport) -> Iterator[Step]:
    """Yield the targets of a running month that are behind, with what each day left has to bring."""
    for line in report.targets:
        if line.is_reached is None and line.light in (Light.RED, Light.AMBER):
            kind = StepKind.TARGET_FAR_BEHIND if line.light is Light.RED else StepKind.TARGET_BEHIND
            yield Step(kind=kind, what=behind(report, line))


def behind(report: PeriodReport, line: TargetLine) -> str:
    """Return what is behind, by how much, and what would make it good."""
    whose = report.name(line.account) if line.account else _("whole project")
    stands = _("{whose}: {metric} stands at {actual} of {target}").format(
        whose=whose,
        metric=label(line.metric),
        actual=figure(line.metric, line.actual),
        target=figure(line.metric, line.target),
    )
    if line.needed is None:
        return stands
    return stands + _(", {needed} a day are needed").format(needed=figure(line.metric, line.needed))


def figures(report: PeriodReport) -> Iterator[Step]:
    """Yield what to do about figures that are missing, once for the same reason; what is only not out yet needs nobody."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for gap in report.gaps:
        if gap.lacks and gap.why:
            alike.setdefault(gap.why, []).append(gap.name)
    for why, names in alike.items():
        what = _("{account}: {why}").format(account=some(names), why=_("; ").join(why))
        yield Step(kind=StepKind.MISSING_FIGURES, what=what)
