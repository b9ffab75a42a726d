"""Whether the process was carried out, rule by rule: who was late where, and by how much; facts, never scores (C3, C4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from agency.domain.terms.governance import RuleState
from agency.domain.windows import Window
from agency.locale import _
from config.standard import standard

CHAPTERS = "SICP"  # stages, information, communication, planning: the order of the standard


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing that was owed, as people read it; ``waiver`` is who set the rule aside, and why."""

    rule: str
    project: str
    what: str
    owners: tuple[str, ...]
    due_at: datetime
    done_at: datetime | None = None
    waiver: str = ""
    is_waived: bool = False
    link: str | None = None

    def state(self, at: datetime) -> RuleState:
        """Return what came of it by a moment."""
        if self.is_waived:
            return RuleState.WAIVED
        if self.done_at is not None and self.done_at <= at:
            return RuleState.MET if self.done_at <= self.due_at else RuleState.MET_LATE
        return RuleState.BREACHED if self.due_at <= at else RuleState.PENDING

    def late_by(self, at: datetime) -> timedelta | None:
        """Return by how much it was done late, or is late by now; None when it is not."""
        match self.state(at):
            case RuleState.MET_LATE:
                return (self.done_at or at) - self.due_at
            case RuleState.BREACHED:
                return at - self.due_at
            case _:
                return None


@dataclass(frozen=True, kw_only=True)
class RuleCount:
    """How a rule was kept, of how many times it applied in a week; ``earlier`` were due before and still open in it."""

    rule: str
    of: int
    met: int
    late: int
    open: int
    waived: int
    earlier: int


@dataclass(frozen=True, kw_only=True)
class Supervised:
    """A week as it was carried out, looked at from a moment; the duties stand by rule, project and moment."""

    week: Window
    at: datetime
    duties: Sequence[Duty]

    @property
    def own(self) -> list[Duty]:
        """What was due in the week."""
        return [duty for duty in self.duties if is_due_in(duty, self.week)]

    @property
    def told(self) -> list[Duty]:
        """What a lead looks at: all that was not simply done in time."""
        return [duty for duty in self.duties if duty.state(self.at) is not RuleState.MET]

    def count(self, state: RuleState) -> int:
        """Return how much of what was due in the week stands so."""
        return sum(duty.state(self.at) is state for duty in self.own)

    @property
    def rules(self) -> list[RuleCount]:
        """How each rule was kept, in the order of the standard."""
        grouped = groupby(self.duties, key=lambda duty: duty.rule)
        return [counted(rule, list(duties), self.week, self.at) for rule, duties in grouped]


def supervised(duties: Iterable[Duty], week: Window, at: datetime) -> Supervised:
    """Return what of these concerns a week, by rule, project and moment."""
    found = sorted((duty for duty in duties if concerns(duty, week)), key=place)
    return Supervised(week=week, at=at, duties=found)


def concerns(duty: Duty, week: Window) -> bool:
    """Say whether something was due in a week, or before it and still undone when it began."""
    if is_due_in(duty, week):
        return True
    return duty.due_at < week.begins and not duty.is_waived and (duty.done_at is None or duty.done_at >= week.begins)


def is_due_in(duty: Duty, week: Window) -> bool:
    """Say whether something was due in a week; what is due at a day's very end belongs to that day."""
    return week.begins < duty.due_at <= week.ends


def counted(rule: str, duties: Sequence[Duty], week: Window, at: datetime) -> RuleCount:
    """Return how one rule was kept."""
    states = [duty.state(at) for duty in duties if is_due_in(duty, week)]
    return RuleCount(
        rule=rule,
        of=len(states),
        met=states.count(RuleState.MET),
        late=states.count(RuleState.MET_LATE),
        open=states.count(RuleState.BREACHED) + states.count(RuleState.PENDING),
        waived=states.count(RuleState.WAIVED),
        earlier=len(duties) - len(states),
    )


def place(duty: Duty) -> tuple[int, int, str, str, datetime, str]:
    """Return where a duty stands: by clause as the standard has them, then by project and moment; never by person."""
    clause = clause_of(duty.rule)
    number = int(clause[1:]) if clause[1:].isdecimal() else 0
    return (CHAPTERS.find(clause[:1]), number, duty.rule, duty.project, duty.due_at, duty.what)


def clause_of(rule: str) -> str:
    """Return the clause of a rule: ``C3-notice`` is of C3."""
    return rule.partition("-")[0]


def name_of(rule: str) -> str:
    """Return what a rule asks, in a few words; empty for one that has no words of its own."""
    gate = standard().gates.get(rule)
    return gate.name if gate else names().get(rule, "")


def names() -> dict[str, str]:
    """Return the words of the rules that no gate stands for."""
    return {
        "I2": _("a topic meeting every week"),
        "I4-read": _("the script known by its readers"),
        "C3-notice": _("the groups told at once after publishing"),
        "C3-answer": _("watched by those who were asked"),
        "C3-case": _("negative comments seen to in time"),
        "C4": _("reports of every day, week and month"),
        "C6": _("editors share techniques"),
    }
