"""What a sweep has to say, line by line, who may read it, and what was said before to people whom it has not reached yet."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.addressing import Reader
from agency.domain.obligations import Key, Obligation
from agency.domain.reminding import Step, Taken
from agency.domain.terms.people import Side
from agency.domain.terms.reminders import ReminderStep
from agency.records.tables import Person
from tasks.messages.telling import reader_of

OWN = frozenset({ReminderStep.AHEAD, ReminderStep.OVERDUE, ReminderStep.MOVED})
"""What people outside the house are told: of what they owe themselves, never of others."""


@dataclass(frozen=True)
class Line:
    """One step of one obligation; ``check_id`` names the obligation on record."""

    owed: Obligation
    check_id: str
    step: Step


@dataclass(frozen=True)
class Readers:
    """Everybody who may be told something, by id."""

    people: Mapping[str, Reader]
    names: Mapping[str, str]

    @classmethod
    def read(cls, session: Session) -> "Readers":
        """Read them; of one who left only the name is needed."""
        everybody = session.scalars(select(Person)).all()
        people = {person.id: reader_of(person) for person in everybody if person.active}
        return cls(people, {person.id: person.name for person in everybody})

    def is_inside(self, person: str) -> bool:
        """Say whether somebody belongs to the house."""
        return self.people[person].side is Side.INTERNAL

    def of(self, line: Line) -> Iterator[str]:
        """Yield who may read a line."""
        for person in line.step.people:
            if person in self.people and (self.is_inside(person) or line.step.step in OWN):
                yield person


@dataclass(frozen=True)
class Before:
    """The lines of earlier sweeps about what is still owed, by the moment they were written."""

    lines: Mapping[datetime, Sequence[Line]]

    @classmethod
    def of(
        cls, obligations: Sequence[Obligation], ids: Mapping[Key, str], taken: Mapping[str, Sequence[Taken]]
    ) -> "Before":
        """Gather them."""
        found: defaultdict[datetime, list[Line]] = defaultdict(list)
        for owed in obligations:
            check_id = ids[owed.key]
            for one in taken.get(check_id, ()) if owed.is_open else ():
                if one.due_at == owed.due_at:
                    found[one.told_at].append(Line(owed, check_id, Step(one.step, one.number, tuple(one.told))))
        return cls(dict(found))

    def written_at(self, moments: Collection[datetime]) -> Iterator[Line]:
        """Yield the lines of some sweeps, the oldest first."""
        for moment in sorted(moments):
            yield from self.lines.get(moment, ())
