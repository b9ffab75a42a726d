"""Calls a month's meeting with the draft of its plan, once, and opens the next version of a plan that is to change (C1, R15)."""

from datetime import datetime, time

from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.deadlines import MonthMeeting, month_meeting
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.meetings import MeetingKind
from agency.domain.terms.plans import MonthPlanStatus
from agency.domain.windows import Window, previous, window_of
from agency.errors import BadInput, NotOnRecord
from agency.locale import _
from agency.records import meetings, month_plans, people
from agency.records.named import by_code
from agency.records.tables import Meeting, MeetingAttendee, MonthPlan, Project
from config.settings import settings
from tasks.calendars import calendar
from tasks.gate.subjects import Subject
from tasks.month.draft import first_draft, next_version

USUAL_HOUR = time(14)
SETTLED = (MonthPlanStatus.LOCKED, MonthPlanStatus.SUPERSEDED)


def month_of(key: str) -> Window:
    """Return the month of a key such as ``2026-12``; raise ``BadInput`` for a key of something else."""
    window = window_of(key)
    if "-H" in key or "W" in key:
        raise BadInput(_("{key} names no month; one reads like 2026-12.").format(key=key))
    return window


def meeting_day(session: Session, planned: Window) -> MonthMeeting:
    """Return the day on which a month is talked over: in the month before it, by the agency's calendar."""
    return month_meeting(previous(planned).first, calendar(session), settings().policy)


def call_month(session: Session, project: Project, planned: Window) -> MonthPlan:
    """Return the newest plan of a project's month; the first time, its meeting is called and its draft is written.

    Two at once call one meeting: the second waits for the first at the project's row.
    """
    session.get_one(Project, project.id, with_for_update=True)
    if known := month_plans.newest(session, project.id, planned.key):
        return known
    plan = first_draft(session, project, planned)
    plan.meeting_id = called(session, project, planned).id
    session.add(plan)
    session.flush()
    return plan


def called(session: Session, project: Project, planned: Window) -> Meeting:
    """Return the meeting of a project's month, called with everyone of the project."""
    if known := meetings.of_project(session, MeetingKind.MONTH, project.id, planned.key):
        return known
    day = meeting_day(session, planned).held_on
    meeting = Meeting(
        kind=MeetingKind.MONTH,
        project_id=project.id,
        cadence_key=planned.key,
        scheduled_at=datetime.combine(day, USUAL_HOUR, BEIJING),
    )
    session.add(meeting)
    session.flush()
    ids = sorted({person.id for person in people.members(session, project.id)})
    session.add_all(MeetingAttendee(meeting_id=meeting.id, person_id=person) for person in ids)
    session.flush()
    return meeting


def meeting_of(session: Session, plan: MonthPlan) -> Meeting:
    """Return the meeting that a plan is made in."""
    return session.get_one(Meeting, plan.meeting_id)


def change_plan(session: Session, project: Project, planned: Window, reason: str, flow_run_id: str) -> MonthPlan:
    """Return the version in which a confirmed plan changes, opened once by a run; the confirmed one counts meanwhile.

    A version that is being talked over already is the one that changes. Raise ``NotOnRecord`` before there is a plan.
    """
    session.get_one(Project, project.id, with_for_update=True)
    newest = month_plans.newest(session, project.id, planned.key)
    if newest is None:
        raise not_prepared(project, planned.key)
    if newest.status not in SETTLED or month_plans.is_worked_by(session, newest, flow_run_id):
        return newest
    changed = next_version(newest, reason.strip())
    session.add(changed)
    session.flush()
    return changed


def not_prepared(project: Project, month: str) -> NotOnRecord:
    """Return the error that says how a month's plan begins."""
    sentence = _("The month {month} of {project} has no plan yet: run prepare-month first.")
    return NotOnRecord(sentence.format(month=month, project=project.code))


def find_month_plan(session: Session, code: str) -> Subject:
    """Return the newest version of a plan, by a code such as ``BREEZE/2026-12``, as a subject; raise ``NotOnRecord``."""
    project_code, _slash, key = code.rpartition("/")
    project = by_code(session, Project, project_code)
    plan = month_plans.newest(session, project.id, key)
    if plan is None:
        raise not_prepared(project, key)
    version = _(" version {number}").format(number=plan.version) if plan.version > 1 else ""
    return Subject(
        kind=SubjectKind.MONTH_PLAN,
        id=plan.id,
        code=f"{project.code}/{key}",
        name=f"{project.name} {key}{version}",
        project_id=project.id,
        project_code=project.code,
        kickoff_on=project.kickoff_on,
    )
