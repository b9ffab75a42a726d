"""Incidents as a part of a page and as a sheet of a workbook, the open ones first (I10, I11, C4)."""

from collections.abc import Iterator, Sequence

from agency.domain.calendar import beijing_minute
from agency.locale import _
from agency.reports.incident_lines import IncidentLine, count_open, taken, worst_first
from agency.reports.review_markdown import table
from agency.reports.sheet import Column, Format, Value


def part(lines: Sequence[IncidentLine]) -> str:
    """Return the incidents as a part of a page, nothing without any."""
    if not lines:
        return ""
    header = [
        _("Incident"),
        _("What happened"),
        _("Owner"),
        _("Happened at"),
        _("Took"),
        _("How it ended"),
        _("Learnt"),
    ]
    rows = [
        [
            line.code,
            line.what,
            line.owner,
            beijing_minute(line.happened_at),
            taken(line),
            line.resolution or "–",
            line.learnt or "–",
        ]
        for line in worst_first(lines)
    ]
    told = _("{count} incidents, {open} of them open").format(count=len(lines), open=count_open(lines))
    return f"## {_('Incidents')}\n\n{told}\n\n{table(rows, header)}"


def columns() -> list[Column]:
    """Return the columns of a workbook's sheet."""
    return [
        Column(_("Incident"), width=16),
        Column(_("What happened"), width=44),
        Column(_("Owner"), width=12),
        Column(_("Happened at"), Format.MOMENT, 17),
        Column(_("With the coordinator"), width=10),
        Column(_("Hours"), Format.NUMBER, 10),
        Column(_("How it ended"), width=40),
        Column(_("Learnt"), width=40),
    ]


def sheet_rows(lines: Sequence[IncidentLine]) -> Iterator[list[Value]]:
    """Yield a row for each; the hours of an open one are empty, never 0."""
    for line in worst_first(lines):
        escalated = _("yes") if line.is_escalated else ""
        hours = "" if line.hours is None else line.hours
        yield [line.code, line.what, line.owner, line.happened_at, escalated, hours, line.resolution, line.learnt]
