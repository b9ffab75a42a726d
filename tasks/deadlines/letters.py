"""What is told in one sweep: one message to each group and each person, the worst first, outside nothing but what they owe.

A message of an earlier sweep that has not gone out yet is overtaken: it is withdrawn, and what of it is still owed
stands in the new one. So a group whose bot was dead for days hears once how things are, and not how they became so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from agency.domain.addressing import Address, Group, address_of
from agency.domain.messages import Message
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.reminders import ReminderStep
from agency.domain.terms.sharing import ChatChannel
from agency.records import outbox
from tasks.deadlines.lines import Before, Line, Readers
from tasks.deadlines.words import lines_for_outsiders, lines_of_the_house, title_for_outsiders, title_of_the_house
from tasks.messages.telling import groups_for, tell

ABOUT = "owed"


@dataclass(frozen=True)
class Place:
    """Where something is read, about which project where it is about one, and whether by people of the house."""

    address: Address
    project_id: str | None
    inside: bool


@dataclass
class Letter:
    """What is to be read at one place, each obligation once, and whom it speaks to."""

    lines: dict[str, Line] = field(default_factory=dict)
    people: dict[str, None] = field(default_factory=dict)

    def put(self, line: Line, person: str) -> None:
        """Let a line be read by one more person; of two about one thing the later stays."""
        self.lines[line.check_id] = line
        self.people[person] = None


class Desk:
    """Finds where each reader reads; the groups of a project are looked up once."""

    def __init__(self, session: Session, readers: Readers) -> None:
        self._session = session
        self._readers = readers
        self._groups: dict[str | None, list[Group]] = {}

    def letters(self, lines: Iterable[Line]) -> Mapping[Place, Letter]:
        """Return what is to be read where; somebody of the house who is reached at one place reads all of it there."""
        by_reader: defaultdict[str, list[Line]] = defaultdict(list)
        for line in lines:
            for person in self._readers.of(line):
                by_reader[person].append(line)
        found: defaultdict[Place, Letter] = defaultdict(Letter)
        for person, read in by_reader.items():
            of_house = self._reads_all_in_one(person, read)
            for line in read:
                project = None if of_house else line.owed.project_id
                found[self._place(person, project, urgent=line.owed.at_any_hour)].put(line, person)
        return found

    def _reads_all_in_one(self, person: str, lines: Sequence[Line]) -> bool:
        """Say whether somebody is concerned by several projects, and reached by a way that belongs to none of them."""
        if len({line.owed.project_id for line in lines}) < 2 or not self._readers.is_inside(person):
            return False
        return self._place(person, None, urgent=False).address.channel is not ChatChannel.MANUAL

    def _place(self, person: str, project_id: str | None, *, urgent: bool) -> Place:
        if project_id not in self._groups:
            self._groups[project_id] = groups_for(self._session, project_id)
        address = address_of(self._readers.people[person], self._groups[project_id], at_once=urgent)
        return Place(address, project_id, self._readers.is_inside(person))


def send_out(session: Session, lines: Sequence[Line], before: Before, readers: Readers, at: datetime) -> int:
    """Put what is to be said into the outbox, and return how many messages that makes."""
    desk = Desk(session, readers)
    return sum(
        tell(session, message_of(letter, place, readers, at), letter.people)
        for place, told in desk.letters(lines).items()
        for letter in [with_overtaken(session, desk, place, told, before)]
    )


def with_overtaken(session: Session, desk: Desk, place: Place, told: Letter, before: Before) -> Letter:
    """Withdraw what earlier sweeps wrote to a place and nobody has read yet; return the letter with what of it still holds."""
    moments = {moment_of(about) for about in outbox.overtake(session, place.address, f"{ABOUT}:", place.project_id)}
    unread = desk.letters(before.written_at(moments)).get(place, Letter()) if moments else Letter()
    return Letter(unread.lines | told.lines, unread.people | told.people)


def moment_of(about: str) -> datetime:
    """Return when the sweep was that a message is of."""
    return datetime.fromisoformat(about.split("|")[1])


def message_of(letter: Letter, place: Place, readers: Readers, at: datetime) -> Message:
    """Return the message of a letter."""
    lines = list(letter.lines.values())
    words = [(line.owed, line.step) for line in lines]
    return Message(
        about=about(lines, place, at),
        kind=kind_of({line.step.step for line in lines}),
        title=title_of_the_house(words, at) if place.inside else title_for_outsiders(words),
        lines=lines_of_the_house(words, readers.names, at) if place.inside else lines_for_outsiders(words, at),
        urgency=Urgency.AT_ONCE if any(line.owed.at_any_hour for line in lines) else Urgency.IN_HOURS,
        project_id=place.project_id,
    )


def about(lines: Sequence[Line], place: Place, at: datetime) -> str:
    """Return what a message is about: which steps, told where, and by the sweep of which moment."""
    told = "".join(f"{line.check_id}{line.owed.due_at.timestamp()}{line.step.step}{line.step.number}" for line in lines)
    digest = sha256(f"{place}{told}".encode()).hexdigest()[:32]
    return f"{ABOUT}:|{at.isoformat()}|{digest}"


def kind_of(steps: AbstractSet[ReminderStep]) -> MessageKind:
    """Return what a message is about: the worst of what it says."""
    if steps & {ReminderStep.ESCALATED, ReminderStep.FOUND}:
        return MessageKind.ESCALATION
    return MessageKind.OVERDUE if ReminderStep.OVERDUE in steps else MessageKind.REMINDER
