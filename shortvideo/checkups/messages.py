"""The outbox: messages that wait for a person, or wait too long, and groups whose bot is broken."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import ONE_DAY, beijing_minute
from agency.domain.finding import Finding, rule, warning
from agency.domain.terms.sharing import ChatChannel
from agency.locale import _
from agency.records import outbox
from agency.records.tables import GroupChat
from tasks.messages.dead_letters import letters, place_of


@rule
def message_findings(session: Session, at: datetime) -> Iterator[Finding]:
    """Nothing in the outbox waits for a person, or for longer than a day, and every bot works."""
    if dead := letters(session):
        sentence = _("Messages that do not go on by themselves: {count}, “{title}” among them: run resend-messages.")
        yield warning("messages-for-a-person", sentence.format(count=len(dead), title=dead[0].title))
    for group in session.scalars(select(GroupChat).where(~GroupChat.healthy).order_by(GroupChat.code)):
        sentence = _("Nothing gets through to the group {group}: the page “outbox” says why.")
        yield warning("group-broken", sentence.format(group=group.code))
    waiting = [one for one in outbox.with_status(session, outbox.ON_THE_WAY) if one.channel is not ChatChannel.MANUAL]
    if waiting and waiting[0].created_at < at - ONE_DAY:
        first = waiting[0]
        sentence = _(
            "A message to {place} waits since {moment}: see the page “outbox”, and whether send-messages runs."
        )
        told = sentence.format(
            place=place_of(session, first.chat_id, first.person_id), moment=beijing_minute(first.created_at)
        )
        yield warning("message-waits", told)
