"""What turns in the house while the story goes on: the sweeps, and messages that go out; people act in between.

The product's own functions beneath its flows are called, with the moment that a flow would have taken from the clock.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import time_machine

from agency.domain.calendar import BEIJING
from agency.records.tables.base import now
from tasks.deadlines.sweep import sweep, sweep_hours
from tasks.engagement.closing import close_calls
from tasks.messages.sending import send_due
from tasks.opening import records
from tasks.scripts.readers import tell_new_readers

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


def moment(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A Beijing moment of the story's year."""
    return datetime(2026, month, day, hour, minute, tzinfo=BEIJING)


@dataclass
class Story:
    """What people do, each at its moment; told in any order, played in order."""

    happenings: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)

    def at(
        self, month: int, day: int, hour: int, minute: int = 0
    ) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Let something happen at a moment."""

        def told(happening: Callable[[], None]) -> Callable[[], None]:
            self.happenings.append((moment(month, day, hour, minute), happening))
            return happening

        return told

    def play(
        self, traveller: time_machine.Traveller, *, turning_on: Sequence[date] = (), closely_on: Collection[date] = ()
    ) -> None:
        """Play it, with the house turning every hour of some days, and as it really does, every quarter, on a few."""
        turning = [(at, turn) for day in turning_on for at in beats(day, QUARTER if day in closely_on else HOUR)]
        for at, happens in sorted([*self.happenings, *turning], key=lambda each: (each[0], each[1] is turn)):
            traveller.move_to(at)
            happens()
            send_due(now(), sleep=traveller.shift)


def beats(day: date, apart: timedelta) -> Iterator[datetime]:
    """Yield the moments of a Beijing day that lie so far apart, from midnight on."""
    at = datetime.combine(day, time(), BEIJING)
    while at.date() == day:
        yield at
        at += apart


def turn() -> None:
    """Do what the flow ``sweep-deadlines`` does by its schedules: all of it at the full hours of the working day."""
    at = now()
    local = at.astimezone(BEIJING)
    is_full = local.minute == 0 and 9 <= local.hour <= 18
    for part in (tell_new_readers, close_calls, sweep if is_full else sweep_hours):
        with records() as session:
            part(session, at)
