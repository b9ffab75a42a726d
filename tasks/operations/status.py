"""The table of the operations reports: which were there in time, which late, which are missing (C4, R23)."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from prefect import task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar, beijing_minute
from agency.domain.reporting import is_tracked, owed, state_of
from agency.domain.terms import label
from agency.domain.terms.reports import ReportState
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.timers import report_due
from agency.domain.windows import Window
from agency.locale import _
from agency.records import reports_made
from agency.records.reports_made import Made
from agency.records.tables import Project
from agency.records.tables.base import now
from config.settings import settings
from tasks.calendars import calendar
from tasks.opening import looking

KEY = "report-status"
WORST_FIRST = (
    ReportState.MISSING,
    ReportState.LATE,
    ReportState.NOT_DUE,
    ReportState.UNTRACKED,
    ReportState.ON_TIME,
)


class Standing(NamedTuple):
    """How one report of one project stands; ``made`` is None while it is not there."""

    project: Project
    period: ReportPeriod
    window: Window
    due_at: datetime
    state: ReportState
    made: Made | None


@task(name="show-report-status", cache_policy=NO_CACHE, persist_result=False)
def show_report_status() -> dict[ReportState, int]:
    """Write the table anew, and return how many reports stand how."""
    with looking() as session:
        known = [each for project in reports_made.under_way(session) for each in standings(session, project, now())]
        rows = [row_of(each) for each in told(known)]
    create_table_artifact(
        table=rows,
        key=KEY,
        description=_("Which operations reports were there in time, which late, which are missing."),
    )
    return {state: sum(each.state is state for each in known) for state in ReportState}


def standings(session: Session, project: Project, moment: datetime) -> list[Standing]:
    """Return how the latest reports of a project stand, as far back as missed ones are made up for."""
    working = calendar(session)
    return [each for period in ReportPeriod for each in standings_of(session, project, period, working, moment)]


def standings_of(
    session: Session, project: Project, period: ReportPeriod, working: Calendar, moment: datetime
) -> Iterator[Standing]:
    """Yield how the reports of one kind stand, the latest first."""
    since, policy = reports_made.tracked_since(project), settings().policy
    windows = owed(period, moment, since, policy)
    made = reports_made.made(session, project.id, period, [window.key for window in windows])
    for window in reversed(windows):
        found = made.get(window.key)
        due_at = found.last.due_at if found else report_due(period, window.last, working, policy)
        if is_tracked(window, since):
            state = state_of(due_at, found.first_made_at if found else None, moment)
            yield Standing(project, period, window, due_at, state, found)
        elif found:
            yield Standing(project, period, window, due_at, ReportState.UNTRACKED, found)


def told(known: list[Standing]) -> list[Standing]:
    """Return what the table tells: of each project and kind the latest report, and every one that was not in time."""
    latest = {(each.project.id, each.period): each.window.key for each in reversed(known)}
    kept = [
        each
        for each in known
        if each.state in (ReportState.MISSING, ReportState.LATE)
        or latest[each.project.id, each.period] == each.window.key
    ]
    return sorted(kept, key=lambda each: WORST_FIRST.index(each.state))


def row_of(standing: Standing) -> dict[str, str]:
    """Return one report as a row of text."""
    made = standing.made
    return {
        _("project"): standing.project.name,
        _("report"): f"{label(standing.period)} {standing.window.key}",
        _("state"): label(standing.state),
        _("due"): beijing_minute(standing.due_at),
        _("made at"): beijing_minute(made.first_made_at) if made else "–",
        _("figures"): figures_of(made.last.revision, is_complete=made.last.is_complete) if made else "–",
    }


def figures_of(revision: int, *, is_complete: bool) -> str:
    """Return how good the figures of a report are, and its revision."""
    words = _("whole, revision {revision}") if is_complete else _("not whole, revision {revision}")
    return words.format(revision=revision)
