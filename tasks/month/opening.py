"""Opens a month: its confirmed plan is locked and counts, the month's schedule takes videos, and its meetings are shown (R16)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.month_meeting import slots_of
from agency.domain.terms import label
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.meetings import MeetingStatus
from agency.domain.terms.plans import MonthPlanStatus
from agency.locale import _
from agency.records import ledger, month_plans
from agency.records.ledger import GateKey
from agency.records.tables import MeetingAttendee, MonthPlan, Project
from agency.records.tables.base import now
from agency.reports.month.page import Links
from agency.reports.month.plan_page import plan_page
from config.settings import settings
from tasks.calendars import calendar
from tasks.gate.exhibits import table
from tasks.month.calling import meeting_of, month_of
from tasks.month.plan_shown import shown


def open_month(session: Session, plan: MonthPlan) -> None:
    """Lock a plan as the one that counts for its month, and note its meeting as held with those who spoke in it."""
    plan.status, plan.locked_at = MonthPlanStatus.LOCKED, now()
    month_plans.supersede_others(session, plan)
    meeting = meeting_of(session, plan)
    meeting.status, meeting.held_at, meeting.client_present = MeetingStatus.HELD, now(), True
    spoke = heard(session, plan)
    for attendee in session.scalars(select(MeetingAttendee).where(MeetingAttendee.meeting_id == meeting.id)):
        attendee.present = bool(attendee.present) or attendee.person_id in spoke
    session.flush()


def heard(session: Session, plan: MonthPlan) -> set[str]:
    """Return who has handed a plan in or said anything of it."""
    rounds = ledger.rounds(session, GateKey(SubjectKind.MONTH_PLAN, plan.id, "C1"))
    answered = {answer.person_id for round_ in rounds for answer in ledger.decisions(session, round_.id)}
    return answered | {round_.submitted_by for round_ in rounds if round_.submitted_by}


def opened_page(session: Session, plan: MonthPlan, links: Links) -> str:
    """Return the month as it is open now: since when, its files, its meetings, and the plan that counts."""
    project = session.get_one(Project, plan.project_id)
    slots = slots_of(month_of(plan.month), calendar(session), settings().policy)
    since = beijing_minute(plan.locked_at) if plan.locked_at else "–"
    sentence = _("The client has confirmed version {version}, and since {moment} the month's schedule is open.")
    meetings = table([[slot.day, label(slot.kind), slot.key] for slot in slots], [_("day"), _("meeting"), _("slot")])
    return "\n\n".join(
        [
            f"# {project.name} · {plan.month}",
            sentence.format(version=plan.version, moment=since),
            f"[{_('Download the deck')}]({links.deck}) · [{_('Download the workbook')}]({links.workbook})",
            f"**{_('Meetings of the month')}**",
            meetings,
            plan_page(shown(session, plan)),
        ]
    )
