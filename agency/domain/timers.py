"""The moments by which something must have happened: notices, cases, incidents, snapshots, reports (C3, C4, I9, I11)."""

from datetime import date, datetime, time, timedelta

from agency.domain.calendar import BEIJING, ONE_DAY, Calendar
from agency.domain.quiet_hours import QuietHours
from agency.domain.terms.engagement import Severity
from agency.domain.terms.sharing import ReportPeriod
from config.policy import Policy


def notice_due(published_at: datetime, policy: Policy) -> datetime:
    """Return the moment by which the group hears of a work: at once means within the policy's minutes (C3)."""
    return published_at + timedelta(minutes=policy.publish_notice_minutes)


def case_due(severity: Severity, noticed_at: datetime, policy: Policy) -> datetime:
    """Return the moment by which the owner of a case has seen to it (C3).

    The minutes of one that is not grave are counted from the morning when it was noticed in the quiet hours: nobody is
    told of it before.
    """
    match severity:
        case Severity.GRAVE:
            return noticed_at + timedelta(minutes=policy.grave_case_minutes)
        case Severity.MEDIUM:
            minutes = policy.medium_case_minutes
        case Severity.LIGHT:
            minutes = policy.light_case_minutes
    quiet = QuietHours(policy.quiet_from, policy.quiet_until)
    told_at = quiet.end_after(noticed_at) if quiet.hold(noticed_at) else noticed_at
    return told_at + timedelta(minutes=minutes)


def incident_due(happened_at: datetime, policy: Policy) -> datetime:
    """Return the moment at which an incident without a resolution goes to the coordinator (I11)."""
    return happened_at + timedelta(hours=policy.incident_hours)


def snapshots_due(published_at: datetime, policy: Policy) -> tuple[datetime, ...]:
    """Return the moments at which a work's figures are recorded, by its age in days (I9)."""
    return tuple(published_at + timedelta(days=age) for age in policy.snapshot_ages)


def is_on_time(planned_at: datetime, published_at: datetime, policy: Policy) -> bool:
    """Say whether a work went live when it was planned to, give or take the policy's minutes (S11)."""
    return abs(published_at - planned_at) <= timedelta(minutes=policy.on_time_minutes)


def report_due(period: ReportPeriod, last_day: date, calendar: Calendar, policy: Policy) -> datetime:
    """Return the moment a report is due, given the last day it covers (C4).

    A day is reported on the next one, holidays too, because the platforms tell a day's figures only then. A week waits for
    the next working day when its Monday is off.
    """
    next_day = last_day + ONE_DAY
    match period:
        case ReportPeriod.DAY:
            return beijing_moment(next_day, policy.day_report_at)
        case ReportPeriod.WEEK:
            return beijing_moment(calendar.on_or_after(next_day), policy.week_report_at)
        case ReportPeriod.MONTH:
            day = calendar.working_days_after(last_day, policy.month_report_working_day)
            return beijing_moment(day, policy.month_report_at)


def beijing_moment(day: date, clock: time) -> datetime:
    """Return the moment of a Beijing clock on a Beijing day."""
    return datetime.combine(day, clock, tzinfo=BEIJING)
