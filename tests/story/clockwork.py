"""What turns in the house while the story goes on: every hour the sweep, and messages that go out; people act in between.

The product's own functions beneath its flows are called, with the moment that a flow would have taken from the clock.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import time_machine

from agency.domain.calendar import BEIJING
from agency.records.tables.base import now
from tasks.deadline_sweep import sweep
from tasks.engagement_closing import close_calls
from tasks.opening import records
from tasks.script_readers import tell_new_readers
from tasks.sending import send_due

HOUR = timedelta(hours=1)


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

    def play(self, traveller: time_machine.Traveller, *, turning_on: Sequence[date] = ()) -> None:
        """Play it, with the house turning every hour of some days."""
        turning = [(at, turn) for day in turning_on for at in hours(day)]
        for at, happens in sorted([*self.happenings, *turning], key=lambda each: (each[0], each[1] is turn)):
            traveller.move_to(at)
            happens()
            send_due(now(), sleep=traveller.shift)


def hours(day: date) -> Iterator[datetime]:
    """Yield every full hour of a Beijing day."""
    midnight = datetime.combine(day, time(), BEIJING)
    return (midnight + hour * HOUR for hour in range(24))


def turn() -> None:
    """Do what the flow ``sweep-deadlines`` does every hour."""
    at = now()
    for part in (tell_new_readers, close_calls, sweep):
        with records() as session:
            part(session, at)
