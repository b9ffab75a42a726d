"""Where a person is reached: in a group that is theirs, else by e-mail, else by somebody who carries the words (C3)."""

from collections.abc import Collection
from dataclasses import dataclass

from agency.domain.terms.people import Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who is to be told; people of the house speak among themselves, all others in the partner's group."""

    person: str
    side: Side
    has_mail: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group that a bot can write to, of the project in question or of the whole house."""

    chat: str
    channel: ChatChannel
    purpose: ChatPurpose
    is_of_project: bool


@dataclass(frozen=True)
class Address:
    """One way to one or several readers: a group with its bot, or one person's mailbox, or nobody but a messenger."""

    channel: ChatChannel
    chat: str | None = None
    person: str | None = None


def address_of(reader: Reader, groups: Collection[Group]) -> Address:
    """Return where a reader is reached: what concerns the house is never said where the client reads it."""
    suited = [
        group for group in groups if group.purpose in purposes_for(reader) and group.channel != ChatChannel.MANUAL
    ]
    if suited:
        nearest = min(suited, key=lambda group: (not group.is_of_project, group.purpose, group.chat))
        return Address(nearest.channel, chat=nearest.chat)
    return Address(ChatChannel.EMAIL if reader.has_mail else ChatChannel.MANUAL, person=reader.person)


def purposes_for(reader: Reader) -> frozenset[ChatPurpose]:
    """Return the kinds of groups that a reader sits in."""
    if reader.side is Side.INTERNAL:
        return frozenset({ChatPurpose.INTERNAL, ChatPurpose.MANAGEMENT})
    return frozenset({ChatPurpose.PARTNER_OPERATIONS})
