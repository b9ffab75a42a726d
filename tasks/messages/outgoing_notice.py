"""Puts messages into the words a channel carries: one as it stands, several together under the headings of their kinds (C3).

What is rendered for the same messages and the same moment is the same text: a long one goes on with its next part after
its worker was killed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.domain.terms.sharing import ChatChannel
from agency.locale import _
from agency.notices.markdown import escaped
from agency.notices.notice import Mention, Notice
from agency.records.tables import Notification, Person

TOLD_IN_FULL = timedelta(days=7)
NUMBER_LENGTH = 26


def notice_of(session: Session, messages: Sequence[Notification], channel: ChatChannel, at: datetime) -> Notice:
    """Return what goes out for messages at a moment: one alone as it stands, several as a digest in the order given."""
    people = people_of(session, messages)
    mentions = [mention(person, channel) for person in people.values()]
    if len(messages) == 1:
        alone = messages[0]
        return Notice(number=alone.id, title=alone.title, body=alone.body, link=alone.link, mentions=mentions)
    title = _("{count} messages in one").format(count=len(messages))
    return Notice(number=number_of(messages), title=title, body=digest(messages, people, at), mentions=mentions)


def people_of(session: Session, messages: Iterable[Notification]) -> dict[str, Person]:
    """Return the people that messages speak to in their group, by their ids, in the order of their codes."""
    spoken_to = {person for message in messages for person in message.mentions}
    query = select(Person).where(Person.id.in_(spoken_to)).order_by(Person.code)
    return {person.id: person for person in session.scalars(query)}


def mention(person: Person, channel: ChatChannel) -> Mention:
    """Return a person as a channel speaks to them."""
    return Mention(name=person.name, handle=str(person.im_ids.get(channel) or ""))


def number_of(messages: Sequence[Notification]) -> str:
    """Return the number of a digest: the same messages have the same one, however often they are tried."""
    return sha256("".join(message.id for message in messages).encode()).hexdigest()[:NUMBER_LENGTH].upper()


def digest(messages: Sequence[Notification], people: dict[str, Person], at: datetime) -> str:
    """Return several messages as one text, each kind under its heading."""
    chapters = groupby(messages, key=lambda message: message.kind)
    return "\n\n".join(
        "\n\n".join([f"## {label(kind)}", *(entry(message, people, at) for message in each)]) for kind, each in chapters
    )


def entry(message: Notification, people: dict[str, Person], at: datetime) -> str:
    """Return one message of a digest; of an old one its title and day, for what it says may be long past."""
    names = _(", ").join(people[each].name for each in message.mentions if each in people)
    title = f"[{escaped(message.title)}]({message.link})" if message.link else f"**{escaped(message.title)}**"
    head = " · ".join(part for part in (title, escaped(names)) if part)
    if at - message.created_at > TOLD_IN_FULL:
        return _("{title} (since {moment})").format(title=head, moment=beijing_minute(message.created_at))
    return "\n\n".join(part for part in (head, message.body) if part)
