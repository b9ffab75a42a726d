"""Where a person is reached: in a group that is theirs, else by e-mail, else by somebody who carries the words (C3)."""

from collections.abc import Collection
from dataclasses import dataclass

from agency.domain.terms.people import Role, Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose

LEADING = frozenset(
    {Role.DEPARTMENT_LEAD, Role.BUSINESS_LEAD, Role.OPERATIONS_LEAD, Role.COORDINATOR, Role.ADMINISTRATOR}
)
"""Who sits in the group of the management."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who is to be told; people of the house speak among themselves, all others in the partner's group."""

    person: str
    side: Side
    has_mail: bool
    leads: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group that a bot can write to, of the project in question or of the whole house; is its bot known to work?"""

    chat: str
    channel: ChatChannel
    purpose: ChatPurpose
    is_of_project: bool
    is_healthy: bool = True


@dataclass(frozen=True)
class Address:
    """One way to one or several readers: a group with its bot, or one person's mailbox, or nobody but a messenger."""

    channel: ChatChannel
    chat: str | None = None
    person: str | None = None

    @property
    def place(self) -> str:
        """The id of whatever is reached there."""
        return self.chat or self.person or ""


def address_of(reader: Reader, groups: Collection[Group], *, at_once: bool = False) -> Address:
    """Return where a reader is reached: what concerns the house is never said where the client reads it.

    What is to be read at once does not wait for a group whose bot is broken; everything else does.
    """
    suited = [
        group
        for group in groups
        if group.purpose in purposes_for(reader)
        and group.channel != ChatChannel.MANUAL
        and (group.is_healthy or not at_once)
    ]
    if suited:
        nearest = min(suited, key=lambda group: (not group.is_of_project, group.purpose, group.chat))
        return Address(nearest.channel, chat=nearest.chat)
    return Address(ChatChannel.EMAIL if reader.has_mail else ChatChannel.MANUAL, person=reader.person)


def purposes_for(reader: Reader) -> frozenset[ChatPurpose]:
    """Return the kinds of groups that a reader sits in."""
    if reader.side is not Side.INTERNAL:
        return frozenset({ChatPurpose.PARTNER_OPERATIONS})
    return frozenset({ChatPurpose.INTERNAL, *([ChatPurpose.MANAGEMENT] if reader.leads else [])})
