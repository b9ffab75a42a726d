"""The people of a project as a form names them: ``林晓(编导)``, each once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.approvals import Member
from agency.domain.terms import label
from agency.domain.terms.people import Role
from agency.records.tables import Person, ProjectMember


@dataclass(frozen=True)
class Roster:
    """Who takes part in a project, in which roles, under which name."""

    members: tuple[Member, ...]
    names: Mapping[str, str]

    def holding(self, roles: Collection[str]) -> list[Member]:
        """Return one seat for each person who holds one of these roles."""
        seats: dict[str, Member] = {}
        for member in self.members:
            if member.role in roles:
                seats.setdefault(member.person, member)
        return list(seats.values())

    def label(self, member: Member) -> str:
        """Return what a form calls a member."""
        return f"{self.names[member.person]}({label(member.role)})"

    def labels(self, members: Sequence[Member]) -> list[str]:
        """Return what a form calls these members."""
        return [self.label(member) for member in members]

    def named(self, name: str, members: Sequence[Member]) -> Member | None:
        """Return the one of these members whom a form calls so, None when it is none of them."""
        return next((member for member in members if self.label(member) == name), None)


def roster_of(session: Session, project_id: str, named: Mapping[Role, str]) -> Roster:
    """Return the active people of a project; two of the same name are told apart by their codes.

    A role in ``named`` is held by that one person only.
    """
    rows = session.execute(
        select(ProjectMember.person_id, ProjectMember.role, Person.name, Person.code)
        .join(Person, Person.id == ProjectMember.person_id)
        .where(ProjectMember.project_id == project_id, Person.active)
        .order_by(Person.name, ProjectMember.role)
    ).all()
    people = {row.person_id: (row.name, row.code) for row in rows}
    namesakes = [name for name, _ in people.values()]
    names = {person: f"{name} {code}" if namesakes.count(name) > 1 else name for person, (name, code) in people.items()}
    members = (Member(row.person_id, row.role) for row in rows)
    return Roster(tuple(one for one in members if named.get(one.role, one.person) == one.person), names)
