"""Who is on record, and who does what."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role
from agency.records.tables import Person, ProjectMember


def members(session: Session, project_id: str, role: Role | None = None) -> Sequence[Person]:
    """Return the active people of a project, in the order of their codes; with a role, only those who hold it there."""
    membership = select(ProjectMember.person_id).where(ProjectMember.project_id == project_id)
    if role is not None:
        membership = membership.where(ProjectMember.role == role)
    query = select(Person).where(Person.active, Person.id.in_(membership)).order_by(Person.code)
    return session.scalars(query).all()


def house(session: Session, role: Role) -> Sequence[Person]:
    """Return the active people who hold a role in the house as a whole, whatever the project, in the order of codes."""
    everyone = session.scalars(select(Person).where(Person.active).order_by(Person.code))
    return [person for person in everyone if role in person.roles]
