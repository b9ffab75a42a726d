"""Connects a group: whoever set its bot up enters where it listens, tries it once, and it is kept sealed (C3)."""

from dataclasses import dataclass

from pydantic import SecretStr
from sqlalchemy.orm import Session

from agency.domain.terms import label
from agency.domain.terms.sharing import ChatChannel
from agency.errors import BadInput
from agency.locale import _
from agency.notices.hooks import WITH_A_BOT, checked_address
from agency.notices.notice import Notice
from agency.records.group_secrets import keep_secret
from agency.records.named import by_code
from agency.records.tables import GroupChat
from agency.records.tables.base import new_id
from tasks.messages.channels import Entered, bot_of
from tasks.sealing_key import seals

SIGNED = WITH_A_BOT - {ChatChannel.WECOM}


@dataclass(frozen=True)
class Connecting:
    """A group that is being connected; what is entered shows in no ``repr``."""

    chat: GroupChat
    entered: Entered


def group_to_connect(session: Session, code: str) -> GroupChat:
    """Return a group that has a bot; ``BadInput`` where the register says that it has none, ``NotOnRecord`` for no group."""
    chat = by_code(session, GroupChat, code)
    if chat.channel not in WITH_A_BOT:
        sentence = _("Group {group} is told things by {channel}: give it a channel with a bot in the register first.")
        raise BadInput(sentence.format(group=chat.name, channel=label(chat.channel)))
    return chat


def entered_by_hand(chat: GroupChat, address: str, secret: str) -> Connecting:
    """Return what was entered for a group; ``BadInput`` where that is no address of its channel, or a key nobody can send."""
    if not secret.strip().isascii():
        raise BadInput(_("The signing key holds characters that no key has: copy it again."))
    key = SecretStr(secret.strip()) if secret.strip() and chat.channel in SIGNED else None
    return Connecting(chat, Entered(SecretStr(checked_address(chat.channel, address)), key))


def try_out(connecting: Connecting) -> None:
    """Send one message to the group; raises as a sender does, and keeps nothing."""
    body = _("From here on this group is told what concerns its projects.")
    notice = Notice(number=new_id(), title=_("This group is connected"), body=body)
    sender = bot_of(connecting.chat, connecting.chat.channel, connecting.entered)
    for part in sender.parts(notice):
        sender.send(part)


def keep_entered(session: Session, connecting: Connecting) -> None:
    """Keep what was entered in the place of what was before, sealed with the key of this house."""
    sealing, entered = seals(), connecting.entered
    keep_secret(
        session,
        connecting.chat.id,
        address_sealed=sealing.seal(entered.address.get_secret_value()),
        secret_sealed=sealing.seal(entered.secret.get_secret_value()) if entered.secret else None,
    )
