"""What an operations report asks of the records beside the figures, for a whole project at a time (C4)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.terms.engagement import CaseKind, Sentiment, Severity
from agency.domain.terms.figures import Metric, WorkKind
from agency.domain.terms.plans import MonthPlanStatus, TargetDirection, TargetLevel
from agency.domain.windows import Window
from agency.records.cases import NO_FALSE_ALARM
from agency.records.tables import (
    Account,
    Comment,
    ContentItem,
    Decision,
    EngagementCall,
    GateRound,
    MonthPlan,
    NegativeCase,
    Person,
    PlanTarget,
    Publication,
    Wait,
)

CONFIRMED = (MonthPlanStatus.CLIENT_CONFIRMED, MonthPlanStatus.LOCKED)


class Target(NamedTuple):
    """One indicator of a month, of one account or of the whole project; a plan the client has not confirmed says so."""

    account_id: str | None
    metric: Metric
    value: float
    direction: TargetDirection
    level: TargetLevel
    is_confirmed: bool


class Planned(NamedTuple):
    """A publication that the schedule has, and what is on record of it."""

    account_id: str
    code: str
    title: str
    planned_at: datetime
    published_at: datetime | None
    to_the_day: bool
    link: str | None


class Published(NamedTuple):
    """A work that came out; ``is_ours`` tells one of the schedule from one that was found on the platform."""

    account_id: str
    title: str
    published_at: datetime
    kind: WorkKind
    link: str | None
    is_ours: bool


class OpenGate(NamedTuple):
    """A question whose day is past and that still waits, with the people who may answer."""

    headline: str
    due_on: date
    awaited: tuple[str, ...]
    flow_run_id: str


class LateAnswer(NamedTuple):
    """An answer that came after its day."""

    person: str
    gate: str
    due_on: date
    answered_on: date


class Case(NamedTuple):
    """Something around a work that somebody has to see to, or saw to."""

    account_id: str
    kind: CaseKind
    severity: Severity
    what: str
    owner: str
    found_at: datetime
    closed_at: datetime | None


def targets(session: Session, project_id: str, month: str) -> list[Target]:
    """Return a project's targets of a month, of the newest version of each plan; none where nothing was planned."""
    plans = session.scalars(
        select(MonthPlan)
        .where(MonthPlan.project_id == project_id, MonthPlan.month == month)
        .where(MonthPlan.status != MonthPlanStatus.SUPERSEDED)
        .order_by(MonthPlan.version)
    )
    newest = {plan.account_id: plan for plan in plans}
    rows = session.scalars(
        select(PlanTarget).where(PlanTarget.plan_id.in_([plan.id for plan in newest.values()])).order_by(PlanTarget.id)
    )
    of = {plan.id: plan for plan in newest.values()}
    return [
        Target(
            account_id=row.account_id or of[row.plan_id].account_id,
            metric=row.metric,
            value=row.value,
            direction=row.direction,
            level=row.level,
            is_confirmed=of[row.plan_id].status in CONFIRMED,
        )
        for row in rows
    ]


def planned(session: Session, account_ids: Collection[str], window: Window) -> list[Planned]:
    """Return the publications planned for a window, earliest first; an item that was stopped is none."""
    account, moment = (
        func.coalesce(Publication.account_id, ContentItem.account_id),
        func.coalesce(Publication.planned_at, ContentItem.planned_publish_at),
    )
    told = (Publication.published_at, Publication.published_to_the_day, Publication.link)
    query = (
        select(account, ContentItem.code, ContentItem.title, Publication.title, moment, *told)
        .outerjoin(Publication, Publication.content_id == ContentItem.id)
        .where(account.in_(account_ids), moment >= window.begins, moment < window.ends)
        .where(ContentItem.stopped_at.is_(None))
        .order_by(moment, ContentItem.code)
    )
    return [
        Planned(account_id, code, title or working_title, planned_at, published_at, bool(to_the_day), link)
        for account_id, code, working_title, title, planned_at, published_at, to_the_day, link in session.execute(query)
    ]


