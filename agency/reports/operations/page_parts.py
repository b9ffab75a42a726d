"""The parts of the page that name people and works: targets, schedule, gates, cases, and what is missing (C4)."""

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.domain.terms.engagement import Sentiment
from agency.domain.terms.plans import TargetDirection
from agency.domain.terms.reports import PublishOutcome
from agency.locale import _
from agency.reports.operations.markup import linked, linked_table
from agency.reports.operations.values import PeriodReport, PublishLine, TargetLine
from agency.reports.operations.words import deviation, figure, of_whom, share
from agency.reports.review_markdown import plain, table
from agency.reports.sheet import no_figures

TITLE = 26
MOST_ROWS = 40
TROUBLE_FIRST = (
    PublishOutcome.MISSED,
    PublishOutcome.LATE,
    PublishOutcome.EARLY,
    PublishOutcome.TO_COME,
    PublishOutcome.ON_TIME,
)


def targets_part(report: PeriodReport) -> str:
    """Return how the month's targets stand."""
    title = f"## {_('Targets of {month}').format(month=report.month.key)}"
    if not report.targets:
        return f"{title}\n\n{_('No plan of this month is on record.')}"
    header = [
        _("account"),
        _("metric"),
        _("actual / target"),
        _("reached, share"),
        _("pace of the month"),
        _("deviation"),
        _("standing"),
    ]
    return f"{title}\n\n{table([target_row(report, line) for line in report.targets], header)}"


def target_row(report: PeriodReport, line: TargetLine) -> list[str]:
    """Return one target as a row."""
    bound = "≤ " if line.direction is TargetDirection.AT_MOST else ""
    return [
        report.name(line.account) if line.account else _("whole project"),
        f"{label(line.metric)} ({label(line.level)})",
        f"{figure(line.metric, line.actual)} / {bound}{figure(line.metric, line.target)}",
        share(line.rate),
        "–" if line.pace is None else f"{line.pace:.2f}",
        deviation(line.metric, line.deviation),
        standing(line),
    ]


def standing(line: TargetLine) -> str:
    """Return where a target stands: reached or not once the month is over, else its light; a draft says so."""
    if line.is_reached is not None:
        said = _("✓ reached") if line.is_reached else _("✗ not reached")
    else:
        said = no_figures() if line.light is None else label(line.light)
    return said if line.is_confirmed else _("{said} (plan not confirmed)").format(said=said)


def publishing_part(report: PeriodReport) -> str:
    """Return what became of the schedule, what went wrong first."""
    counts = " · ".join(f"{label(each)} {number}" for each, number in report.outcomes.items() if number)
    found = _("{count} works came out that are not in the schedule.").format(count=report.unplanned)
    lines = sorted(report.publishing, key=lambda line: (TROUBLE_FIRST.index(line.outcome), line.planned_at))
    header = [_("account"), _("title"), _("planned for"), _("published at"), _("outcome"), _("link")]
    parts = [
        f"## {_('Schedule')}",
        _("{count} planned").format(count=len(lines)) + (f": {counts}" if counts else ""),
        found if report.unplanned else "",
        linked_table([publish_row(report, line) for line in lines[:MOST_ROWS]], header) if lines else "",
        more(len(lines)),
    ]
    return "\n\n".join(part for part in parts if part)


def publish_row(report: PeriodReport, line: PublishLine) -> list[str]:
    """Return one publication of the schedule as a row."""
    return [
        plain(report.name(line.account)),
        plain(f"{line.code} {line.title[:TITLE]}"),
        beijing_minute(line.planned_at),
        beijing_minute(line.published_at) if line.published_at else "–",
        label(line.outcome),
        linked(line.link),
    ]


def more(count: int, most: int = MOST_ROWS) -> str:
    """Return how many only the workbook has; nothing where the page has all of them."""
    return _("{count} more in the workbook").format(count=count - most) if count > most else ""


def gates_part(report: PeriodReport) -> str:
    """Return the gates that wait past their day and for whom, then the answers that came late."""
    rows = [
        [linked(gate.address, plain(gate.headline)), str(gate.due_on), str(gate.days), plain(of_whom(gate.awaited))]
        for gate in report.overdue
    ]
    header = [_("gate"), _("due"), _("days overdue"), _("awaited")]
    late = [
        [line.person, line.gate, str(line.due_on), str(line.answered_on), str(line.days)]
        for line in report.late_answers
    ]
    parts = [
        f"## {_('Gates')}",
        linked_table(rows[:MOST_ROWS], header) if rows else _("No gate is overdue."),
        more(len(rows)),
        f"**{_('Answered late')}**" if late else "",
        table(late[:MOST_ROWS], [_("who"), _("gate"), _("due"), _("answered on"), _("days late")]) if late else "",
    ]
    return "\n\n".join(part for part in parts if part)


def cases_part(report: PeriodReport) -> str:
    """Return what was said below the works, as far as it is on record, and what has to be seen to."""
    comments = report.comments
    told = " · ".join(f"{label(each)} {comments[each]}" for each in Sentiment if comments.get(each))
    rows = [
        [
            report.name(case.account),
            label(case.severity),
            case.what,
            case.owner,
            beijing_minute(case.found_at),
            beijing_minute(case.closed_at) if case.closed_at else _("case still open"),
        ]
        for case in report.cases
    ]
    header = [_("account"), _("severity"), _("what"), _("owner"), _("found at"), _("closed at")]
    parts = [
        f"## {_('Comments and cases')}",
        f"{_('comments')}: {told or no_figures()}",
        table(rows[:MOST_ROWS], header) if rows else _("No case is on record."),
    ]
    return "\n\n".join(parts)


def missing_part(report: PeriodReport) -> str:
    """Return what figures are missing, why, and what to do about it."""
    rows = [
        [f"{gap.name} ({gap.account})", "; ".join(gap.lacks) or "–", "; ".join(gap.why) or "–"] for gap in report.gaps
    ]
    header = [_("account"), _("missing of this period"), _("why, and what to do")]
    return f"## {_('Missing figures')}\n\n{table(rows, header) if rows else _('No figures are missing.')}"
