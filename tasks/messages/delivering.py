"""Works off what waits for one address: claim a call on record, make it, write what came of it, look again (C3).

A webhook has no key by which a repeated message would be recognised. So a call is on record before it is made, its
outcome after; between the two nothing is held but the address, and what breaks off there is never sent again by itself.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import NoReturn

from sqlalchemy.orm import Session

from agency.domain.addressing import Address
from agency.domain.outgoing import TROUBLE, Call, Limits, Result, Waiting, plan
from agency.domain.quiet_hours import QuietHours
from agency.domain.terms.messages import DeliveryOutcome, Urgency
from agency.errors import ChannelBroken, MessageDelayed, MessageError, MessageRefused
from agency.notices.notice import Sender
from agency.records import outbox
from agency.records.locks import held_if_free
from agency.records.tables import DeliveryAttempt, GroupChat, Notification, Person
from config.settings import settings
from tasks.messages.channels import sender_for
from tasks.messages.outgoing_notice import notice_of
from tasks.opening import records, records_engine
from tasks.watch import Watch

UNREACHABLE = Limits(per_minute=1, per_second=1)


@dataclass
class Tally:
    """How many calls ended how, and how many messages arrived with them."""

    calls: Counter[DeliveryOutcome] = field(default_factory=Counter)
    arrived: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(self.calls + other.calls, self.arrived + other.arrived)


@dataclass(frozen=True)
class Way:
    """How an address is reached now, or the trouble that it is not."""

    address: Address
    sender: Sender | MessageError

    @property
    def limits(self) -> Limits:
        """How often it may be called."""
        if isinstance(self.sender, MessageError):
            return UNREACHABLE
        return Limits(per_minute=self.sender.pace.per_minute, per_second=self.sender.pace.per_second)


@dataclass(frozen=True)
class Claimed:
    """A call that is on record and about to be made."""

    attempt: str
    call: Callable[[], str]


@dataclass(frozen=True)
class Load:
    """Messages that go out together, as they were at a moment; a long one that has begun keeps its moment."""

    messages: Sequence[Notification]
    as_of: datetime


def deliver(address: Address, watch: Watch) -> Tally:
    """Work off an address as far as its pace and the watch allow; do nothing while somebody else is at it."""
    engine = records_engine(settings().records_url)
    with held_if_free(engine, f"send-{address.place}") as is_mine:
        return work_off(address, watch) if is_mine else Tally()


def work_off(address: Address, watch: Watch) -> Tally:
    """Make one call after another until nothing is due, the time is up, or one does not get through."""
    with records() as session:
        way = way_to(session, address)
        end_abandoned(session, address, watch.now())
    tally = Tally()
    while claimed := next_claim(way, watch):
        result = result_of(claimed.call)
        tally += write(claimed, result, watch.now())
        if result.outcome in TROUBLE:
            break
    return tally


def way_to(session: Session, address: Address) -> Way:
    """Return how an address is reached, or why it is not."""
    chat = session.get(GroupChat, address.chat) if address.chat else None
    person = session.get(Person, address.person) if address.person else None
    try:
        return Way(address, sender_for(session, chat.channel if chat else address.channel, chat, person))
    except MessageError as trouble:
        return Way(address, trouble)


def end_abandoned(session: Session, address: Address, at: datetime) -> None:
    """End the calls of workers that are dead."""
    policy = settings().policy
    before = at - timedelta(minutes=policy.sending_patience_minutes)
    outbox.end_abandoned(session, address, before, most=policy.message_attempts, chance=random.random())  # noqa: S311


def next_claim(way: Way, watch: Watch) -> Claimed | None:
    """Put the next call on record, waiting for the pace where the watch allows it; None when there is none to make."""
    while not watch.is_over:
        with records() as session:
            claimed = claim(session, way, watch.now())
        if not isinstance(claimed, datetime):
            return claimed
        if not watch.wait_until(claimed):
            return None
    return None


def claim(session: Session, way: Way, at: datetime) -> Claimed | datetime | None:
    """Put the call on record that is due at a moment; else return when to look again, None when nothing waits."""
    load = load_due(session, way, at)
    if not isinstance(load, Load):
        return load
    try:
        part, of, call = first_part_left(session, way, load)
    except MessageError as error:
        part, of, call = 1, 1, partial(fail_with, error)
    attempt = outbox.begin_call(session, way.address, load.messages, part=part, parts=of, at=at)
    return Claimed(attempt.id, call)


def load_due(session: Session, way: Way, at: datetime) -> Load | datetime | None:
    """Return the messages of the next call; else when to look again, None when nothing waits."""
    messages = {one.id: one for one in outbox.waiting(session, way.address)}
    made = outbox.calls(session, way.address)
    begun = loads_begun(session, messages, made)
    fresh = [waiting_of(one) for one in messages.values() if not one.parts_sent]
    policy = settings().policy
    quiet = QuietHours(policy.quiet_from, policy.quiet_until)
    planned = plan([*map(begun_of, begun), *fresh], [call_of(each) for each in made], way.limits, quiet, at)
    if not planned.bundles:
        return planned.again_at
    chosen = planned.bundles[0]
    going_on = next((load for load in begun if load.messages[0].id == chosen[0]), None)
    return going_on or Load([messages[each] for each in chosen], at)


def loads_begun(session: Session, messages: dict[str, Notification], made: Sequence[DeliveryAttempt]) -> list[Load]:
    """Return what has begun and lacks parts, each load once, with the messages it went out with at first."""
    loads: dict[str, Load] = {}
    for one in messages.values():
        if one.parts_sent and not any(one in load.messages for load in loads.values()):
            first = outbox.begun_with(one.id, made)
            together = outbox.carried(session, first) if first else [one]
            loads[one.id] = Load(together, first.started_at if first else one.created_at)
    return list(loads.values())


def begun_of(load: Load) -> Waiting:
    """Return a load that has begun as the planning sees it: it goes on before anything else begins."""
    first = load.messages[0]
    return Waiting(
        id=first.id,
        kind=first.kind,
        urgency=Urgency.AT_ONCE,
        since=first.created_at,
        size=0,
        attempts=-1,
        not_before=first.next_attempt_at,
    )


def waiting_of(message: Notification) -> Waiting:
    """Return a message as the planning sees it."""
    return Waiting(
        id=message.id,
        kind=message.kind,
        urgency=message.urgency,
        since=message.created_at,
        size=len(f"{message.title}{message.body}{message.link or ''}".encode()),
        attempts=message.attempts,
        not_before=message.next_attempt_at,
        goes_alone=message.goes_alone,
    )


def call_of(attempt: DeliveryAttempt) -> Call:
    """Return a call as the planning sees it."""
    return Call(
        started_at=attempt.started_at, ended_at=attempt.ended_at, outcome=attempt.outcome, again_at=attempt.again_at
    )


def first_part_left(session: Session, way: Way, load: Load) -> tuple[int, int, Callable[[], str]]:
    """Return the number of the first part that has not arrived, how many there are, and how it is sent.

    A ``MessageError`` where the address can't be reached, or the words can't be cut to the channel's size.
    """
    if isinstance(way.sender, MessageError):
        raise way.sender
    parts = way.sender.parts(notice_of(session, load.messages, way.address.channel, load.as_of))
    place = min(load.messages[0].parts_sent, len(parts) - 1)
    return place + 1, len(parts), partial(way.sender.send, parts[place])


def fail_with(error: MessageError) -> NoReturn:
    """Fail as the channel did before it was called."""
    raise error


def result_of(call: Callable[[], str]) -> Result:
    """Make a call and return how it ended."""
    try:
        return Result(outcome=DeliveryOutcome.SENT, message_id=call())
    except MessageError as error:
        wait = timedelta(seconds=error.wait) if isinstance(error, MessageDelayed) and error.wait else None
        return Result(outcome=outcome_of(error), told=str(error), wait=wait)


def outcome_of(error: MessageError) -> DeliveryOutcome:
    """Return what an error means for the message; of one that says nothing nobody knows what became of it."""
    match error:
        case MessageDelayed():
            return DeliveryOutcome.DELAYED
        case MessageRefused():
            return DeliveryOutcome.REFUSED
        case ChannelBroken():
            return DeliveryOutcome.BROKEN
        case _:
            return DeliveryOutcome.UNCLEAR


def write(claimed: Claimed, result: Result, at: datetime) -> Tally:
    """Write how a call ended, and return it as a tally."""
    with records() as session:
        attempt = session.get_one(DeliveryAttempt, claimed.attempt)
        chance = random.random()  # noqa: S311 - spreads the tries, guards nothing
        outbox.end_call(session, attempt, result, at, most=settings().policy.message_attempts, chance=chance)
        is_whole = result.outcome is DeliveryOutcome.SENT and attempt.part == attempt.parts
        return Tally(Counter({result.outcome: 1}), len(attempt.notification_ids) if is_whole else 0)
