"""What an operations report says, as plain values (C4).

None means that nothing is known and is shown as such, never as 0. Rates are 0-1, moments are in UTC.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from agency.domain.binding import content_hash
from agency.domain.chain import Head
from agency.domain.figures import AccountDay
from agency.domain.terms.engagement import CaseKind, Sentiment, Severity
from agency.domain.terms.figures import Metric, Platform, WorkKind
from agency.domain.terms.performance import Counter, HitLevel, Imported, Light, Rate
from agency.domain.terms.plans import TargetDirection, TargetLevel
from agency.domain.terms.reports import PublishOutcome
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.windows import Window
from agency.reports.incident_lines import IncidentLine


@dataclass(frozen=True, kw_only=True)
class CounterLine:
    """What a counter gained over the works of an account, and in the period before; ``left_out`` works tell nothing."""

    counter: Counter
    gained: int | None
    before: int | None
    works: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class RateLine:
    """A rate over the works of one kind together, of what the period gained; ``left_out`` works do not tell enough."""

    rate: Rate | Imported
    kind: WorkKind
    value: float | None
    before: float | None
    works: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class DaysLine:
    """What the platform tells of the account's own days: sums over the ``told`` days of ``days``, and the newest total.

    Each sum is None where no day tells it. ``before`` sums are those of the period before.
    """

    days: int
    told: int
    followers: int | None
    followers_on: date | None
    net_fans: int | None
    net_fans_before: int | None
    plays: int | None
    plays_before: int | None


@dataclass(frozen=True, kw_only=True)
class WorkLine:
    """One work, with its plays of the period and how it stands against the account's earlier ones at the same age.

    ``times`` is its plays at ``age`` days over the middle of ``n`` earlier works, None with too few of them.
    """

    account: str
    title: str
    kind: WorkKind
    published_at: datetime
    link: str | None
    plays_gained: int | None
    level: HitLevel | None = None
    age: int | None = None
    times: float | None = None
    n: int = 0


@dataclass(frozen=True, kw_only=True)
class AccountLine:
    """One account in the report; ``curve`` are the days that are drawn, ``fell`` what its platform took back.

    ``most_played`` are the works that gained most plays, ``best`` and ``worst`` the new ones furthest from the usual.
    """

    code: str
    name: str
    platform: Platform
    days: DaysLine
    counters: tuple[CounterLine, ...]
    rates: tuple[RateLine, ...]
    published: int
    curve: tuple[AccountDay, ...] = ()
    most_played: tuple[WorkLine, ...] = ()
    best: tuple[WorkLine, ...] = ()
    worst: tuple[WorkLine, ...] = ()
    fell: tuple[str, ...] = ()

    def counter(self, counter: Counter) -> CounterLine:
        """Return the line of one counter."""
        return next(line for line in self.counters if line.counter is counter)


@dataclass(frozen=True, kw_only=True)
class TargetLine:
    """One target of the month against what is reached; ``account`` is empty for one of the whole project.

    ``rate`` is actual over target, ``pace`` that over the share of the month that has passed; ``deviation`` what is
    ahead (or lacks) against the part of the target that should be there by now. ``needed`` is what each day left has to
    bring. ``is_reached`` is None until the month is over.
    """

    account: str
    metric: Metric
    level: TargetLevel
    direction: TargetDirection
    is_confirmed: bool
    target: float
    actual: float | None
    rate: float | None = None
    pace: float | None = None
    deviation: float | None = None
    needed: int | None = None
    light: Light | None = None
    is_reached: bool | None = None


@dataclass(frozen=True, kw_only=True)
class PublishLine:
    """A publication of the schedule and what became of it."""

    account: str
    code: str
    title: str
    planned_at: datetime
    published_at: datetime | None
    outcome: PublishOutcome
    link: str | None


@dataclass(frozen=True, kw_only=True)
class GateLine:
    """A question that was due in the period or before and still waits for these people, ``days`` after its day."""

    headline: str
    due_on: date
    days: int
    awaited: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class LateLine:
    """An answer of the period that came ``days`` after its day."""

    person: str
    gate: str
    due_on: date
    answered_on: date
    days: int


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """Something around a work to be seen to, by whom; ``closed_at`` None while it is open."""

    account: str
    kind: CaseKind
    severity: Severity
    what: str
    owner: str
    found_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What an account lacks in this period (``lacks``), and why, with what to do about it (``why``)."""

    account: str
    name: str
    lacks: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PeriodReport:
    """The report of one project for one day, week or month, as it was gathered at ``as_of``.

    ``ledger`` is the end of the ledger of the gates at that moment, None while there is none.
    """

    project: str
    project_name: str
    period: ReportPeriod
    window: Window
    month: Window
    due_at: datetime
    as_of: datetime
    seen_until: datetime | None
    accounts: tuple[AccountLine, ...]
    targets: tuple[TargetLine, ...]
    publishing: tuple[PublishLine, ...]
    unplanned: int
    overdue: tuple[GateLine, ...]
    late_answers: tuple[LateLine, ...]
    comments: Mapping[Sentiment, int]
    cases: tuple[CaseLine, ...]
    gaps: tuple[Gap, ...]
    incidents: tuple[IncidentLine, ...] = ()
    ledger: Head | None = None

    def name(self, account: str) -> str:
        """Return what an account of this code is called; the code itself where it is not in the report."""
        return next((each.name for each in self.accounts if each.code == account), account)

    @property
    def is_complete(self) -> bool:
        """Whether no figure of the period is outstanding."""
        return not any(gap.lacks for gap in self.gaps)

    @property
    def is_late(self) -> bool:
        """Whether it was gathered after it was due."""
        return self.as_of > self.due_at

    @property
    def figures_hash(self) -> str:
        """The hash of what it says of the period itself: what waits, and how old things are, changes by the hour."""
        told = asdict(self)
        figures = ("project", "period", "window", "accounts", "targets", "publishing", "unplanned", "comments")
        lacking = [(gap.account, gap.lacks) for gap in self.gaps if gap.lacks]
        return content_hash({**{name: told[name] for name in figures}, "lacking": lacking})

    @property
    def outcomes(self) -> dict[PublishOutcome, int]:
        """How many publications of the schedule came out how."""
        return {each: sum(line.outcome is each for line in self.publishing) for each in PublishOutcome}
