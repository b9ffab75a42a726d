"""What the record of the rules says of a time, with the names of people and projects, and who is told of it (C3, C4)."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agency.domain.terms.governance import RuleState
from agency.domain.terms.people import Role
from agency.domain.windows import Window
from agency.records.tables import Person, Project, ProjectMember, RuleCheck

LEADS = (Role.OPERATIONS_LEAD, Role.DEPARTMENT_LEAD)
OPEN = (RuleState.PENDING, RuleState.BREACHED)


def checks(session: Session, week: Window) -> Sequence[RuleCheck]:
    """Return what was due in a week, and what was due before it and was undone when it began."""
    undone = or_(RuleCheck.done_at >= week.begins, RuleCheck.state.in_(OPEN))
    query = select(RuleCheck).where(RuleCheck.due_at <= week.ends, or_(RuleCheck.due_at > week.begins, undone))
    return session.scalars(query.order_by(RuleCheck.id)).all()


def names(session: Session) -> dict[str, str]:
    """Return everybody's name by id, those who have left too."""
    return dict(session.execute(select(Person.id, Person.name)).tuples().all())


def project_codes(session: Session) -> dict[str, str]:
    """Return the code of every project by id."""
    return dict(session.execute(select(Project.id, Project.code)).tuples().all())


def leads(session: Session) -> list[str]:
    """Return the active people who lead operations or a department, in the house or in any open project, by code."""
    in_projects = (
        select(ProjectMember.person_id)
        .join(Project, Project.id == ProjectMember.project_id)
        .where(ProjectMember.role.in_(LEADS), Project.closed_on.is_(None))
    )
    leading = set(session.scalars(in_projects))
    people = session.scalars(select(Person).where(Person.active).order_by(Person.code))
    return [person.id for person in people if person.id in leading or not set(LEADS).isdisjoint(person.roles)]
