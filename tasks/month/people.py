"""The people of a project by the names a month's plan calls them, and who stands for each stage as a rule (C1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.month_plan import STAGES
from agency.domain.terms.people import Role
from agency.locale import term
from agency.records.tables import Person
from config.standard import standard
from tasks.roster import roster_of

WITHOUT_A_GATE = (Role.OPERATOR,)  # S12 runs by itself, and is the operator's


@dataclass(frozen=True)
class Names:
    """What the active people of a project are called, namesakes with their codes, and the codes themselves."""

    called: Mapping[str, str]
    codes: Mapping[str, str]

    def of(self, person_id: str) -> str:
        """Return what a person is called."""
        return self.called[person_id]

    def find(self, name: str) -> str | None:
        """Return the id of the one who is called so or has this code, None when there is none."""
        found = [person for person, called in self.called.items() if name == called]
        return found[0] if len(found) == 1 else self.codes.get(name)


def names_of(session: Session, project_id: str, *, besides: Sequence[str] = ()) -> Names:
    """Return the names of a project's people, and of those besides who have left it since."""
    roster = roster_of(session, project_id, {})
    gone = [person for person in besides if person not in roster.names]
    known = session.scalars(select(Person).where(Person.id.in_([*roster.names, *gone]))).all()
    left = {person.id: person.name for person in known if person.id in gone}
    return Names({**roster.names, **left}, {person.code: person.id for person in known if person.id not in left})


def stage_name(stage: str) -> str:
    """Return what the standard calls a stage."""
    return term("Stage", stage)


def usual_people(session: Session, project_id: str) -> dict[str, list[str]]:
    """Return who leads each stage by the standard's roles, by stage; nobody for a stage whose roles are vacant."""
    roster = roster_of(session, project_id, {})
    return {stage: [seat.person for seat in roster.holding(leading(stage))] for stage in STAGES}


def leading(stage: str) -> Sequence[str]:
    """Return the roles that lead a stage."""
    gate = standard().gates.get(stage)
    return gate.led_by if gate else WITHOUT_A_GATE
