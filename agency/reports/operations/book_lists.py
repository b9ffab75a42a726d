"""The sheets of the workbook that name people and works: steps, targets, schedule, gates, cases, and what is missing (C4)."""

from collections.abc import Iterator

from agency.domain.terms import label
from agency.domain.terms.engagement import Sentiment
from agency.locale import _
from agency.reports.operations.next_steps import next_steps
from agency.reports.operations.page_parts import standing
from agency.reports.operations.values import PeriodReport
from agency.reports.operations.words import SHARES, of_whom
from agency.reports.sheet import Column, Format, Value

Row = list[Value]
ALL = 1_000


def step_columns() -> list[Column]:
    """Return the columns of what to do next."""
    return [Column(_("no."), Format.COUNT, 8), Column(_("kind"), width=18), Column(_("what to do"), width=90)]


def step_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield what to do next, the most urgent first."""
    for number, step in enumerate(next_steps(report, ALL), start=1):
        yield [number, label(step.kind), step.what]


def target_columns() -> list[Column]:
    """Return the columns of the targets; shares and counts each have their own."""
    return [
        Column(_("account"), width=18),
        Column(_("metric"), width=16),
        Column(_("level of the target"), width=10),
        Column(_("direction"), width=10),
        Column(_("target"), Format.COUNT, 14),
        Column(_("actual"), Format.COUNT, 14),
        Column(_("deviation"), Format.CHANGE, 14),
        Column(_("target, share"), Format.SHARE),
        Column(_("actual, share"), Format.SHARE),
        Column(_("reached, share"), Format.SHARE),
        Column(_("pace of the month"), Format.NUMBER),
        Column(_("needed a day"), Format.COUNT),
        Column(_("standing"), width=20),
    ]


def target_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield the targets."""
    for line in report.targets:
        is_share = line.metric in SHARES
        counts: Row = ["", "", ""] if is_share else [line.target, line.actual, line.deviation]
        shares: Row = [line.target, line.actual] if is_share else ["", ""]
        named: Row = [line.account or _("whole project"), label(line.metric), label(line.level), label(line.direction)]
        pace: Row = ["" if line.pace is None else line.pace, "" if line.needed is None else line.needed]
        yield [*named, *counts, *shares, line.rate, *pace, standing(line)]


def publish_columns() -> list[Column]:
    """Return the columns of the schedule."""
    return [
        Column(_("account"), width=18),
        Column(_("content item"), width=18),
        Column(_("title"), width=36),
        Column(_("planned for"), Format.MOMENT, 17),
        Column(_("published at"), Format.MOMENT, 17),
        Column(_("outcome"), width=10),
        Column(_("link"), width=40),
    ]


def publish_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield the publications of the schedule, earliest first."""
    for line in report.publishing:
        moments: Row = [line.planned_at, line.published_at or ""]
        yield [line.account, line.code, line.title, *moments, label(line.outcome), line.link or ""]


def gate_columns() -> list[Column]:
    """Return the columns of the gates."""
    return [
        Column(_("gate"), width=40),
        Column(_("awaited"), width=24),
        Column(_("due"), Format.DAY),
        Column(_("answered on"), Format.DAY),
        Column(_("days late"), Format.COUNT),
    ]


def gate_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield the gates that wait past their day, then the answers that came late."""
    for gate in report.overdue:
        yield [gate.headline, of_whom(gate.awaited), gate.due_on, "", gate.days]
    for late in report.late_answers:
        yield [late.gate, late.person, late.due_on, late.answered_on, late.days]


def case_columns() -> list[Column]:
    """Return the columns of comments and cases."""
    return [
        Column(_("account"), width=18),
        Column(_("kind"), width=14),
        Column(_("severity"), width=8),
        Column(_("what"), width=50),
        Column(_("owner"), width=12),
        Column(_("found at"), Format.MOMENT, 17),
        Column(_("closed at"), Format.MOMENT, 17),
        Column(_("comments"), Format.COUNT),
    ]


def case_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield how many comments spoke in which way, then the cases."""
    for sentiment in Sentiment:
        known = report.comments.get(sentiment, 0) if report.comments else None
        yield ["", _("comments"), "", label(sentiment), "", "", "", known]
    for case in report.cases:
        named: Row = [case.account, label(case.kind), label(case.severity), case.what, case.owner]
        yield [*named, case.found_at, case.closed_at or "", ""]


def gap_columns() -> list[Column]:
    """Return the columns of what is missing."""
    return [
        Column(_("account"), width=18),
        Column(_("name of the account"), width=18),
        Column(_("missing of this period"), width=40),
        Column(_("why, and what to do"), width=70),
    ]


def gap_rows(report: PeriodReport) -> Iterator[Row]:
    """Yield what is missing, account by account."""
    for gap in report.gaps:
        yield [gap.account, gap.name, "; ".join(gap.lacks), "; ".join(gap.why)]
