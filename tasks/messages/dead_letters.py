"""Messages that do not go on by themselves: of unknown fate, given up, or carried by hand; a person settles them (C3).

What went out together is settled together: one call, one fate.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.addressing import Address
from agency.domain.terms.messages import Settlement
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.locale import _
from agency.records import outbox
from agency.records.tables import DeliveryAttempt, GroupChat, Notification, Person

DEAD = (DeliveryStatus.UNCLEAR, DeliveryStatus.GIVEN_UP)


@dataclass(frozen=True)
class Letter:
    """One or several messages that went out together, or one that nobody but a person can carry."""

    messages: Sequence[Notification]
    call: DeliveryAttempt | None = None

    @property
    def id(self) -> str:
        """The id by which a form names it."""
        return self.messages[0].id

    @property
    def status(self) -> DeliveryStatus:
        """What became of it so far."""
        return self.messages[0].status

    @property
    def title(self) -> str:
        """What it is called: its own title, or how many it holds."""
        first = self.messages[0].title
        if len(self.messages) == 1:
            return first
        return _("{title} and {count} more").format(title=first, count=len(self.messages) - 1)

    @property
    def settlements(self) -> tuple[Settlement, ...]:
        """What may be said of it; what a person carries can't be sent by us."""
        is_by_hand = self.status is DeliveryStatus.WAITING
        return tuple(one for one in Settlement if not (is_by_hand and one is Settlement.SEND_AGAIN))


def letters(session: Session) -> list[Letter]:
    """Return everything a person has to settle: of unknown fate first, then given up, then to be carried by hand."""
    by_status = {status: outbox.with_status(session, [status]) for status in DEAD}
    by_hand = select(Notification).where(
        Notification.status == DeliveryStatus.WAITING, Notification.channel == ChatChannel.MANUAL
    )
    carried = session.scalars(by_hand.order_by(Notification.created_at, Notification.id))
    return [*(letter for each in by_status.values() for letter in by_call(session, each)), *map(alone, carried)]


def alone(message: Notification) -> Letter:
    """Return a message as a letter of its own."""
    return Letter([message])


def by_call(session: Session, messages: Sequence[Notification]) -> Iterator[Letter]:
    """Yield messages of one status with the call that carried them last, those it carried together as one."""
    made: dict[str, list[DeliveryAttempt]] = {}
    together: dict[str, tuple[DeliveryAttempt | None, list[Notification]]] = {}
    for one in messages:
        place = Address(one.channel, one.chat_id, one.person_id)
        if place.place not in made:
            made[place.place] = outbox.calls(session, place)
        last = next((call for call in reversed(made[place.place]) if one.id in call.notification_ids), None)
        together.setdefault(last.id if last else one.id, (last, []))[1].append(one)
    for call, carried in together.values():
        yield Letter(carried, call)


def settle(letter: Letter, said: Settlement, person_id: str, at: datetime) -> None:
    """Let a letter be what a person says of it; what is sent again goes on where it broke off."""
    for message in letter.messages:
        message.settled_by_id = person_id
        message.next_attempt_at = None
        match said:
            case Settlement.ARRIVED if letter.call and letter.status is DeliveryStatus.UNCLEAR:
                outbox.arrive(message, letter.call.part, letter.call.parts, letter.call.started_at)
            case Settlement.ARRIVED:
                message.status, message.sent_at = DeliveryStatus.SENT, at
            case Settlement.SEND_AGAIN:
                message.status, message.attempts = DeliveryStatus.WAITING, 0
            case Settlement.WITHDRAWN:
                message.status = DeliveryStatus.WITHDRAWN


def settle_letters(session: Session, said: Mapping[str, Settlement], person_id: str, at: datetime) -> list[str]:
    """Settle the letters that were spoken of by their ids, and return a sentence for each that somebody else has settled."""
    found = {letter.id: letter for letter in letters(session)}
    for letter_id, settlement in said.items():
        if letter_id in found:
            settle(found[letter_id], settlement, person_id, at)
    session.flush()
    gone = [session.get(Notification, letter_id) for letter_id in said if letter_id not in found]
    return [overtaken(session, message) for message in gone if message is not None]


def overtaken(session: Session, message: Notification) -> str:
    """Return who settled a message before."""
    person = session.get(Person, message.settled_by_id) if message.settled_by_id else None
    sentence = _("“{title}” was settled meanwhile by {name}.")
    return sentence.format(title=message.title, name=person.name if person else _("the sending itself"))


def place_of(session: Session, chat_id: str | None, person_id: str | None) -> str:
    """Return where a message goes, as people read it: the group's name, or the person's."""
    if chat_id:
        return session.get_one(GroupChat, chat_id).name
    return session.get_one(Person, person_id).name if person_id else _("nowhere")
