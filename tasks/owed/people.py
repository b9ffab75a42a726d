"""Who is responsible, for all projects at once: read in one question, where thousands of obligations ask (I11)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.people import Role
from agency.records.tables import Person, ProjectMember
from tasks.responsible import coordinator


@dataclass(frozen=True)
class Responsible:
    """The active people of every project by their roles, and the coordinator of the house where one is configured."""

    by_role: Mapping[tuple[str, str], list[str]]
    last: str | None

    @classmethod
    def read(cls, session: Session) -> "Responsible":
        """Read them as they are now."""
        rows = session.execute(
            select(ProjectMember.project_id, ProjectMember.role, Person.id)
            .join(Person, Person.id == ProjectMember.person_id)
            .where(Person.active)
            .order_by(Person.code)
        )
        by_role: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for project_id, role, person_id in rows:
            by_role[project_id, role.value].append(person_id)
        return cls(dict(by_role), coordinator(session, None))

    def holding(self, project_id: str | None, roles: Iterable[str]) -> list[str]:
        """Return who holds one of these roles in a project, role by role as they are given, each once."""
        if project_id is None:
            return []
        return list(dict.fromkeys(person for role in roles for person in self.by_role.get((project_id, role), ())))

    def chain(self, project_id: str | None, roles: Iterable[str]) -> list[str]:
        """Return whom a thing of a project goes to, one after another, at the end always the coordinator (I11)."""
        last = [self.last] if self.last else self.holding(project_id, [Role.COORDINATOR])[:1]
        return list(dict.fromkeys([*self.holding(project_id, roles), *last]))
