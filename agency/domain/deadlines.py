"""When each step is due, counted from a shoot, a publication, a kickoff or a month (I4, I7, P2, C1, C2; domain.md 3.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agency.domain.calendar import Calendar, beijing_day
from agency.domain.finding import Finding, rule, warning
from agency.locale import _
from config.policy import Policy


def script_sync_due(shoot_on: date, calendar: Calendar, policy: Policy) -> date:
    """Return the last day to sync a script: calendar days before the shoot, pulled back from a day off to a working day (I4)."""
    return calendar.on_or_before(shoot_on - timedelta(days=policy.script_sync_days))


def script_start(shoot_on: date, calendar: Calendar, policy: Policy) -> date:
    """Return the last day to begin a script that is to be synced in time (S7)."""
    return calendar.working_days_before(script_sync_due(shoot_on, calendar, policy), policy.script_working_days)


def copy_due(shoot_on: date, calendar: Calendar, policy: Policy) -> date:
    """Return the last day to hand the planning copy over: working days before its anchor (P2).

    The standard names no anchor. Counted from the shoot, copy and script fall on one day; so the script's sync is the default.
    """
    match policy.copy_anchor:
        case "script_sync":
            anchor = script_sync_due(shoot_on, calendar, policy)
        case "script_start":
            anchor = script_start(shoot_on, calendar, policy)
        case "shoot":
            anchor = shoot_on
    return calendar.working_days_before(anchor, policy.copy_working_days)


def handover_due(shoot_on: date, policy: Policy) -> date:
    """Return the day by whose end the footage is with its editor (I7); a shoot on a day off hands over all the same."""
    return shoot_on + timedelta(days=policy.handover_days)


def plan_due(kickoff_on: date, policy: Policy) -> date:
    """Return the day a new project's plan and timetable are due: calendar days after its kickoff (C2)."""
    return kickoff_on + timedelta(days=policy.plan_days)


@dataclass(frozen=True)
class MonthMeeting:
    """The month meeting: the day the standard names and the day it is held; they differ when the first is a day off (C1)."""

    nominal: date
    held_on: date


def month_meeting(month: date, calendar: Calendar, policy: Policy) -> MonthMeeting:
    """Return the meeting of the month of any of its days; it speaks of the month after (C1).

    Where the day is early or late in the month, a long holiday may roll it into the month before or after.
    """
    nominal = month.replace(day=policy.month_meeting_day)
    match policy.month_meeting_roll:
        case "previous":
            held_on = calendar.on_or_before(nominal)
        case "next":
            held_on = calendar.on_or_after(nominal)
        case "none":
            held_on = nominal
    return MonthMeeting(nominal, held_on)


@dataclass(frozen=True, kw_only=True)
class Chain:
    """One video from its copy to its publication: the last day of each step that must come before the next."""

    copy_due: date
    script_start: date
    sync_due: date
    shoot_on: date
    handover_due: date
    cut_due: date
    confirm_due: date
    publish_at: datetime


def chain(shoot_on: date, publish_at: datetime, calendar: Calendar, policy: Policy) -> Chain:
    """Return the days of one video, given its shoot and the moment it goes live."""
    return Chain(
        copy_due=copy_due(shoot_on, calendar, policy),
        script_start=script_start(shoot_on, calendar, policy),
        sync_due=script_sync_due(shoot_on, calendar, policy),
        shoot_on=shoot_on,
        handover_due=handover_due(shoot_on, policy),
        cut_due=calendar.working_days_after(shoot_on, policy.cut_working_days),
        confirm_due=calendar.working_days_before(beijing_day(publish_at), policy.confirm_working_days),
        publish_at=publish_at,
    )


@rule
def chain_findings(planned: Chain, today: date, calendar: Calendar) -> Iterator[Finding]:
    """A chain leaves time for each step, has not begun to run late, and lies in years whose working days are known."""
    if planned.cut_due > planned.confirm_due:
        sentence = _("The first cut is due on {cut}, after the client's confirmation on {confirm}: publish later.")
        yield Finding("S3-no-time-to-edit", sentence.format(cut=planned.cut_due, confirm=planned.confirm_due))
    if planned.copy_due >= planned.sync_due:
        sentence = _("Copy and script are both due on {day}: there is no day left to write the script.")
        yield warning("P2-no-time-to-write", sentence.format(day=planned.sync_due))
    if planned.copy_due < today:
        sentence = _("The copy of a shoot on {shoot} was due on {copy}, which is past.")
        yield warning("P2-copy-already-late", sentence.format(shoot=planned.shoot_on, copy=planned.copy_due))
    for year in sorted({planned.copy_due.year, planned.shoot_on.year, planned.confirm_due.year}):
        if not calendar.settled(year):
            sentence = _("The make-up workdays of {year} are not on record: its working days are an estimate.")
            yield warning("calendar-not-settled", sentence.format(year=year))
