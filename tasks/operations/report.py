"""Makes the operations reports that are due: gathered, written as a page, a workbook and a text, and kept (C4, R23).

The figures of a period that come in later make the next revision of its report; the same figures make none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run, task_run
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar, beijing_minute
from agency.domain.reporting import has_come, owed, window_named
from agency.domain.terms.files import FileKind
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.timers import report_due
from agency.domain.windows import Window
from agency.errors import BadInput
from agency.locale import _
from agency.records import ledger, reports_made
from agency.records.named import by_code
from agency.records.tables import KeptFile, OperationsReport, Project
from agency.records.tables.base import new_id, now
from agency.reports.operations.book import write_book
from agency.reports.operations.page import page
from agency.reports.operations.short_text import short_text
from agency.reports.operations.values import PeriodReport
from agency.reports.operations.words import days_of, name_of
from config.settings import settings
from tasks.calendars import calendar
from tasks.files.downloads import is_whole, keep, link_to, material_folder
from tasks.opening import looking, records
from tasks.operations.material import gather
from tasks.page_keys import page_key

Show = Callable[[OperationsReport, PeriodReport], None]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One report that is to be made, or made again where figures came in."""

    project: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A report that is there; ``is_new`` is False where these very figures had been reported."""

    project: str
    key: str
    revision: int
    is_new: bool
    is_complete: bool
    is_late: bool


def whiteboard() -> str:
    """Return what the making of a report is called."""
    asked = task_run.parameters
    return f"C4 · {asked['project']} {asked['key']}"


@task(name="reports-to-make", cache_policy=NO_CACHE, persist_result=False)
def reports_to_make(period: ReportPeriod, project: str, key: str) -> list[Wanted]:
    """Return the reports to make now: the one that was named, else all that are owed, the oldest first of each project.

    Owed are those not made yet whose day has come, those whose figures were not whole, and the newest, whose figures may
    have been corrected.
    """
    with looking() as session:
        projects = [by_code(session, Project, project)] if project else reports_made.under_way(session)
        if key:
            window = window_named(period, key)
            return [Wanted(project=each.code, key=window.key) for each in projects]
        working = calendar(session)
        return [
            Wanted(project=each.code, key=window.key)
            for each in projects
            for window in wanted_of(session, each, period, working)
        ]


def wanted_of(session: Session, project: Project, period: ReportPeriod, working: Calendar) -> list[Window]:
    """Return the days of the reports of a project that are to be made now, oldest first."""
    policy, moment = settings().policy, now()
    windows = owed(period, moment, reports_made.tracked_since(project), policy)
    made = reports_made.made(session, project.id, period, [window.key for window in windows])
    return [
        window
        for window in windows
        if has_come(report_due(period, window.last, working, policy), moment)
        and (window == windows[-1] or window.key not in made or not made[window.key].last.is_complete)
    ]


@task(name="make-report", task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)
def make_report(project: str, period: ReportPeriod, key: str) -> Reported:
    """Make one report and show it on its page, once for the same figures: changed ones give its next revision (C4).

    Raises as ``make`` does.
    """
    return make(project, period, key, show)


def make(project: str, period: ReportPeriod, key: str, show: Show) -> Reported:
    """Make one report, which is shown before it is on record: what is on record has been shown, whatever breaks off.

    ``BadInput`` for a key that names no period, or one that is not over; ``NotOnRecord`` for an unknown project.
    """
    window = window_named(period, key)
    if now() < window.ends:
        raise BadInput(_("{key} is not over yet, so there is no report of it.").format(key=key))
    with looking() as session:
        row = by_code(session, Project, project)
        report = gather(session, row, period, window, now())
        if last := standing_one(session, row, report):
            return reported(last, report, is_new=False)
    workbook = workbook_path(report)
    write_book(report, workbook)
    with records() as session:
        ledger.take_turns(session, f"report {row.id} {period} {key}")
        if last := standing_one(session, row, report):
            workbook.unlink()
            return reported(last, report, is_new=False)
        made = keep_report(session, row, report, workbook)
        show(made, report)
    return reported(made, report, is_new=True)


def standing_one(session: Session, project: Project, report: PeriodReport) -> OperationsReport | None:
    """Return the report on record that says these very figures and whose workbook is still there, None without one."""
    last = reports_made.last_revision(session, project.id, report.period, report.window.key)
    if last is None or last.figures_hash != report.figures_hash:
        return None
    return last if is_whole(session.get_one(KeptFile, last.workbook_id)) else None


def reported(made: OperationsReport, report: PeriodReport, *, is_new: bool) -> Reported:
    """Return what is told of a report that is there."""
    return Reported(
        project=report.project,
        key=report.window.key,
        revision=made.revision,
        is_new=is_new,
        is_complete=made.is_complete,
        is_late=made.revision == 1 and made.made_at > made.due_at,
    )


def keep_report(session: Session, project: Project, report: PeriodReport, workbook: Path) -> OperationsReport:
    """Put a report on record as its next revision, with its text, its page and its workbook."""
    key = report.window.key
    last = reports_made.last_revision(session, project.id, report.period, key)
    revision = last.revision + 1 if last else 1
    kept = keep(
        session,
        workbook,
        kind=FileKind.OPERATIONS_REPORT,
        title=title_of(report),
        project_id=project.id,
        slot=f"{report.period}-{key}-v{revision}",
    )
    short = short_text(report, revision)
    made = OperationsReport(
        project_id=project.id,
        period=report.period,
        period_key=key,
        revision=revision,
        due_at=report.due_at,
        made_at=report.as_of,
        is_complete=report.is_complete,
        missing=[
            _("{account}: {why}").format(account=gap.account, why="; ".join(gap.lacks))
            for gap in report.gaps
            if gap.lacks
        ],
        figures_hash=report.figures_hash,
        page=page(report, revision, short, link_to(kept)),
        short_text=short,
        workbook_id=kept.id,
        flow_run_id=str(flow_run.id) if flow_run.id else None,
    )
    session.add(made)
    session.flush()
    return made


def show(made: OperationsReport, report: PeriodReport) -> None:
    """Show a report on the page of its project and kind."""
    description = _("{title}, made {moment}").format(title=title_of(report), moment=beijing_minute(made.made_at))
    create_markdown_artifact(
        made.page, key=page_key("operations", report.period, report.project), description=description
    )


def title_of(report: PeriodReport) -> str:
    """Return what a report is called."""
    return f"{report.project_name} {name_of(report.period)} {days_of(report.window)}"


def workbook_path(report: PeriodReport) -> Path:
    """Return where a workbook is written; another making of the same report has a place of its own."""
    return material_folder("operations", report.project) / f"{report.window.key}-{new_id()}.xlsx"
