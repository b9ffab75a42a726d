"""Who may answer at an incident: its owner and the coordinator, or the lead who stands in for one nobody has named (I11)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.approvals import OUTSIDE, Member
from agency.domain.incidents import STAND_IN
from agency.domain.terms.people import Role
from agency.locale import _
from agency.records.tables import Incident, Person
from tasks.responsible import coordinator, people_with
from tasks.roster import Roster, roster_of


def last_to_ask(session: Session, project_id: str) -> Sequence[str]:
    """Return whom an incident goes to that its owner cannot resolve: the coordinator, else the leads, one after another."""
    named = coordinator(session, project_id)
    return [named] if named else people_with(session, project_id, STAND_IN)


def no_coordinator(session: Session, project_id: str) -> str:
    """Return where a coordinator is to be set, empty when one is."""
    if coordinator(session, project_id):
        return ""
    return _(
        "No coordinator is set: write a person's code as escalation_owner into config/agency.toml; a lead stands in."
    )


def who_may_answer(session: Session, incident: Incident) -> Roster:
    """Return the owner, in a role of the house, and the coordinator, each in one seat."""
    everyone = roster_of(session, incident.project_id, {})
    last = last_to_ask(session, incident.project_id)[:1]
    seats = [Member(person, Role.COORDINATOR) for person in last]
    if incident.owner_id not in last:
        seats.insert(0, Member(incident.owner_id, role_of(everyone, incident.owner_id)))
    return Roster(tuple(seats), {**everyone.names, **names_of(session, [seat.person for seat in seats], everyone)})


def role_of(everyone: Roster, person: str) -> Role:
    """Return the role in which somebody of the house sees to an incident; one who left the project keeps the last of it."""
    inside = (member.role for member in everyone.members if member.person == person and member.role not in OUTSIDE)
    return next(inside, Role.OPERATOR)


def names_of(session: Session, people: Sequence[str], everyone: Roster) -> dict[str, str]:
    """Return the names of those who are not of the project, as the coordinator of the whole house may be."""
    strangers = [person for person in people if person not in everyone.names]
    found = session.scalars(select(Person).where(Person.id.in_(strangers)))
    return {person.id: f"{person.name} {person.code}" for person in found}
