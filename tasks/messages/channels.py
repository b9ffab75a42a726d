"""From a group or a person to what speaks to them: the bot of the group, or the mailbox of the person (C3).

A bot's address comes from the environment variables that ``[[groups]]`` of the settings names, which stand above what was
entered with ``connect-group`` and is kept sealed.
"""

from dataclasses import dataclass, field

from pydantic import SecretStr
from sqlalchemy.orm import Session

from agency.domain.terms import label
from agency.domain.terms.sharing import ChatChannel
from agency.errors import BadInput, ChannelBroken, Misconfigured
from agency.locale import _
from agency.notices.bot import Hook
from agency.notices.hooks import WITH_A_BOT, bot_for, checked_address
from agency.notices.mail import Mailbox, PostOffice
from agency.notices.notice import Sender
from agency.records.group_secrets import secret_of
from agency.records.tables import GroupChat, GroupSecret, Person
from agency.records.tables.base import now
from config.settings import ChatGroup, settings
from tasks.sealing_key import seals


@dataclass(frozen=True)
class Entered:
    """A bot's address and the key it signs with, in plain words."""

    address: SecretStr
    secret: SecretStr | None = None
    from_settings: bool = field(default=False, kw_only=True)


def sender_for(session: Session, channel: ChatChannel, chat: GroupChat | None, person: Person | None) -> Sender:
    """Return what speaks to a group, or to a person where there is none.

    ``ChannelBroken`` says in one sentence what is missing and where it is to be told, ``MessageRefused`` that a
    person's address is none. Nothing is connected yet, and the session is not needed afterwards.
    """
    if chat is not None and channel in WITH_A_BOT:
        return bot_of(chat, channel, entered_for(session, chat))
    if person is not None and channel is ChatChannel.EMAIL:
        return Mailbox(post_office(), person.name, address_of(person), now)
    sentence = _("Nothing can be sent to {name} by {channel}: it has to be passed on by hand.")
    name = chat.name if chat is not None else person.name if person is not None else "–"
    raise ChannelBroken(sentence.format(name=name, channel=label(channel)))


def bot_of(chat: GroupChat, channel: ChatChannel, entered: Entered) -> Sender:
    """Return the bot of a group; ``ChannelBroken`` where its address is not one of the channel's."""
    try:
        address = checked_address(channel, entered.address.get_secret_value())
    except BadInput as wrong:
        sentence = _("The bot of group {group} cannot be used. {reason}")
        reason = sentence.format(group=chat.name, reason=wrong)
    else:
        return bot_for(channel, Hook(group=chat.name, address=SecretStr(address), secret=entered.secret, clock=now))
    raise ChannelBroken(reason)


def entered_for(session: Session, chat: GroupChat) -> Entered:
    """Return the address of a group's bot; ``ChannelBroken`` says how to enter it where there is none."""
    if (named := group_named(chat)) is not None:
        if named.channel != chat.channel:
            sentence = _(
                "Group {group} speaks by {channel} on record and by another channel in [[groups]]: let them agree."
            )
            raise ChannelBroken(sentence.format(group=chat.name, channel=label(chat.channel)))
        if (address := named.webhook()) is not None:
            return Entered(address, key_of(named, chat), from_settings=True)
    if (kept := secret_of(session, chat.id)) is not None:
        return opened(kept, chat)
    if named is not None:
        sentence = _("Group {group} has no bot: set the environment variable {variable} to its webhook address.")
        raise ChannelBroken(sentence.format(group=chat.name, variable=named.url_env))
    sentence = _("Group {group} has no bot: enter its webhook with `python3 run.py connect-group {code}`.")
    raise ChannelBroken(sentence.format(group=chat.name, code=chat.code))


def group_named(chat: GroupChat) -> ChatGroup | None:
    """Return what the settings say of a group: by its code, or by the name that ``secret_ref`` gives its bot."""
    return next((group for group in settings().groups if group.code == (chat.secret_ref or chat.code)), None)


def key_of(named: ChatGroup, chat: GroupChat) -> SecretStr | None:
    """Return the key a bot signs with; ``ChannelBroken`` where its variable is named and not set."""
    if named.secret_env and named.secret() is None:
        sentence = _("The bot of group {group} cannot sign: set the environment variable {variable} to its key.")
        raise ChannelBroken(sentence.format(group=chat.name, variable=named.secret_env))
    return named.secret()


def opened(kept: GroupSecret, chat: GroupChat) -> Entered:
    """Return what was sealed; ``ChannelBroken`` where this house has another key than it was sealed with."""
    try:
        sealing = seals()
        secret = SecretStr(sealing.open(kept.secret_sealed)) if kept.secret_sealed else None
        return Entered(SecretStr(sealing.open(kept.address_sealed)), secret)
    except Misconfigured:
        sentence = _(
            "The bot of group {group} was sealed with another key: run `python3 run.py connect-group {code}` again."
        )
    raise ChannelBroken(sentence.format(group=chat.name, code=chat.code))


def address_of(person: Person) -> str:
    """Return somebody's e-mail address; ``ChannelBroken`` where there is none."""
    if person.email:
        return person.email.strip()
    raise ChannelBroken(_("{name} has no e-mail address: enter one in the register.").format(name=person.name))


def post_office() -> PostOffice:
    """Return the mail server of the settings; ``ChannelBroken`` says what of it is missing."""
    mail = settings().mail
    if not mail.host:
        raise ChannelBroken(_("No mail server is named: fill in [mail] in config/agency.toml."))
    password = mail.password()
    if mail.user and password is None:
        sentence = _("The password of the mail server is missing: set the environment variable {variable}.")
        raise ChannelBroken(sentence.format(variable=mail.password_env))
    return PostOffice(
        host=mail.host, port=mail.port, security=mail.security, sender=mail.sender, user=mail.user, password=password
    )
