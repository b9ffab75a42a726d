"""The sweep: everything that is owed is looked at, its record is kept, and whoever is to be told is told once (gates.md 7).

All of it is one unit of work: what is said and that it was said are kept together, or neither is.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.obligations import Key, Obligation
from agency.domain.quiet_hours import QuietHours
from agency.domain.reminding import Taken, WorkingHours, due_steps
from agency.records import reminders
from agency.records.ledger import take_turns
from agency.records.waivers import StandingWaiver, StandingWaivers, standing_on
from config.settings import settings
from tasks.calendars import calendar
from tasks.deadlines.checks import Checked, keep_checks
from tasks.deadlines.letters import send_out
from tasks.deadlines.lines import Before, Line, Readers
from tasks.owed import sources
from tasks.owed.sources import Source

TURN = "deadlines"


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep found and said; ``is_day_off`` that it spoke of things of hours only.

    ``taken`` are the steps taken so far for what is open, ``told`` counts those of this sweep by their kind.
    """

    at: datetime
    is_day_off: bool
    obligations: Sequence[Obligation]
    taken: Mapping[Key, Sequence[Taken]]
    waived: Mapping[Key, StandingWaiver]
    names: Mapping[str, str]
    told: Counter[str] = field(default_factory=Counter)
    messages: int = 0

    @property
    def open(self) -> list[Obligation]:
        """What is still owed, the oldest first."""
        return sorted((one for one in self.obligations if one.is_open), key=lambda one: (one.due_at, one.what))

    @property
    def late(self) -> list[Obligation]:
        """What is owed and late, the oldest first."""
        return [one for one in self.open if one.is_late(self.at)]


def sweep(session: Session, at: datetime) -> Swept:
    """Look at everything that is owed at a moment, and return what was found and said; again at once it says nothing.

    One sweep at a time: another one waits, and then finds what was said.
    """
    return swept(session, sources.SOURCES, at)


def sweep_hours(session: Session, at: datetime) -> Swept:
    """Look only at what is owed within hours: cases, incidents, notices. It is quick, so it is done often and at night."""
    return swept(session, sources.OF_HOURS, at, rules=sources.RULES_OF_HOURS)


def swept(session: Session, asked: Sequence[Source], at: datetime, *, rules: Collection[str] | None = None) -> Swept:
    """Look at what some sources tell is owed; ``rules`` are those they speak of, None for all there are."""
    take_turns(session, TURN)
    waivers, hours = standing_on(session, beijing_day(at)), working_hours(session)
    obligations = [with_waiver(one, waivers) for one in gathered(session, asked, at)]
    checked = keep_checks(session, obligations, waivers, at, rules=rules)
    taken = reminders.taken(session)
    lines = list(due_lines(obligations, checked, taken, at, hours))
    reminders.add(session, [(line.check_id, line.owed.due_at, line.step) for line in lines], at)
    readers = Readers.read(session)
    before = Before.of(obligations, checked.ids, taken)
    return Swept(
        at=at,
        is_day_off=not hours.hold(at),
        obligations=obligations,
        taken=with_these({one.key: taken.get(checked.ids[one.key], ()) for one in obligations}, lines, at),
        waived={one.key: waiver for one in obligations if one.is_waived and (waiver := waivers.of(one))},
        names=readers.names,
        told=Counter(line.step.step.value for line in lines),
        messages=send_out(session, lines, before, readers, at),
    )


def gathered(session: Session, asked: Sequence[Source], at: datetime) -> Iterator[Obligation]:
    """Yield what the sources tell is owed; where two tell of the same, the first counts."""
    seen: set[Key] = set()
    for source in asked:
        for owed in source(session, at):
            if owed.key not in seen:
                seen.add(owed.key)
                yield owed


def with_waiver(owed: Obligation, waivers: StandingWaivers) -> Obligation:
    """Return an obligation as waived where somebody set its rule aside for it."""
    return replace(owed, is_waived=True) if owed.is_open and waivers.of(owed) else owed


def due_lines(
    obligations: Sequence[Obligation],
    checked: Checked,
    taken: Mapping[str, Sequence[Taken]],
    at: datetime,
    hours: WorkingHours,
) -> Iterator[Line]:
    """Yield what is to be said now."""
    for owed in obligations:
        check_id = checked.ids[owed.key]
        steps = due_steps(owed, taken.get(check_id, ()), at, hours, is_new=owed.key in checked.new)
        yield from (Line(owed, check_id, step) for step in steps)


def with_these(
    before: Mapping[Key, Sequence[Taken]], lines: Sequence[Line], at: datetime
) -> dict[Key, Sequence[Taken]]:
    """Return the steps taken so far, those of this sweep among them."""
    found = dict(before)
    for line in lines:
        step, due_at = line.step, line.owed.due_at
        now_taken = Taken(step=step.step, number=step.number, due_at=due_at, told=step.people, told_at=at)
        found[line.owed.key] = [*found[line.owed.key], now_taken]
    return found


def working_hours(session: Session) -> WorkingHours:
    """Return when people may be reminded."""
    policy = settings().policy
    quiet = QuietHours(policy.quiet_from, policy.quiet_until)
    return WorkingHours(calendar(session), policy.working_from, policy.working_until, quiet)
