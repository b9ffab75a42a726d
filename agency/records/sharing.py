"""Ideas and techniques on record, who should share them, and the groups they are told in (C5, C6)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.sharing import same_link
from agency.domain.terms.people import Role
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.sharing import ChatPurpose
from agency.records.tables import GroupChat, Person, Project, ProjectMember, TrendShare


class Told(NamedTuple):
    """A share with its author's code and name."""

    share: TrendShare
    code: str
    name: str


class EditorSeat(NamedTuple):
    """An editor in a project that is carried out: since when, and until which day where it was closed."""

    person_id: str
    code: str
    name: str
    project_id: str
    since: datetime
    begun_at: datetime
    closed_on: date | None


def shared_in(session: Session, flow_run_id: str) -> TrendShare | None:
    """Return what a run has shared, None before it did."""
    return session.scalar(select(TrendShare).where(TrendShare.flow_run_id == flow_run_id))


def told_between(session: Session, since: datetime, until: datetime) -> list[Told]:
    """Return the ideas shared from ``since`` until just before ``until`` with their authors, oldest first."""
    query = (
        select(TrendShare, Person.code, Person.name)
        .join(Person, Person.id == TrendShare.author_id)
        .where(TrendShare.shared_at >= since, TrendShare.shared_at < until)
        .order_by(TrendShare.shared_at, TrendShare.id)
    )
    return [Told(*row) for row in session.execute(query)]


def same_since(session: Session, link: str, since: datetime) -> TrendShare | None:
    """Return the first share of the same link at a moment or later."""
    query = select(TrendShare).where(TrendShare.reference_url.is_not(None), TrendShare.shared_at >= since)
    wanted = same_link(link)
    shares = session.scalars(query.order_by(TrendShare.shared_at, TrendShare.id))
    return next((one for one in shares if same_link(one.reference_url or "") == wanted), None)


def groups(session: Session, project_id: str | None = None) -> Sequence[GroupChat]:
    """Return the groups for ideas: a project's own where it has any, else those of the whole house, by code."""
    query = select(GroupChat).where(GroupChat.purpose == ChatPurpose.TREND_SHARE).order_by(GroupChat.code)
    own = session.scalars(query.where(GroupChat.project_id == project_id)).all() if project_id else ()
    return own or session.scalars(query.where(GroupChat.project_id.is_(None))).all()


def editor_seats(session: Session) -> list[EditorSeat]:
    """Return the editors of the projects that are carried out, by code and project."""
    query = (
        select(
            Person.id,
            Person.code,
            Person.name,
            Project.id,
            ProjectMember.created_at,
            Project.plan_confirmed_at,
            Project.closed_on,
        )
        .join(ProjectMember, ProjectMember.person_id == Person.id)
        .join(Project, Project.id == ProjectMember.project_id)
        .where(ProjectMember.role == Role.EDITOR, Person.active)
        .where(Project.plan_status == ProjectPlanStatus.EXECUTING, Project.plan_confirmed_at.is_not(None))
        .order_by(Person.code, Project.code)
    )
    return [EditorSeat(*row) for row in session.execute(query)]
