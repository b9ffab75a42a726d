"""Puts a message into the outbox, in the unit of work of what it is about: either both are kept or neither (C3).

Nobody is told the same twice: who was told of something is looked up by what the message is ``about``, one worker at a
time. Sending is done later, by whoever sends (``tasks.messages.sending``).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.addressing import LEADING, Address, Group, Reader, address_of
from agency.domain.masking import masked
from agency.domain.messages import Message
from agency.domain.terms.messages import Urgency
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.ledger import take_turns
from agency.records.tables import GroupChat, Notification, Person

TURN = "outbox"


def tell(session: Session, message: Message, people: Collection[str]) -> int:
    """Tell people, each once, those who share a group in one message; return how many messages that makes."""
    take_turns(session, TURN)
    told_before = list(session.scalars(select(Notification).where(Notification.about == message.about)))
    told = {person for one in told_before for person in (one.person_id, *one.mentions)}
    news = session.scalars(select(Person).where(Person.id.in_(set(people) - told), Person.active).order_by(Person.code))
    made = [
        notification(message, address, people_there, len(told_before))
        for address, people_there in by_address(session, message, news).items()
    ]
    session.add_all(made)
    session.flush()
    return len(made)


def tell_group(session: Session, message: Message, group: GroupChat) -> bool:
    """Tell a group once, whoever reads it; return False when it has been told before."""
    take_turns(session, TURN)
    known = select(Notification.id).where(Notification.about == message.about, Notification.chat_id == group.id)
    if session.scalar(known.limit(1)) is not None:
        return False
    session.add(notification(message, Address(group.channel, chat=group.id), (), 0))
    session.flush()
    return True


def by_address(session: Session, message: Message, people: Iterable[Person]) -> dict[Address, list[str]]:
    """Return whom a message reaches where."""
    groups = groups_for(session, message.project_id)
    reached: dict[Address, list[str]] = defaultdict(list)
    for person in people:
        address = address_of(reader_of(person), groups, at_once=message.urgency is Urgency.AT_ONCE)
        reached[address].append(person.id)
    return reached


def reader_of(person: Person) -> Reader:
    """Return a person as somebody who is to be told."""
    leads = not LEADING.isdisjoint(person.roles)
    return Reader(person=person.id, side=person.side, has_mail=bool(person.email), leads=leads)


def groups_for(session: Session, project_id: str | None) -> list[Group]:
    """Return the groups of a project and of the whole house."""
    own = GroupChat.project_id == project_id if project_id else GroupChat.project_id.is_(None)
    query = select(GroupChat).where(own | GroupChat.project_id.is_(None)).order_by(GroupChat.code)
    return [
        Group(
            chat=chat.id,
            channel=chat.channel,
            purpose=chat.purpose,
            is_of_project=chat.project_id is not None,
            is_healthy=chat.healthy,
        )
        for chat in session.scalars(query)
    ]


def groups_of_project(session: Session, project_id: str, purposes: Collection[ChatPurpose]) -> list[GroupChat]:
    """Return a project's own groups of some kinds, in the order of their codes."""
    query = select(GroupChat).where(GroupChat.project_id == project_id, GroupChat.purpose.in_(purposes))
    return list(session.scalars(query.order_by(GroupChat.code)))


def notification(message: Message, address: Address, people: Collection[str], told_before: int) -> Notification:
    """Return the outbox's row of a message for one address; ``told_before`` tells a later one about the same apart."""
    return Notification(
        dedupe_key=f"{message.about}@{address.place}" + (f"+{told_before}" if told_before else ""),
        about=message.about,
        kind=message.kind,
        urgency=message.urgency,
        project_id=message.project_id,
        channel=address.channel,
        chat_id=address.chat,
        person_id=address.person,
        mentions=list(people) if address.chat and address.channel != ChatChannel.EMAIL else [],
        title=masked(message.title),
        body=masked(message.body),
        link=message.link,
    )
