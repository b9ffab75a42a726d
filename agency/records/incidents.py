"""Incidents on record: who reported what, with whom each is, and those that a meeting or a report looks back on (I11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from agency.domain import incidents
from agency.domain.incidents import Course
from agency.domain.terms.editing import CutStatus
from agency.domain.terms.incidents import Touched
from agency.domain.terms.shoots import ShootItemStatus
from agency.domain.windows import Window
from agency.records.tables import Account, ContentItem, Cut, Incident, Person, Project, Script, ShootItem


class Told(NamedTuple):
    """An incident with the names of its project and of the people in it."""

    incident: Incident
    project: str
    reporter: str
    owner: str
    coordinator: str | None


def reported_in(session: Session, flow_run_id: str) -> Incident | None:
    """Return the incident that a run has reported, None before it did."""
    return session.scalar(select(Incident).where(Incident.flow_run_id == flow_run_id))


def course_of(incident: Incident) -> Course:
    """Return the moments of an incident so far."""
    return Course(
        told_at=incident.notified_at,
        escalated_at=incident.escalated_at,
        returned_at=incident.returned_at,
        resolved_at=incident.resolved_at,
    )


def part_of_video(session: Session, content_id: str) -> Touched:
    """Return which part of the work an incident with a video touches, as the records stand."""
    query = select(Cut.status).where(Cut.content_id == content_id).order_by(Cut.version.desc())
    approved = select(Script.id).where(Script.content_id == content_id, Script.approved_at.is_not(None))
    shot = select(ShootItem.id).where(ShootItem.content_id == content_id, ShootItem.status == ShootItemStatus.SHOT)
    return incidents.part_of_video(
        has_script=session.scalar(approved.limit(1)) is not None,
        is_shot=session.scalar(shot.limit(1)) is not None,
        is_confirmed=session.scalar(query.limit(1)) is CutStatus.CONFIRMED,
    )


def serves(session: Session, shoot_id: str, project_id: str) -> bool:
    """Say whether a shoot is for a video of a project."""
    query = (
        select(ShootItem.id)
        .join(ContentItem, ContentItem.id == ShootItem.content_id)
        .join(Account, Account.id == ContentItem.account_id)
        .where(ShootItem.shoot_id == shoot_id, Account.project_id == project_id)
    )
    return session.scalar(query.limit(1)) is not None


def shoot_of(session: Session, content_id: str) -> str | None:
    """Return the latest shoot that a video is in, None before it is in any."""
    query = select(ShootItem.shoot_id).where(ShootItem.content_id == content_id).order_by(ShootItem.id.desc())
    return session.scalar(query.limit(1))


def open_of_shoot(session: Session, shoot_id: str) -> Incident | None:
    """Return the earliest incident of a shoot that is not resolved."""
    query = select(Incident).where(Incident.shoot_id == shoot_id, Incident.resolved_at.is_(None))
    return session.scalar(query.order_by(Incident.id).limit(1))


def unresolved_since(session: Session, since: datetime) -> Sequence[Incident]:
    """Return the incidents that are open, and those resolved at a moment or later, oldest first."""
    query = select(Incident).where(or_(Incident.resolved_at.is_(None), Incident.resolved_at >= since))
    return session.scalars(query.order_by(Incident.id)).all()


def told_since(session: Session, since: datetime) -> list[Told]:
    """Return the same with their names."""
    of_time = or_(Incident.resolved_at.is_(None), Incident.resolved_at >= since)
    return [Told(*row) for row in session.execute(named().where(of_time))]


def told_in(session: Session, project_id: str, window: Window) -> list[Told]:
    """Return a project's incidents that were open at any moment of a window: those carried into it, too."""
    query = named().where(
        Incident.project_id == project_id,
        Incident.happened_at < window.ends,
        or_(Incident.resolved_at.is_(None), Incident.resolved_at >= window.begins),
    )
    return [Told(*row) for row in session.execute(query)]


def named() -> Select[tuple[Incident, str, str, str, str]]:
    """Return the query for incidents with their names, oldest first."""
    owner, reporter, coordinator = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(Incident, Project.name, reporter.name, owner.name, coordinator.name)
        .join(Project, Project.id == Incident.project_id)
        .join(reporter, reporter.id == Incident.reporter_id)
        .join(owner, owner.id == Incident.owner_id)
        .outerjoin(coordinator, coordinator.id == Incident.escalated_to_id)
        .order_by(Incident.happened_at, Incident.id)
    )
