"""The meetings that come round: topics every week, a review every half-month, the next month every month (I2, I10, C1)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.cadences import Slot, month_slots, review_slots, topic_slots
from agency.domain.calendar import Calendar, beijing_day
from agency.domain.obligations import Obligation, end_of
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.terms.people import Role
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.windows import window_of
from agency.locale import _
from agency.records import topics
from agency.records.rule_checks import open_of
from agency.records.tables import Account, GateRound, Meeting, MonthPlan, Project, Wait
from config.settings import settings
from config.standard import standard
from tasks.calendars import calendar
from tasks.owed.links import run_links
from tasks.owed.people import Responsible

TOPICS, REVIEW, MONTH = "I2", "I10", "C1"
RULES = {MeetingKind.TOPICS: TOPICS, MeetingKind.REVIEW: REVIEW, MeetingKind.MONTH: MONTH}
GATES = {TOPICS: "S6", REVIEW: "S13", MONTH: "C1"}
SET_ASIDE = frozenset({MeetingStatus.WAIVED, MeetingStatus.CANCELLED})
LOOKED_BACK = timedelta(days=100)


@dataclass(frozen=True)
class Called:
    """A meeting that was called: when it was held, whether it was set aside, and the run that waits for it."""

    held_at: datetime | None
    is_set_aside: bool
    run: str | None


Place = tuple[str, str, str]
"""A rule, the account or project, and the slot."""


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield each meeting that is due in its present slot, and the one before while it is open on record."""
    called, people, link = called_since(session, at - LOOKED_BACK), Responsible.read(session), run_links()
    for rule, about, project, slot, owners in due_meetings(session, beijing_day(at), people):
        meeting = called.get((rule, about.id, slot.key), Called(None, is_set_aside=False, run=None))
        gate = standard().gates[GATES[rule]]
        yield Obligation(
            rule=rule,
            subject_kind=about.__tablename__,
            subject_id=about.id,
            slot=slot.key,
            what=named(rule).format(name=about.name, slot=slot.key),
            owners=owners,
            due_at=end_of(slot.last_day),
            chain=people.chain(project.id, gate.escalate),
            project_id=project.id,
            link=link(meeting.run),
            done_at=meeting.held_at,
            is_waived=meeting.held_at is None and (slot.is_waived or meeting.is_set_aside),
            remind_days=gate.remind,
        )


Due = tuple[str, Account | Project, Project, Slot, tuple[str, ...]]


def due_meetings(session: Session, today: date, people: Responsible) -> Iterator[Due]:
    """Yield the meetings that are due, each with who holds it."""
    days, policy, open_slots = calendar(session), settings().policy, remembered(session)
    executing = select(Project).where(Project.plan_status == ProjectPlanStatus.EXECUTING, Project.closed_on.is_(None))
    projects = {project.id: project for project in session.scalars(executing.order_by(Project.code))}
    for account in topics.accounts_at_work(session):
        if (project := projects.get(account.project_id)) is not None:
            owners = (account.director_id,) if account.director_id else ()
            for slot in topic_slots(today, days, open_slots[TOPICS, account.id]):
                if is_owed(project, slot, days):
                    yield TOPICS, account, project, slot, owners or tuple(people.holding(project.id, (Role.DIRECTOR,)))
    for project in projects.values():
        operators = tuple(people.holding(project.id, (Role.OPERATOR,)))
        reviews = review_slots(today, days, policy, open_slots[REVIEW, project.id])
        months = month_slots(today, days, policy, open_slots[MONTH, project.id])
        yield from ((REVIEW, project, project, slot, operators) for slot in reviews if is_owed(project, slot, days))
        yield from ((MONTH, project, project, slot, operators) for slot in months if is_owed(project, slot, days))


def is_owed(project: Project, slot: Slot, days: Calendar) -> bool:
    """Say whether a project was under way before a slot's last day, and before what it speaks of was over."""
    begun, last = project.plan_confirmed_at, min(slot.last_day, window_of(slot.key).last)
    return begun is not None and days.working_days_after(beijing_day(begun), 1) <= last


def remembered(session: Session) -> defaultdict[tuple[str, str], frozenset[str]]:
    """Return the slots that are open on record, by rule and subject."""
    found: defaultdict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for check in open_of(session, RULES.values()):
        found[check.rule, check.subject_id] |= {check.slot}
    return found


def called_since(session: Session, since: datetime) -> dict[Place, Called]:
    """Return the meetings that were called lately; one is held when its outcome was handed in, whoever signs it later."""
    query = select(Meeting).where(Meeting.kind.in_(RULES), Meeting.created_at >= since)
    handed_in, runs = hand_ins(session, since), waiting(session)
    return {
        (RULES[row.kind], str(row.account_id or row.project_id), str(row.cadence_key)): Called(
            held_at=handed_in.get(row.id) or (row.held_at if row.status is MeetingStatus.HELD else None),
            is_set_aside=row.status in SET_ASIDE,
            run=runs.get(row.id),
        )
        for row in session.scalars(query)
    }


def hand_ins(session: Session, since: datetime) -> Mapping[str, datetime]:
    """Return when the outcome of each meeting was first handed in, by the meeting's id."""
    meeting = func.coalesce(MonthPlan.meeting_id, GateRound.subject_id)
    query = select(meeting, func.min(GateRound.created_at, type_=GateRound.created_at.type))
    query = query.outerjoin(MonthPlan, MonthPlan.id == GateRound.subject_id)
    query = query.where(GateRound.gate.in_(GATES.values()), GateRound.created_at >= since).group_by(meeting)
    return dict(session.execute(query).tuples().all())


def waiting(session: Session) -> Mapping[str, str]:
    """Return the run that waits for each meeting, by the meeting's id."""
    query = select(func.coalesce(MonthPlan.meeting_id, Wait.subject_id), Wait.flow_run_id)
    query = query.outerjoin(MonthPlan, MonthPlan.id == Wait.subject_id).where(Wait.gate.in_(GATES.values()))
    return dict(session.execute(query).tuples().all())


def named(rule: str) -> str:
    """Return how a meeting is called, by its rule."""
    return {
        TOPICS: _("Topic meeting of {name}, {slot}"),
        REVIEW: _("Review of {name}, {slot}"),
        MONTH: _("Month meeting of {name} about {slot}"),
    }[rule]
