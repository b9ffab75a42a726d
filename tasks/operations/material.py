"""Gathers what an operations report says from the records; the rules of the domain say what it means (C4)."""

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from prefect.utilities.urls import url_for
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.month_results import results
from agency.domain.reporting import before
from agency.domain.snapshots import Wanted
from agency.domain.terms.accounts import ASLEEP
from agency.domain.terms.figures import Metric
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.timers import report_due
from agency.domain.windows import Window, month, month_so_far
from agency.records import chain, execution, histories, report_facts
from agency.records.provenance import provenance_of
from agency.records.tables import Account, Project
from agency.reports.operations.figures import AccountRecords, account_line, drawn_from
from agency.reports.operations.gaps import gap_of
from agency.reports.operations.targets import Aim, negative_rate, target_line
from agency.reports.operations.values import (
    CaseLine,
    GateLine,
    LateLine,
    PeriodReport,
    PublishLine,
    TargetLine,
)
from config.settings import settings
from config.standard import standard
from tasks.calendars import calendar
from tasks.incidents.told import incident_lines
from tasks.month.account_months import account_months, outcome

ONE_DAY = timedelta(days=1)


def gather(session: Session, project: Project, period: ReportPeriod, window: Window, moment: datetime) -> PeriodReport:
    """Return a report as the records stand at a moment."""
    accounts = report_facts.awake(session, project.id, ASLEEP)
    ids = [account.id for account in accounts]
    out = report_facts.published(session, ids, window)
    read = records_of(session, accounts, period, window, Tally(work.account_id for work in out))
    told = provenance_of(session, accounts, moment)
    gaps = [gap_of(each, window, known, moment) for each, known in zip(read, told, strict=True)]
    subjects = execution.subjects_of(session, project.id)
    targets = target_lines(session, project, read, window, moment)
    compares = period is not ReportPeriod.DAY
    return PeriodReport(
        project=project.code,
        project_name=project.name,
        period=period,
        window=window,
        month=month(window.last),
        due_at=report_due(period, window.last, calendar(session), settings().policy),
        as_of=moment,
        seen_until=max((each.answer.seen_until for each in read if each.answer.seen_until), default=None),
        accounts=tuple(
            account_line(each, window, before(period, window), settings().policy, compares=compares) for each in read
        ),
        targets=tuple(targets),
        publishing=tuple(publish_lines(session, accounts, window, moment)),
        unplanned=sum(not work.is_ours for work in out),
        overdue=tuple(gate_lines(session, subjects, window, moment)),
        late_answers=tuple(late_lines(session, subjects, window)),
        comments=report_facts.comments(session, ids, window),
        cases=tuple(case_lines(session, accounts, window)),
        gaps=tuple(gap for gap in gaps if gap is not None),
        incidents=tuple(incident_lines(session, project.id, window)),
        ledger=head if (head := chain.head(session)).number else None,
    )


def records_of(
    session: Session, accounts: Sequence[Account], period: ReportPeriod, window: Window, published: Tally[str]
) -> list[AccountRecords]:
    """Return what is on record of accounts for a window, the one before it, and the month up to its end."""
    so_far, earlier = month_so_far(window), before(period, window)
    wanted = Wanted(
        until=window.ends,
        windows=(earlier, so_far, window),
        ages=() if period is ReportPeriod.DAY else settings().policy.compared_ages,
        falls_in=window,
    )
    first = min(earlier.first - ONE_DAY, so_far.first - ONE_DAY, drawn_from(window))
    return [
        AccountRecords(
            id=account.id,
            code=account.code,
            name=account.name,
            platform=account.platform,
            answer=histories.read(session, account.id, wanted),
            days=histories.days_of(session, account.id, first, window.last),
            published=published[account.id],
        )
        for account in accounts
    ]


def target_lines(
    session: Session, project: Project, read: Sequence[AccountRecords], window: Window, moment: datetime
) -> list[TargetLine]:
    """Return how the targets of the month stand at the end of a window, those of the whole project first."""
    codes = {each.id: each.code for each in read}
    came_to = month_results(session, read, month_so_far(window), moment)
    aims = [
        Aim(
            account=codes[row.account_id] if row.account_id else "",
            metric=row.metric,
            value=row.value,
            direction=row.direction,
            level=row.level,
            is_confirmed=row.is_confirmed,
        )
        for row in report_facts.targets(session, project.id, month(window.last).key)
        if row.account_id is None or row.account_id in codes
    ]
    aims.sort(key=lambda aim: (aim.account, aim.metric, aim.level))
    return [target_line(aim, came_to[aim.account].get(aim.metric), window, settings().policy) for aim in aims]


def month_results(
    session: Session, read: Sequence[AccountRecords], so_far: Window, moment: datetime
) -> dict[str, Mapping[Metric, float | None]]:
    """Return what a month came to so far, by the code of an account; under none stands the whole project."""
    seen = {each.id: (tuple(each.answer.histories.values()), each.days) for each in read}
    months = account_months(session, seen, so_far, moment)
    comments = report_facts.comments(session, list(seen), so_far)
    whole = {**results(list(months.values()), so_far), Metric.NEGATIVE_RATE: negative_rate(comments)}
    return {"": whole, **{each.code: results([months[each.id]], so_far) for each in read}}


def publish_lines(session: Session, accounts: Sequence[Account], window: Window, moment: datetime) -> list[PublishLine]:
    """Return the publications of the schedule, earliest first."""
    codes = {account.id: account.code for account in accounts}
    return [
        PublishLine(
            account=codes[row.account_id],
            code=row.code,
            title=row.title,
            planned_at=row.planned_at,
            published_at=row.published_at,
            outcome=outcome(row, moment),
            link=row.link,
        )
        for row in report_facts.planned(session, list(codes), window)
    ]


def gate_lines(session: Session, subjects: set[str], window: Window, moment: datetime) -> list[GateLine]:
    """Return the questions that were due by the window's end and still wait."""
    return [
        GateLine(
            headline=gate.headline,
            due_on=gate.due_on,
            days=(beijing_day(moment) - gate.due_on).days,
            awaited=gate.awaited,
            address=str(url_for("flow-run", obj_id=gate.flow_run_id) or ""),
        )
        for gate in report_facts.overdue(session, subjects, window.last)
    ]


def late_lines(session: Session, subjects: set[str], window: Window) -> list[LateLine]:
    """Return the answers of a window that came after their day, each gate by its name in the standard."""
    gates = standard().gates
    return [
        LateLine(
            person=late.person,
            gate=f"{late.gate} {gates[late.gate].name}" if late.gate in gates else late.gate,
            due_on=late.due_on,
            answered_on=late.answered_on,
            days=(late.answered_on - late.due_on).days,
        )
        for late in report_facts.late_answers(session, subjects, window)
    ]


def case_lines(session: Session, accounts: Sequence[Account], window: Window) -> list[CaseLine]:
    """Return the cases around works that were found in a window, or were open at its end."""
    codes = {account.id: account.code for account in accounts}
    return [
        CaseLine(
            account=codes[case.account_id],
            kind=case.kind,
            severity=case.severity,
            what=case.what,
            owner=case.owner,
            found_at=case.found_at,
            closed_at=case.closed_at,
        )
        for case in report_facts.cases(session, list(codes), window)
    ]
