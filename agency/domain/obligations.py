"""What somebody owes by a moment: the one shape in which every rule tells what is due, to be reminded of and escalated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agency.domain.calendar import BEIJING, ONE_DAY, beijing_day, beijing_minute
from agency.domain.terms.governance import RuleSeverity, RuleState

INSTANT = timedelta(microseconds=1)
STILL_TOLD = timedelta(days=45)
"""For so long a source goes on telling what is done or set aside, so that its record is closed."""

Key = tuple[str, str, str, str]
"""A rule, the kind and the id of its subject, and the slot."""


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """One thing that is owed, under one rule of the standard, for one subject.

    ``rule`` is the clause or gate (``P2``, ``S10``, ``C6``), ``subject_kind`` the table of the subject, ``slot`` tells
    apart what recurs (``2026-W47``). ``what`` names it for readers, without its day. ``owners`` are those who do it,
    ``chain`` whom it goes to next when it is late, one after another; both are ids of people, each once.

    ``remind_days`` are the days before at which the owners are reminded; a thing of hours has none, and is escalated
    every ``patience`` after its moment, where others wait for the next working day; people are woken only for one that
    is spoken of ``at_any_hour``. Where the ``owners_know`` that its moment has come, it goes straight to the chain then.
    """

    rule: str
    subject_kind: str
    subject_id: str
    what: str
    owners: Sequence[str]
    due_at: datetime
    slot: str = ""
    chain: Sequence[str] = ()
    project_id: str | None = None
    link: str | None = None
    done_at: datetime | None = None
    is_waived: bool = False
    severity: RuleSeverity = RuleSeverity.WARNS
    remind_days: Sequence[int] = (3, 1, 0)
    patience: timedelta | None = None
    at_any_hour: bool = False
    owners_know: bool = False

    @property
    def key(self) -> Key:
        """What makes it the same obligation at the next look, whatever its moment has become."""
        return (self.rule, self.subject_kind, self.subject_id, self.slot)

    @property
    def is_open(self) -> bool:
        """Whether anything is still to be done."""
        return self.done_at is None and not self.is_waived

    @property
    def due_on(self) -> date:
        """The Beijing day on which it must be done: of what is due at a day's very end, that day."""
        return beijing_day(self.due_at - INSTANT)

    def is_late(self, at: datetime) -> bool:
        """Say whether its moment has passed."""
        return at >= self.due_at

    def state(self, at: datetime) -> RuleState:
        """Return what came of it so far; what was done at its very moment was done in time."""
        if self.is_waived:
            return RuleState.WAIVED
        if self.done_at is not None:
            return RuleState.MET if self.done_at <= self.due_at else RuleState.MET_LATE
        return RuleState.BREACHED if self.is_late(at) else RuleState.PENDING


def due_told(due_at: datetime) -> str:
    """Return when something is due as people read it: of what is due at a day's very end the day, else the minute."""
    is_midnight = due_at.astimezone(BEIJING).time() == time()
    return beijing_day(due_at - INSTANT).isoformat() if is_midnight else beijing_minute(due_at)


def end_of(day: date) -> datetime:
    """Return the moment by which something owed on a Beijing day is due: its very end."""
    return datetime.combine(day + ONE_DAY, time(), tzinfo=BEIJING)
