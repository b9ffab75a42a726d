"""Which content items a meeting has left to be produced, as a flow needs them to start their runs."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from agency.records import topics
from agency.records.tables import Meeting
from tasks.gate.subjects import Subject, find_content


@dataclass(frozen=True)
class ToProduce:
    """One content item whose production can begin."""

    id: str
    code: str
    name: str
    project_code: str


def to_produce(session: Session, meeting: Meeting | None) -> list[ToProduce]:
    """Return the content items a meeting passed, the stopped ones apart; none for a meeting that was never held."""
    items = topics.items_of_meeting(session, meeting.id) if meeting else ()
    return [named(find_content(session, item.code)) for item in items]


def named(subject: Subject) -> ToProduce:
    """Return a content item's part of its subject."""
    return ToProduce(subject.id, subject.code, subject.name, subject.project_code)
