"""The verb ``connect-group``: the webhook of a group's bot is entered without being shown, tried, and kept sealed (C3)."""

import sys
from getpass import getpass

from agency.domain.terms import label
from agency.locale import _
from agency.records.tables import GroupChat
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.messages.channels import group_named
from tasks.messages.group_connection import SIGNED, entered_by_hand, group_to_connect, keep_entered, try_out
from tasks.opening import looking, records


def connect(code: str) -> int:
    """Ask for a group's webhook and its key, and keep them; return 1 when nothing was entered.

    A bot that does not take the message it is tried with leaves everything as it was.
    """
    with looking() as session:
        chat = group_to_connect(session, code)
    address = asked(_("Webhook address of the bot of {group} ({channel}); it is not shown:"), chat)
    if not address:
        tell(_("Nothing was entered, and nothing is changed."))
        return 1
    question = _("Its signing key; leave it empty if the bot checks no signature:")
    key = asked(question, chat) if chat.channel in SIGNED else ""
    connecting = entered_by_hand(chat, address, key)
    if agrees():
        try_out(connecting)
        tell(_("The message arrived: look into the group."))
    with records() as session:
        keep_entered(session, connecting)
    tell(_("{group} is connected.").format(group=chat.name))
    if (named := group_named(chat)) is not None:
        sentence = _("While the variable {variable} is set, it stands above what was entered here.")
        tell(sentence.format(variable=named.url_env))
    return 0


def asked(sentence: str, chat: GroupChat) -> str:
    """Return what is entered, unseen where somebody types."""
    question = sentence.format(group=chat.name, channel=label(chat.channel))
    if sys.stdin.isatty():
        return getpass(f"{question} ").strip()
    tell(question)
    return sys.stdin.readline().strip()


def agrees() -> bool:
    """Ask whether the bot is tried; no word is a no."""
    tell(_("Send one message to the group now, to try it? Type yes:"))
    return sys.stdin.readline().strip().lower() in {"y", "yes", _("yes")}


if __name__ == "__main__":
    finish(on_records(lambda: connect(sys.argv[1])))
