"""Who is on record, and who does what."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role
from agency.errors import BadInput, NotOnRecord
from agency.locale import _
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


def one_called(session: Session, text: str) -> Person:
    """Return the active person with this code, else the only one with this name, blanks around it ignored.

    Raise ``NotOnRecord`` when there is nobody, ``BadInput`` naming the codes when several bear the name.
    """
    wanted = text.strip()
    found = session.scalars(
        select(Person).where(Person.active, (Person.code == wanted) | (Person.name == wanted)).order_by(Person.code)
    ).all()
    if not found:
        raise NotOnRecord(_("Nobody with the code or name “{text}” is on record.").format(text=wanted))
    known = [person for person in found if person.code == wanted] or found
    if len(known) > 1:
        codes = _(", ").join(person.code for person in known)
        raise BadInput(
            _("Several people are called {name}: give one of the codes {codes}.").format(name=wanted, codes=codes)
        )
    return known[0]
