"""What each reader is told in one sweep: one message, the worst first, and to people outside nothing but what they owe.

Those who would read the very same lines share a message, so that a group is not told one thing several times.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.addressing import Reader, address_of
from agency.domain.messages import Message
from agency.domain.obligations import Obligation
from agency.domain.reminding import Step
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Side
from agency.domain.terms.reminders import ReminderStep
from agency.domain.terms.sharing import ChatChannel
from agency.records.tables import Person
from tasks.deadline_words import lines_for_outsiders, lines_of_the_house, title_for_outsiders, title_of_the_house
from tasks.telling import groups_for, tell

OWN = frozenset({ReminderStep.AHEAD, ReminderStep.OVERDUE, ReminderStep.MOVED})
"""What people outside the house are told: of what they owe themselves, never of others."""


@dataclass(frozen=True)
class Line:
    """One step of one obligation that is taken now; ``check_id`` names the obligation on record."""

    owed: Obligation
    check_id: str
    step: Step

    @property
    def is_urgent(self) -> bool:
        """Whether it is a thing of hours, that must not wait for the end of the quiet hours."""
        return self.owed.patience is not None


@dataclass(frozen=True)
class Readers:
    """Everybody who may be told something, by id."""

    people: Mapping[str, Reader]
    names: Mapping[str, str]

    @classmethod
    def read(cls, session: Session) -> "Readers":
        """Read them; of one who left only the name is needed."""
        rows = list(session.execute(select(Person.id, Person.name, Person.side, Person.email, Person.active)))
        people = {row.id: Reader(person=row.id, side=row.side, has_mail=bool(row.email)) for row in rows if row.active}
        return cls(people, {row.id: row.name for row in rows})

    def is_inside(self, person: str) -> bool:
        """Say whether somebody belongs to the house."""
        return self.people[person].side is Side.INTERNAL


Bundle = tuple[str | None, bool, tuple[int, ...]]
"""A project, whether it is for the house, and the places of the lines in it."""


def send_out(session: Session, lines: Sequence[Line], readers: Readers, at: datetime) -> int:
    """Put what is to be said into the outbox, and return how many messages that makes."""
    together: defaultdict[Bundle, list[str]] = defaultdict(list)
    for person, places in places_by_reader(lines, readers).items():
        for bundle in bundles(session, readers, person, places, lines):
            together[bundle].append(person)
    return sum(
        tell(session, message_of([lines[place] for place in places], project, readers, at, inside=inside), people)
        for (project, inside, places), people in together.items()
    )


def places_by_reader(lines: Sequence[Line], readers: Readers) -> dict[str, list[int]]:
    """Return the places of the lines that each person is to read."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        for person in line.step.people:
            if person in readers.people and (readers.is_inside(person) or line.step.step in OWN):
                found[person].append(place)
    return found


def bundles(
    session: Session, readers: Readers, person: str, places: Sequence[int], lines: Sequence[Line]
) -> list[Bundle]:
    """Return a reader's lines as they go out: all in one where one way reaches the reader, else project by project."""
    inside = readers.is_inside(person)
    by_project: defaultdict[str | None, list[int]] = defaultdict(list)
    for place in places:
        by_project[lines[place].owed.project_id].append(place)
    if len(by_project) > 1 and inside and is_reached(session, readers.people[person]):
        return [(None, inside, tuple(places))]
    return [(project, inside, tuple(some)) for project, some in by_project.items()]


def is_reached(session: Session, reader: Reader) -> bool:
    """Say whether somebody can be told a thing that belongs to no one project."""
    return address_of(reader, groups_for(session, None)).channel is not ChatChannel.MANUAL


def message_of(
    lines: Sequence[Line], project_id: str | None, readers: Readers, at: datetime, *, inside: bool
) -> Message:
    """Return the message of some lines."""
    told = "".join(f"{line.check_id}{line.owed.due_at.timestamp()}{line.step.step}{line.step.number}" for line in lines)
    words = [(line.owed, line.step) for line in lines]
    return Message(
        about=f"owed-{sha256(f'{project_id}{inside}{told}'.encode()).hexdigest()[:32]}",
        kind=kind_of({line.step.step for line in lines}),
        title=title_of_the_house(words, at) if inside else title_for_outsiders(words),
        lines=lines_of_the_house(words, readers.names, at) if inside else lines_for_outsiders(words, at),
        urgency=Urgency.AT_ONCE if any(line.is_urgent for line in lines) else Urgency.IN_HOURS,
        project_id=project_id,
    )


def kind_of(steps: AbstractSet[ReminderStep]) -> MessageKind:
    """Return what a message is about: the worst of what it says."""
    if steps & {ReminderStep.ESCALATED, ReminderStep.FOUND}:
        return MessageKind.ESCALATION
    return MessageKind.OVERDUE if ReminderStep.OVERDUE in steps else MessageKind.REMINDER
