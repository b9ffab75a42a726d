"""The outbox: what waits for which address, every call that was made, and what became of the messages it carried (C3).

Whoever calls these functions for an address has it for itself meanwhile (``agency.records.locks``).
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from agency.domain.addressing import Address
from agency.domain.outgoing import Result, rest_after
from agency.domain.terms.messages import DeliveryOutcome, Urgency
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.locale import _
from agency.records.tables import DeliveryAttempt, GroupChat, Notification

ON_THE_WAY = (DeliveryStatus.WAITING, DeliveryStatus.SENDING)
LATEST = 150  # calls of an address that are looked at: more than any bot takes in a minute
TOLD = 500  # characters of what a channel said that are kept


def addresses(session: Session, at: datetime) -> list[Address]:
    """Return every address that a message is on its way to and that may be due, the urgent ones first."""
    due = Notification.next_attempt_at.is_(None) | (Notification.next_attempt_at <= at)
    query = (
        select(Notification.urgency, Notification.channel, Notification.chat_id, Notification.person_id)
        .where(Notification.status.in_(ON_THE_WAY), Notification.channel != ChatChannel.MANUAL, due)
        .distinct()
    )
    rows = sorted(session.execute(query), key=lambda row: row.urgency is not Urgency.AT_ONCE)
    return list(dict.fromkeys(Address(row.channel, row.chat_id, row.person_id) for row in rows))


def waiting(session: Session, address: Address) -> Sequence[Notification]:
    """Return what waits for an address, oldest first."""
    query = select(Notification).where(is_for(address), Notification.status == DeliveryStatus.WAITING)
    return session.scalars(query.order_by(Notification.created_at, Notification.id).with_for_update()).all()


def overtake(session: Session, address: Address, about: str, project_id: str | None) -> list[str]:
    """Withdraw what waits for an address, is about something that begins so, and has not begun to go out.

    Return what each was about. One that is being sent this moment is left alone.
    """
    query = select(Notification).where(
        is_for(address),
        Notification.status == DeliveryStatus.WAITING,
        Notification.about.startswith(about, autoescape=True),
        Notification.project_id == project_id,
        Notification.parts_sent == 0,
    )
    overtaken = session.scalars(query.with_for_update(skip_locked=True)).all()
    for message in overtaken:
        message.status = DeliveryStatus.WITHDRAWN
        message.last_error = _("Overtaken by a later message before it went out.")
    return [message.about for message in overtaken]


def is_for(address: Address) -> ColumnElement[bool]:
    """Return the condition that a message is for an address."""
    return and_(Notification.chat_id == address.chat, Notification.person_id == address.person)


def calls(session: Session, address: Address) -> list[DeliveryAttempt]:
    """Return the latest calls to an address, oldest first."""
    query = select(DeliveryAttempt).where(
        DeliveryAttempt.chat_id == address.chat, DeliveryAttempt.person_id == address.person
    )
    latest = query.order_by(DeliveryAttempt.started_at.desc(), DeliveryAttempt.id.desc()).limit(LATEST)
    return list(reversed(session.scalars(latest).all()))


def begin_call(
    session: Session, address: Address, messages: Sequence[Notification], *, part: int, parts: int, at: datetime
) -> DeliveryAttempt:
    """Put a call on record that is about to be made, with the messages it carries in their order."""
    for message in messages:
        message.status = DeliveryStatus.SENDING
    attempt = DeliveryAttempt(
        channel=address.channel,
        chat_id=address.chat,
        person_id=address.person,
        notification_ids=[message.id for message in messages],
        part=part,
        parts=parts,
        started_at=at,
    )
    session.add(attempt)
    session.flush()
    return attempt


def end_call(
    session: Session, attempt: DeliveryAttempt, result: Result, at: datetime, *, most: int, chance: float
) -> None:
    """Write how a call ended, and what that means for its messages and its group.

    ``most`` is how often a message is tried, ``chance`` (0-1) spreads the next tries. A message that somebody settled
    meanwhile is left alone.
    """
    attempt.ended_at, attempt.outcome, attempt.told = at, result.outcome, result.told[:TOLD] or None
    attempt.again_at = at + result.wait if result.wait else None
    touched = (DeliveryStatus.SENDING, DeliveryStatus.UNCLEAR)
    for message in carried(session, attempt):
        if message.status in touched:
            follow(message, attempt, result, at, most=most, chance=chance)
    if attempt.chat_id:
        note_health(session, attempt.chat_id, result.outcome, at)
    session.flush()


def follow(
    message: Notification, attempt: DeliveryAttempt, result: Result, at: datetime, *, most: int, chance: float
) -> None:
    """Let a message be what the call that carried it has made of it."""
    message.last_error = result.told[:TOLD] or None
    message.next_attempt_at = None
    match result.outcome:
        case DeliveryOutcome.SENT:
            arrive(message, attempt.part, attempt.parts, at)
            message.message_id = result.message_id or None
        case DeliveryOutcome.DELAYED:
            try_later(message, result.wait, at, most=most, chance=chance)
        case DeliveryOutcome.REFUSED:
            is_one_of_several = len(attempt.notification_ids) > 1 and attempt.part == 1
            message.goes_alone = message.goes_alone or is_one_of_several
            message.status = DeliveryStatus.WAITING if is_one_of_several else DeliveryStatus.GIVEN_UP
        case DeliveryOutcome.BROKEN:
            message.status = DeliveryStatus.WAITING
        case DeliveryOutcome.UNCLEAR if attempt.channel is ChatChannel.EMAIL:
            try_later(message, None, at, most=most, chance=chance)  # a mail that comes twice bears the same Message-ID
        case DeliveryOutcome.UNCLEAR:
            message.status = DeliveryStatus.UNCLEAR


def arrive(message: Notification, part: int, parts: int, at: datetime) -> None:
    """Note that one part of a message was read into its channel; with the last one it is sent."""
    message.parts_sent = part
    message.status = DeliveryStatus.SENT if part >= parts else DeliveryStatus.WAITING
    message.sent_at = at if part >= parts else None


def try_later(message: Notification, wait: timedelta | None, at: datetime, *, most: int, chance: float) -> None:
    """Let a message wait for its next try, or give it up when it was tried ``most`` times."""
    message.attempts += 1
    if message.attempts >= most:
        message.status = DeliveryStatus.GIVEN_UP
    else:
        message.status = DeliveryStatus.WAITING
        message.next_attempt_at = at + rest_after(message.attempts, chance, wait)


def note_health(session: Session, chat_id: str, outcome: DeliveryOutcome, at: datetime) -> None:
    """Note at a group whether its bot works.

    Past the session: a state that changes with every message, whose history the calls are, must neither fill the audit
    trail nor fail because somebody renames the group at that moment.
    """
    known: dict[str, object] = {}
    if outcome is DeliveryOutcome.SENT:
        known = {"healthy": True, "last_ok_at": at}
    elif outcome is DeliveryOutcome.BROKEN:
        known = {"healthy": False}
    if known:
        session.execute(update(GroupChat).where(GroupChat.id == chat_id).values(**known))


def carried(session: Session, attempt: DeliveryAttempt) -> list[Notification]:
    """Return the messages that a call carries, in their order."""
    return in_order(session, attempt.notification_ids)


def in_order(session: Session, ids: Sequence[str]) -> list[Notification]:
    """Return messages by their ids, in the order of these."""
    found = {one.id: one for one in session.scalars(select(Notification).where(Notification.id.in_(ids)))}
    return [found[each] for each in ids if each in found]


def end_abandoned(session: Session, address: Address, before: datetime, *, most: int, chance: float) -> int:
    """End the calls that were begun until ``before`` and have no outcome: their workers are dead, their fate is unknown.

    Return how many there were. The caller has the address for itself, so nobody is at work on them.
    """
    query = select(DeliveryAttempt).where(
        DeliveryAttempt.chat_id == address.chat,
        DeliveryAttempt.person_id == address.person,
        DeliveryAttempt.ended_at.is_(None),
        DeliveryAttempt.started_at <= before,
    )
    abandoned = session.scalars(query.order_by(DeliveryAttempt.started_at)).all()
    result = Result(outcome=DeliveryOutcome.UNCLEAR, told=_("The worker ended before the channel had answered."))
    for attempt in abandoned:
        end_call(session, attempt, result, attempt.started_at, most=most, chance=chance)
    return len(abandoned)


def begun_with(message_id: str, made: Sequence[DeliveryAttempt]) -> DeliveryAttempt | None:
    """Return the first of the calls by which the message went out as it now goes on: alone, or with the same others."""
    latest = next((call for call in reversed(made) if message_id in call.notification_ids), None)
    if latest is None:
        return None
    return next(call for call in made if call.notification_ids == latest.notification_ids)


def with_status(session: Session, statuses: Collection[DeliveryStatus]) -> Sequence[Notification]:
    """Return every message of these statuses, oldest first."""
    query = select(Notification).where(Notification.status.in_(statuses))
    return session.scalars(query.order_by(Notification.created_at, Notification.id)).all()
