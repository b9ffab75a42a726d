"""Tells the leads of messages that do not go on by themselves, so that nobody has to look at a page to learn of them (C3)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.messages import Message
from agency.domain.terms import label
from agency.domain.terms.messages import MessageKind
from agency.locale import _
from agency.notices.markdown import escaped
from agency.records.tables import Notification
from tasks.messages.dead_groups import PAGE, leads_of
from tasks.messages.dead_letters import DEAD, Letter, letters, place_of
from tasks.messages.letter_rows import advice_for
from tasks.messages.telling import tell
from tasks.page_links import page_link


def tell_of_letters(session: Session) -> int:
    """Tell the leads of messages whose fate is unknown, or that were given up, each once; return the messages made.

    An alarm that did not arrive is not told of: it would go the way that has just failed.
    """
    dead = [
        letter
        for letter in letters(session)
        if letter.status in DEAD and all(message.kind is not MessageKind.ALARM for message in letter.messages)
    ]
    told = select(Notification.about).where(Notification.about.in_([about_letter(letter) for letter in dead]))
    known = set(session.scalars(told))
    news = [letter for letter in dead if about_letter(letter) not in known]
    return sum(tell(session, letter_alarm(session, letter), leads_of(session, None)) for letter in news)


def about_letter(letter: Letter) -> str:
    """Return what an alarm about a letter is about."""
    return f"letter-{letter.id}-{letter.status}"


def letter_alarm(session: Session, letter: Letter) -> Message:
    """Return what is said of a message that does not go on by itself."""
    first = letter.messages[0]
    place = place_of(session, first.chat_id, first.person_id)
    title = _("{state}: “{title}” to {place}").format(state=label(letter.status), title=letter.title, place=place)
    return Message(
        about=about_letter(letter),
        kind=MessageKind.ALARM,
        title=title,
        lines=[escaped(first.last_error or ""), advice_for(letter)],
        link=page_link(PAGE),
        urgency=first.urgency,
    )