def published(session: Session, account_ids: Collection[str], window: Window) -> list[Published]:
    """Return the works that came out in a window, earliest first."""
    columns = (Publication.account_id, Publication.title, Publication.published_at, Publication.kind, Publication.link)
    query = (
        select(*columns, Publication.content_id.is_not(None))
        .where(Publication.account_id.in_(account_ids))
        .where(Publication.published_at >= window.begins, Publication.published_at < window.ends)
        .order_by(Publication.published_at, Publication.id)
    )
    return [
        Published(account_id, title, moment, kind, link, is_ours)
        for account_id, title, moment, kind, link, is_ours in session.execute(query)
    ]


def overdue(session: Session, subject_ids: Collection[str], last_day: date) -> list[OpenGate]:
    """Return the questions about some subjects that were due on or before a day and still wait, the longest due first."""
    query = select(Wait).where(Wait.subject_id.in_(subject_ids), Wait.due_on <= last_day)
    waits = session.scalars(query.order_by(Wait.due_on, Wait.headline)).all()
    awaited = {person_id for wait in waits for person_id in wait.awaited}
    people = select(Person.id, Person.name).where(Person.id.in_(awaited)).order_by(Person.code)
    names = dict(session.execute(people).tuples().all())
    return [
        OpenGate(
            headline=wait.headline,
            due_on=wait.due_on,
            awaited=tuple(name for person_id, name in names.items() if person_id in wait.awaited),
            flow_run_id=wait.flow_run_id,
        )
        for wait in waits
        if wait.due_on is not None
    ]


def late_answers(session: Session, subject_ids: Collection[str], window: Window) -> list[LateAnswer]:
    """Return the answers of a window that came after their day, earliest first."""
    query = (
        select(Person.name, GateRound.gate, GateRound.due_on, Decision.decided_at)
        .join(GateRound, GateRound.id == Decision.round_id)
        .join(Person, Person.id == Decision.person_id)
        .where(GateRound.subject_id.in_(subject_ids), GateRound.due_on.is_not(None))
        .where(Decision.decided_at >= window.begins, Decision.decided_at < window.ends)
        .order_by(Decision.decided_at, Decision.id)
    )
    answered = [(*known, beijing_day(moment)) for *known, moment in session.execute(query)]
    return [LateAnswer(name, gate, due_on, day) for name, gate, due_on, day in answered if day > due_on]


def comments(session: Session, account_ids: Collection[str], window: Window) -> dict[Sentiment, int]:
    """Return how many comments of a window speak in which way; empty where no comment is on record."""
    query = (
        select(Comment.sentiment, func.count())
        .join(Publication, Publication.id == Comment.publication_id)
        .where(Publication.account_id.in_(account_ids))
        .where(Comment.posted_at >= window.begins, Comment.posted_at < window.ends)
        .group_by(Comment.sentiment)
    )
    return dict(session.execute(query).tuples().all())


def cases(session: Session, account_ids: Collection[str], window: Window) -> list[Case]:
    """Return the cases that were found in a window, and the older ones that were open at its end, the oldest first."""
    work = func.coalesce(NegativeCase.publication_id, EngagementCall.publication_id)
    told = (NegativeCase.kind, NegativeCase.severity, NegativeCase.what, Person.name)
    query = (
        select(Publication.account_id, *told, NegativeCase.found_at, NegativeCase.closed_at)
        .outerjoin(EngagementCall, EngagementCall.id == NegativeCase.call_id)
        .join(Publication, Publication.id == work)
        .join(Person, Person.id == NegativeCase.owner_id)
        .where(Publication.account_id.in_(account_ids), NegativeCase.found_at < window.ends, NO_FALSE_ALARM)
        .where(
            or_(
                NegativeCase.found_at >= window.begins,
                NegativeCase.closed_at.is_(None),
                NegativeCase.closed_at >= window.ends,
            )
        )
        .order_by(NegativeCase.found_at, NegativeCase.id)
    )
    return [Case(*row) for row in session.execute(query).tuples()]


def awake(session: Session, project_id: str, asleep: Collection[str]) -> Sequence[Account]:
    """Return a project's accounts but those that stand so, in the order of their codes."""
    query = select(Account).where(Account.project_id == project_id, Account.status.not_in(asleep))
    return session.scalars(query.order_by(Account.code)).all()
