"""Who is to be told what of an obligation now: reminders in good time, then up the chain, each step once (gates.md 7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agency.domain.calendar import BEIJING, ONE_DAY, Calendar, beijing_day
from agency.domain.obligations import Obligation
from agency.domain.quiet_hours import QuietHours
from agency.domain.terms.reminders import ReminderStep
from agency.domain.timers import beijing_moment

LONG_AGO = timedelta(days=7)
LATE = frozenset({ReminderStep.OVERDUE, ReminderStep.ESCALATED})


@dataclass(frozen=True)
class WorkingHours:
    """When people may be reminded: on working days, from one Beijing time of day until just before another.

    Of a thing of hours they are told on days off too, but not in the ``quiet`` hours unless it must be.
    """

    calendar: Calendar
    begins: time
    ends: time
    quiet: QuietHours

    def allow(self, owed: Obligation, at: datetime) -> bool:
        """Say whether something that is owed may be spoken of at a moment."""
        if owed.patience is None:
            return self.hold(at)
        return owed.at_any_hour or not self.quiet.hold(at)

    def hold(self, at: datetime) -> bool:
        """Say whether a moment lies in them."""
        clock = at.astimezone(BEIJING).time()
        return self.calendar.is_working_day(beijing_day(at)) and self.begins <= clock < self.ends

    def opening(self, day: date) -> datetime:
        """Return the moment at which a day's work begins; a day off is pulled back to the working day before."""
        return beijing_moment(self.calendar.on_or_before(day), self.begins)

    def next_opening(self, after: datetime) -> datetime:
        """Return the beginning of the first working day after the day of a moment."""
        return beijing_moment(self.calendar.on_or_after(beijing_day(after) + ONE_DAY), self.begins)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A step that was taken: for which moment, who was told, and when."""

    step: ReminderStep
    number: int
    due_at: datetime
    told: Sequence[str]
    told_at: datetime


@dataclass(frozen=True)
class Step:
    """A step that is due: whom to tell. ``number`` is the days before, the place in the chain, or a count."""

    step: ReminderStep
    number: int
    people: tuple[str, ...]


def due_steps(
    owed: Obligation, taken: Sequence[Taken], at: datetime, hours: WorkingHours, *, is_new: bool = False
) -> tuple[Step, ...]:
    """Return the steps to take now; ``taken`` are those taken before, oldest first, ``is_new`` that there was no look before.

    A thing of days is spoken of in working hours only, a thing of hours at other times too. Of several steps that were
    missed the latest counts. One that nobody would read is not taken.
    """
    if not owed.is_open or not hours.allow(owed, at):
        return ()
    now_told = (
        late_step(owed, taken, at, hours, is_new=is_new) if owed.is_late(at) else step_ahead(owed, taken, at, hours)
    )
    steps = [*told_anew(owed, taken, now_told.people if now_told else ()), *([now_told] if now_told else [])]
    return tuple(step for step in steps if step.people)


def step_ahead(owed: Obligation, taken: Sequence[Taken], at: datetime, hours: WorkingHours) -> Step | None:
    """Return the reminder that is due before the day, None while there is none; a thing of hours has none."""
    if owed.patience is not None:
        return None
    reached = [days for days in owed.remind_days if hours.opening(owed.due_on - days * ONE_DAY) <= at]
    given = [one.number for one in of_this_moment(owed, taken) if one.step is ReminderStep.AHEAD]
    nearest = min(reached, default=None)
    if nearest is None or any(number <= nearest for number in given):
        return None
    return Step(ReminderStep.AHEAD, nearest, tuple(owed.owners))


def late_step(
    owed: Obligation, taken: Sequence[Taken], at: datetime, hours: WorkingHours, *, is_new: bool
) -> Step | None:
    """Return what is due after the day: the owners first, then one person of the chain after another.

    What was long overdue when it first came on record is told once to the first of the chain, and then left to the page.
    """
    before = of_this_moment(owed, taken)
    if any(one.step is ReminderStep.FOUND for one in before):
        return None
    if is_new and at - owed.due_at >= LONG_AGO:
        return Step(ReminderStep.FOUND, 0, tuple(owed.chain[:1] or owed.owners))
    late = [one for one in before if one.step in LATE]
    told = {person for one in late for person in one.told} | knowing(owed)
    unaware = tuple(person for person in owed.owners or owed.chain[:1] if person not in told)
    if unaware and (owed.owners or not late):
        return Step(ReminderStep.OVERDUE, sum(one.step is ReminderStep.OVERDUE for one in late), unaware)
    return escalation(owed, late, told, at, hours)


def knowing(owed: Obligation) -> frozenset[str]:
    """Return the owners who need not be told that the moment has come, where there is somebody else to go to."""
    return frozenset(owed.owners) if owed.owners_know and owed.chain else frozenset()


def escalation(
    owed: Obligation, late: Sequence[Taken], told: set[str], at: datetime, hours: WorkingHours
) -> Step | None:
    """Return the next step up the chain, None before its time and at the chain's end; the first is due at once."""
    above = [person for person in owed.chain if person not in told]
    last = max((one.told_at for one in late), default=None)
    if not above or (last is not None and at < next_step_at(owed, last, hours)):
        return None
    return Step(ReminderStep.ESCALATED, sum(one.step is ReminderStep.ESCALATED for one in late), (above[0],))


def next_step_at(owed: Obligation, last: datetime, hours: WorkingHours) -> datetime:
    """Return from when the next of the chain is told, given when the one before was."""
    return last + owed.patience if owed.patience is not None else hours.next_opening(last)


def told_anew(owed: Obligation, taken: Sequence[Taken], told_now: Sequence[str]) -> Iterator[Step]:
    """Yield the step that tells the readers of another day the new one; who is reminded now anyway needs it not."""
    if not taken or taken[-1].due_at == owed.due_at:
        return
    was = taken[-1].due_at
    readers = dict.fromkeys(person for one in taken if one.due_at == was for person in one.told)
    moved_before = sum(one.step is ReminderStep.MOVED for one in taken)
    yield Step(ReminderStep.MOVED, moved_before, tuple(person for person in readers if person not in told_now))


def of_this_moment(owed: Obligation, taken: Sequence[Taken]) -> list[Taken]:
    """Return the steps that were taken for the moment at which it is due now."""
    return [one for one in taken if one.due_at == owed.due_at]
