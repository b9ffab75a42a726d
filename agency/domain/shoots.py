"""Whether a shoot may begin, and what is left to do after it (I5, I6, I7, R07-R09)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from agency.domain.calendar import BEIJING
from agency.domain.finding import Finding, rule, warning
from agency.domain.terms import label
from agency.domain.terms.rules import Resource
from agency.domain.terms.shoots import PrepKind, ShootItemStatus, TakeVerdict
from agency.locale import _


@dataclass(frozen=True, kw_only=True)
class PrepCheck:
    """One thing to be confirmed before a shoot, e.g. of the kind props: the red umbrella."""

    kind: PrepKind
    item: str
    confirmed_by: str | None = None


@rule
def prep_findings(checks: Collection[PrepCheck]) -> Iterator[Finding]:
    """Scene, equipment, props and the talent's itinerary are each looked at, and no item of them is open (I5)."""
    for kind in PrepKind:
        items = [check for check in checks if check.kind is kind]
        if not items:
            yield Finding("I5-not-checked", _("Nobody has checked the {kind}.").format(kind=label(kind)))
        still_open = [check.item for check in items if not check.confirmed_by]
        if still_open:
            sentence = _("Not confirmed of the {kind}: {items}.")
            yield Finding("I5-open", sentence.format(kind=label(kind), items=_(", ").join(still_open)))


@dataclass(frozen=True, kw_only=True)
class Booking:
    """A person, a place or a piece of equipment that one shoot needs from one moment to another."""

    shoot: str
    resource: Resource
    name: str
    begins: datetime
    ends: datetime

    def collides(self, other: "Booking") -> bool:
        """Say whether both want the same thing at once; what ends when the other begins does not collide."""
        same = self.resource is other.resource and self.name == other.name and self.shoot != other.shoot
        return same and self.begins < other.ends and other.begins < self.ends


@rule
def booking_findings(bookings: Sequence[Booking]) -> Iterator[Finding]:
    """Nobody and nothing is booked for two shoots at once, and no booking ends before it begins (I5)."""
    for booking in bookings:
        if booking.ends <= booking.begins:
            sentence = _("{shoot} books {name} up to a moment that is not after its beginning.")
            yield Finding("I5-booking-backwards", sentence.format(shoot=booking.shoot, name=booking.name))
    for one, other in combinations(bookings, 2):
        if one.collides(other):
            sentence = _("{resource} {name} is booked twice at {moment}: for {one} and for {other}.")
            moment = max(one.begins, other.begins).astimezone(BEIJING)
            yield Finding(
                "I5-double-booking",
                sentence.format(
                    resource=label(one.resource),
                    name=one.name,
                    moment=f"{moment:%Y-%m-%d %H:%M}",
                    one=one.shoot,
                    other=other.shoot,
                ),
            )


@dataclass(frozen=True)
class Take:
    """One take of one shot, as the shoot record has it."""

    shot: int
    verdict: TakeVerdict


def missing_shots(planned: Mapping[int, int], takes: Collection[Take]) -> tuple[int, ...]:
    """Return the numbers of the planned shots without a good take, in the script's order."""
    good = {take.shot for take in takes if take.verdict is TakeVerdict.GOOD}
    return tuple(shot for shot in planned if shot not in good)


def shoot_item_status(planned: Mapping[int, int], takes: Collection[Take]) -> ShootItemStatus:
    """Return what became of one content item: shot when every planned shot has a good take."""
    return ShootItemStatus.MISSING_SHOTS if missing_shots(planned, takes) else ShootItemStatus.SHOT


@rule
def take_findings(planned: Mapping[int, int], takes: Collection[Take]) -> Iterator[Finding]:
    """Each shot has a good take and its spares; nothing was shot that no script knows (I6).

    ``planned`` tells of each shot's number how many takes are wished for. All of it is pointed out and stops nothing:
    a missing shot is shot another day.
    """
    missing = missing_shots(planned, takes)
    if missing:
        yield warning(
            "I6-missing-shots", _("No good take of shot: {shots}.").format(shots=_(", ").join(map(str, missing)))
        )
    usable = Counter(take.shot for take in takes if take.verdict is not TakeVerdict.NO_GOOD)
    for shot, wished in planned.items():
        if shot not in missing and usable[shot] < wished:
            sentence = _("Shot {shot} has {usable} usable takes; {wished} were planned.")
            yield warning("I6-few-takes", sentence.format(shot=shot, usable=usable[shot], wished=wished))
    unplanned = sorted({take.shot for take in takes} - set(planned))
    if unplanned:
        sentence = _("Shot, but not in the script: {shots}.")
        yield warning("I6-off-script", sentence.format(shots=_(", ").join(map(str, unplanned))))


@dataclass(frozen=True, kw_only=True)
class Loan:
    """A piece of equipment taken out for a shoot; ``returned_at`` is None while it is out."""

    asset: str
    holder: str
    returned_at: datetime | None = None
    received_by: str | None = None


@rule
def return_findings(loans: Collection[Loan]) -> Iterator[Finding]:
    """A shoot closes when every piece of equipment is back and somebody has taken it in (I7)."""
    for loan in loans:
        if loan.returned_at is None:
            sentence = _("{asset} is still with {holder}.")
            yield Finding("I7-equipment-out", sentence.format(asset=loan.asset, holder=loan.holder))
        elif not loan.received_by:
            sentence = _("{asset} came back from {holder}, and nobody has taken it in.")
            yield Finding("I7-equipment-unreceived", sentence.format(asset=loan.asset, holder=loan.holder))
