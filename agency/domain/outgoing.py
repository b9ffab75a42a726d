"""What goes out now to one address, alone or put together with others, and what waits until when (C3).

A bot that is called too often is closed for minutes, an alarm lost among them. So we stay below its limit, keep a
reserve for what is urgent, and put the rest together when it becomes narrow, or when it has waited for a silence to end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from agency.domain.quiet_hours import QuietHours
from agency.domain.terms.messages import DeliveryOutcome, MessageKind, Urgency

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
CLOCKS_DIFFER = MINUTE  # by so much at most from host to host
RESERVED = 4  # one call of four is kept for what is urgent
GATHERED_BYTES = 3000  # what one call of the narrowest channel carries (WeCom: 4096 bytes), headings aside
PROBE_EVERY = timedelta(hours=1)
SHORTEST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=3)
UNCLEAR_REST = timedelta(minutes=5)
TROUBLE = frozenset({DeliveryOutcome.DELAYED, DeliveryOutcome.BROKEN, DeliveryOutcome.UNCLEAR})
EVER = datetime.min.replace(tzinfo=UTC)
KINDS = {kind: place for place, kind in enumerate(MessageKind)}


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A message that waits for an address, or one that has begun and whose next part waits.

    ``size`` is in bytes; ``goes_alone`` was refused together with others, so nobody knows which of them was meant.
    """

    id: str
    kind: MessageKind
    urgency: Urgency
    since: datetime
    size: int
    attempts: int = 0
    not_before: datetime | None = None
    goes_alone: bool = False


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call that was made to the address; ``again_at`` is when the channel said it may be called again."""

    started_at: datetime
    ended_at: datetime | None = None
    outcome: DeliveryOutcome | None = None
    again_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """How a call ended: in whose words, under which id of the channel's, and how long it asked for patience."""

    outcome: DeliveryOutcome
    told: str = ""
    message_id: str = ""
    wait: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many calls the channel takes from everybody together."""

    per_minute: int
    per_second: int

    @property
    def at_most(self) -> int:
        """Calls of any minute that we make at most: one below the limit, where that leaves any."""
        return max(1, self.per_minute - 1)

    @property
    def not_urgent(self) -> int:
        """Calls of any minute that we make at most for what is not urgent."""
        return max(1, self.at_most - self.per_minute // RESERVED)

    @property
    def in_a_second(self) -> int:
        """Calls of any second that we make at most."""
        return max(1, self.per_second - 1)


@dataclass(frozen=True)
class Outgoing:
    """What goes out now, call by call, each with the messages it carries; ``again_at`` is when to look again.

    ``again_at`` is None when nothing more waits.
    """

    bundles: Sequence[tuple[str, ...]] = ()
    again_at: datetime | None = None


def plan(
    waiting: Sequence[Waiting], calls: Sequence[Call], limits: Limits, quiet: QuietHours, at: datetime
) -> Outgoing:
    """Return what goes out to an address now; ``calls`` are the latest ones to it, oldest first.

    What is urgent goes first, alone, and at any hour. After trouble one message goes first to see whether it is over.
    Calls of the future were made before a clock was set back: they close nothing, or nothing would go out until then.
    """
    if not waiting:
        return Outgoing()
    calls = [call for call in calls if call.started_at <= at + CLOCKS_DIFFER]
    if (opens := opens_at(calls)) > at:
        return Outgoing(again_at=opens)
    due = sorted((one for one in waiting if due_at(one, quiet, at) <= at), key=turn)
    if not due:
        return Outgoing(again_at=min(due_at(one, quiet, at) for one in waiting))
    if is_in_trouble(calls):
        due = due[:1]
    bundles = [*urgent_bundles(due, calls, limits, at), *other_bundles(due, calls, limits, quiet, at)]
    return Outgoing(bundles, None if covers(bundles, waiting) else next_look(waiting, calls, limits, quiet, at))


def urgent_bundles(
    due: Sequence[Waiting], calls: Sequence[Call], limits: Limits, at: datetime
) -> list[tuple[str, ...]]:
    """Return the urgent messages there is room for, each alone."""
    urgent: list[tuple[str, ...]] = [(one.id,) for one in due if one.urgency is Urgency.AT_ONCE]
    return urgent[: room(calls, limits, limits.at_most, at)]


def other_bundles(
    due: Sequence[Waiting], calls: Sequence[Call], limits: Limits, quiet: QuietHours, at: datetime
) -> list[tuple[str, ...]]:
    """Return the other messages there is room for: each alone, or put together.

    They are put together when there is no room for each, and when several have waited for a silence to end.
    """
    urgent = sum(one.urgency is Urgency.AT_ONCE for one in due)
    others = [one for one in due if one.urgency is not Urgency.AT_ONCE]
    left = room(calls, limits, limits.not_urgent, at) - urgent
    if left <= 0:
        return []
    silent_until = max(quiet.last_end(at) or EVER, trouble_ended(calls))
    if len(others) > left or sum(one.since < silent_until for one in others) > 1:
        return list(gathered(others))[:left]
    return [(one.id,) for one in others]


def gathered(messages: Iterable[Waiting]) -> Iterator[tuple[str, ...]]:
    """Yield messages put together to what one call carries, those of one kind side by side; their turn is kept."""
    bundle: list[Waiting] = []
    for one in messages:
        if one.goes_alone:
            yield (one.id,)
            continue
        if bundle and sum(each.size for each in bundle) + one.size > GATHERED_BYTES:
            yield in_order_of_kind(bundle)
            bundle = []
        bundle.append(one)
    if bundle:
        yield in_order_of_kind(bundle)


def in_order_of_kind(bundle: Sequence[Waiting]) -> tuple[str, ...]:
    """Return the messages of a bundle as they stand in it."""
    return tuple(one.id for one in sorted(bundle, key=lambda one: (KINDS[one.kind], one.since, one.id)))


def turn(one: Waiting) -> tuple[bool, int, datetime, str]:
    """Return by what messages are put in line; one that failed before stands behind those that have not."""
    return (one.urgency is not Urgency.AT_ONCE, one.attempts, one.since, one.id)


def due_at(one: Waiting, quiet: QuietHours, at: datetime) -> datetime:
    """Return the moment from which a message may go out, seen from ``at``."""
    moment = max(one.not_before or EVER, at)
    if one.urgency is not Urgency.AT_ONCE and quiet.hold(moment):
        return quiet.end_after(moment)
    return moment


def room(calls: Sequence[Call], limits: Limits, most: int, at: datetime) -> int:
    """Return how many calls may be made now when ``most`` may be made in a minute."""
    if len(within(calls, SECOND, at)) >= limits.in_a_second:
        return 0
    return max(0, most - len(within(calls, MINUTE, at)))


def within(calls: Sequence[Call], span: timedelta, at: datetime) -> list[Call]:
    """Return the calls that the channel may have counted less than ``span`` ago.

    A call arrived between its beginning and its end, so it counts from its end; one without an end counts still.
    """
    return [call for call in calls if call.ended_at is None or call.ended_at > at - span]


def opens_at(calls: Sequence[Call]) -> datetime:
    """Return the moment from which the address may be called again after what came of the last calls."""
    last = next((call for call in reversed(calls) if call.ended_at is not None), None)
    if last is None or last.ended_at is None:
        return EVER
    rest = {
        DeliveryOutcome.BROKEN: PROBE_EVERY,
        DeliveryOutcome.DELAYED: SHORTEST_REST,
        DeliveryOutcome.UNCLEAR: min(PROBE_EVERY, UNCLEAR_REST * (1 << (unclear_in_a_row(calls) - 1))),
    }.get(last.outcome or DeliveryOutcome.SENT, timedelta())
    return max(last.ended_at + rest, last.again_at or EVER)


def unclear_in_a_row(calls: Sequence[Call]) -> int:
    """Return how many of the last calls nobody knows the fate of, at least one: each is one more for a person to settle."""
    count = 0
    for call in reversed(calls):
        if call.outcome is not DeliveryOutcome.UNCLEAR:
            break
        count += 1
    return max(1, min(count, 10))


def is_in_trouble(calls: Sequence[Call]) -> bool:
    """Say whether the last call that ended did not get through."""
    last = next((call for call in reversed(calls) if call.outcome is not None), None)
    return last is not None and last.outcome in TROUBLE


def trouble_ended(calls: Sequence[Call]) -> datetime:
    """Return when the address last failed to be reached, long ago when it never did."""
    return max((call.ended_at for call in calls if call.outcome in TROUBLE and call.ended_at), default=EVER)


def covers(bundles: Sequence[tuple[str, ...]], waiting: Sequence[Waiting]) -> bool:
    """Say whether everything that waits goes out."""
    return sum(len(bundle) for bundle in bundles) == len(waiting)


def next_look(
    waiting: Sequence[Waiting], calls: Sequence[Call], limits: Limits, quiet: QuietHours, at: datetime
) -> datetime:
    """Return when something that does not go out now may do so: its moment comes, or a minute's calls are over."""
    coming = [moment for one in waiting if (moment := due_at(one, quiet, at)) > at]
    counted = [call.ended_at for call in calls if call.ended_at]
    over = [ended + span for ended in counted for span in (SECOND, MINUTE) if ended + span > at]
    return min([*coming, *over], default=at + SECOND)


def rest_after(attempts: int, chance: float, told: timedelta | None) -> timedelta:
    """Return how long a message rests after so many attempts in vain, at least as long as the channel told.

    ``chance`` is drawn from 0-1 by the caller, so that not all come back at the same moment.
    """
    longest = min(LONGEST_REST, SHORTEST_REST * (1 << min(attempts - 1, 20)))
    return max(longest * chance, told or timedelta())
