"""A small agency with three groups and its leads, and messages to put into its outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.addressing import Address
from agency.domain.calendar import BEIJING
from agency.domain.messages import Message
from agency.domain.terms.messages import MessageKind, Urgency
from agency.domain.terms.people import Role, Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose, DeliveryStatus
from agency.records.named import by_code
from agency.records.outbox import begin_call, waiting
from agency.records.tables import GroupChat, Notification, Person, Project
from tasks.messages.telling import tell, tell_group
from tasks.opening import records
from tests import small_agency

NOON = datetime(2026, 11, 26, 12, tzinfo=BEIJING)
CHANNELS = {"IN": ChatChannel.FEISHU, "OUT": ChatChannel.WECOM, "LEADS": ChatChannel.DINGTALK}
PURPOSES = {"IN": ChatPurpose.INTERNAL, "OUT": ChatPurpose.PARTNER_OPERATIONS, "LEADS": ChatPurpose.MANAGEMENT}
NAMES = {"IN": "清风内部群(虚构)", "OUT": "清风运营群(虚构)", "LEADS": "管理群(虚构)"}


def found() -> None:
    """Put the agency on record with its groups."""
    with records() as session:
        small_agency.found(session)
        session.add(Person(code="FEI", name="飞影", side=Side.INTERNAL, roles=[Role.COORDINATOR]))
        project = by_code(session, Project, "BREEZE").id
        for code, channel in CHANNELS.items():
            own = None if code == "LEADS" else project
            session.add(GroupChat(code=code, name=NAMES[code], project_id=own, channel=channel, purpose=PURPOSES[code]))


def message(title: str, *, urgent: bool = False, kind: MessageKind = MessageKind.REMINDER, body: str = "") -> Message:
    urgency = Urgency.AT_ONCE if urgent else Urgency.IN_HOURS
    return Message(about=f"about-{title}", kind=kind, title=title, lines=[body] if body else [], urgency=urgency)


def put(code: str, *messages: Message, at: datetime = NOON) -> None:
    """Put messages for a group into the outbox, as of a moment."""
    with records() as session:
        group = by_code(session, GroupChat, code)
        for one in messages:
            assert tell_group(session, one, group)
        for row in session.scalars(select(Notification).where(Notification.about.in_([m.about for m in messages]))):
            row.created_at = at


def tell_people(one: Message, *codes: str) -> None:
    """Tell people of the agency's project something."""
    with records() as session:
        project = by_code(session, Project, "BREEZE").id
        told = Message(
            about=one.about,
            kind=one.kind,
            title=one.title,
            lines=one.lines,
            urgency=one.urgency,
            project_id=project,
        )
        tell(session, told, [by_code(session, Person, code).id for code in codes])


def statuses() -> dict[str, DeliveryStatus]:
    """Return how each message stands, by its title; the alarms about them apart."""
    told = select(Notification).where(Notification.kind != MessageKind.ALARM)
    with records() as session:
        return {one.title: one.status for one in session.scalars(told)}


def rows(session: Session) -> Sequence[Notification]:
    """Return every message, oldest first."""
    return session.scalars(select(Notification).order_by(Notification.id)).all()


def group(code: str) -> GroupChat:
    """Return a group as it stands."""
    with records() as session:
        return by_code(session, GroupChat, code)


def tell_people_of_no_project(one: Message, *codes: str) -> None:
    """Tell people of the house something that belongs to no project."""
    with records() as session:
        tell(session, one, [by_code(session, Person, code).id for code in codes])


def claim_and_die(code: str, at: datetime) -> None:
    """Put a call to a person on record as a worker does that is killed before it made it."""
    with records() as session:
        person = by_code(session, Person, code).id
        address = Address(ChatChannel.EMAIL, person=person)
        begin_call(session, address, waiting(session, address), part=1, parts=1, at=at)
