"""Invented obligations of the small agency, and sources that yield them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.obligations import Obligation, end_of
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.tables import GroupChat, Person, Project
from tasks.owed.sources import Source

WEDNESDAY = date(2026, 11, 25)


def beijing(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment of 2026 by Beijing's clock."""
    return datetime(2026, month, day, hour, minute, tzinfo=BEIJING).astimezone(UTC)


def person(session: Session, code: str) -> str:
    """Return the id of one of the invented people."""
    return session.scalars(select(Person.id).where(Person.code == code)).one()


def project(session: Session, code: str = "BREEZE") -> str:
    """Return the id of a project."""
    return session.scalars(select(Project.id).where(Project.code == code)).one()


def owing(number: int = 1, *, owner: str = "JIAN", due_on: date = WEDNESDAY, **more: object) -> Source:
    """Return a source that yields one thing owed by somebody, with the lead and the department lead above."""

    def owed(session: Session, at: datetime) -> Iterator[Obligation]:
        usual: dict[str, object] = {
            "rule": "S10",
            "subject_kind": "content_items",
            "subject_id": f"{number:026}",
            "what": f"《第 {number} 杯茶》(虚构)初剪",
            "owners": (person(session, owner),),
            "chain": (person(session, "YUN"), person(session, "BU")),
            "due_at": end_of(due_on),
            "project_id": project(session),
            "link": f"http://127.0.0.1:4200/runs/{number}",
        }
        yield Obligation(**(usual | more))

    return owed


def add_groups(session: Session) -> None:
    """Give the project its two groups: one inside, one with the client."""
    for code, purpose in (("IN", ChatPurpose.INTERNAL), ("OUT", ChatPurpose.PARTNER_OPERATIONS)):
        session.add(
            GroupChat(
                code=f"BREEZE-{code}",
                name=f"清风群 {code}(虚构)",
                project_id=project(session),
                channel=ChatChannel.FEISHU,
                purpose=purpose,
            )
        )
    session.flush()
