"""Who is responsible: the people of a project by their roles, and whom a thing goes to next when nobody answers (I11)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role
from agency.records.tables import Person, ProjectMember
from config.settings import settings


def people_with(session: Session, project_id: str, roles: Iterable[str]) -> list[str]:
    """Return the active people of a project who hold one of these roles, each once, role by role as they are given."""
    found = [person for role in roles for person in holders(session, project_id, Role(role))]
    return list(dict.fromkeys(found))


def chain_of(session: Session, project_id: str | None, roles: Sequence[str]) -> list[str]:
    """Return whom a thing goes to, one after another, at the end always the coordinator (I11)."""
    steps = people_with(session, project_id, roles) if project_id else []
    last = coordinator(session, project_id)
    return list(dict.fromkeys([*steps, *([last] if last else [])]))


def coordinator(session: Session, project_id: str | None) -> str | None:
    """Return the person whom unanswered things go to last: the configured one, else the project's, None when there is none."""
    code = settings().escalation_owner
    if code and (chosen := session.scalar(select(Person.id).where(Person.code == code, Person.active))):
        return chosen
    in_project = holders(session, project_id, Role.COORDINATOR) if project_id else []
    return in_project[0] if in_project else None


def holders(session: Session, project_id: str, role: Role) -> Sequence[str]:
    """Return the active people who hold a role in a project, in the order of their codes."""
    query = (
        select(Person.id)
        .join(ProjectMember, ProjectMember.person_id == Person.id)
        .where(ProjectMember.project_id == project_id, ProjectMember.role == role, Person.active)
        .order_by(Person.code)
    )
    return list(dict.fromkeys(session.scalars(query)))
