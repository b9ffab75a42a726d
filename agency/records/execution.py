"""How a project's work was done, read off the ledger and the plans: open questions, waivers, refusals, late scripts (S13)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.terms.gates import SubjectKind, Verdict
from agency.domain.terms.people import Role
from agency.records.tables import (
    Account,
    BudgetRequest,
    ContentItem,
    Decision,
    GateRound,
    Incident,
    Meeting,
    MonthPlan,
    Person,
    ShootItem,
    Wait,
    Waiver,
)


def subjects_of(session: Session, project_id: str) -> set[str]:
    """Return the ids of everything in a project that a gate may judge, its reviews apart: they judge the rest."""
    accounts = select(Account.id).where(Account.project_id == project_id)
    items = select(ContentItem.id).where(ContentItem.account_id.in_(accounts))
    queries = (
        accounts,
        items,
        select(ShootItem.shoot_id).where(ShootItem.content_id.in_(items)),
        select(BudgetRequest.id).where(BudgetRequest.project_id == project_id),
        select(MonthPlan.id).where(MonthPlan.project_id == project_id),
        select(Incident.id).where(Incident.project_id == project_id),
        select(Meeting.id).where((Meeting.project_id == project_id) | Meeting.account_id.in_(accounts)),
    )
    return {project_id}.union(*(session.scalars(query) for query in queries))


def waiting(session: Session, subject_ids: Collection[str]) -> Sequence[Wait]:
    """Return the questions that wait for people, the most urgent first; a review's own are left out."""
    query = select(Wait).where(Wait.subject_id.in_(subject_ids), Wait.subject_kind != SubjectKind.REVIEW)
    return session.scalars(query.order_by(Wait.due_on.is_(None), Wait.due_on, Wait.headline)).all()


def waivers(
    session: Session, subject_ids: Collection[str], since: datetime, before: datetime
) -> list[tuple[Waiver, str]]:
    """Return the rules that were set aside from ``since`` until just before ``before``, each with who did it."""
    query = (
        select(Waiver, Person.name)
        .join(Person, Person.id == Waiver.granted_by)
        .where(Waiver.subject_id.in_(subject_ids), Waiver.created_at >= since, Waiver.created_at < before)
        .order_by(Waiver.created_at, Waiver.id)
    )
    return [(waiver, name) for waiver, name in session.execute(query)]


def refusals(session: Session, subject_ids: Collection[str], since: datetime, before: datetime) -> int:
    """Return how often work was sent back."""
    query = (
        select(func.count())
        .select_from(Decision)
        .join(GateRound, GateRound.id == Decision.round_id)
        .where(GateRound.subject_id.in_(subject_ids), GateRound.subject_kind != SubjectKind.REVIEW)
        .where(Decision.verdict == Verdict.SENT_BACK, Decision.decided_at >= since, Decision.decided_at < before)
    )
    return session.scalar(query) or 0


def client_hours(session: Session, subject_ids: Collection[str], since: datetime, before: datetime) -> list[float]:
    """Return for each decision of the client how many hours after the asking it came."""
    query = (
        select(GateRound.created_at, Decision.decided_at)
        .join(GateRound, GateRound.id == Decision.round_id)
        .where(GateRound.subject_id.in_(subject_ids), GateRound.subject_kind != SubjectKind.REVIEW)
        .where(Decision.role == Role.CLIENT, Decision.decided_at >= since, Decision.decided_at < before)
    )
    return [(decided - asked).total_seconds() / 3600 for asked, decided in session.execute(query)]


def items_to_shoot(session: Session, project_id: str, first: date, last: date) -> Sequence[ContentItem]:
    """Return the items of a project that were to be shot on these days."""
    query = (
        select(ContentItem)
        .join(Account, Account.id == ContentItem.account_id)
        .where(Account.project_id == project_id, ContentItem.stopped_at.is_(None))
        .where(ContentItem.planned_shoot_on.between(first, last))
    )
    return session.scalars(query.order_by(ContentItem.planned_shoot_on, ContentItem.code)).all()
