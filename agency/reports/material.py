"""What a review meeting looks at, as plain values: every number with what it was computed from (S13, I10).

None means that nothing is known and is shown as such, never as 0. Rates are 0-1, moments are in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256

import orjson

from agency.domain.anomalies import Anomaly
from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.hits import Hit
from agency.domain.terms.figures import Platform, WorkKind
from agency.domain.terms.meetings import ActionState
from agency.domain.terms.performance import Counter, Imported, Rate, Standing
from agency.domain.windows import Window
from agency.reports.review_execution import Execution
from agency.reports.review_sections import (
    BudgetLine,
    CommentsReview,
    DecidedLine,
    Group,
    Making,
    ProblemLine,
    ScheduleLine,
    SourceLine,
    TargetLine,
)


@dataclass(frozen=True, kw_only=True)
class CounterGain:
    """What a counter gained over the works of an account, and in the window before; ``left_out`` works tell nothing."""

    counter: Counter
    gained: int | None
    before: int | None
    works: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class PooledLine:
    """A rate over an account's videos together, with its formula in words; ``is_share`` tells a share from seconds."""

    metric: Rate | Imported
    name: str
    formula: str
    value: float | None
    works: int
    left_out: int
    is_share: bool = True


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One figure of a work against the middle of the ``n`` works before it."""

    name: str
    value: float
    usual: float | None
    n: int
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class Judged:
    """How a work stands at an age, in days, against the account's earlier works at that age."""

    age: int
    hit: Hit

    @property
    def ratio(self) -> float | None:
        """How many times its baseline the work was played, None without enough earlier works."""
        return self.hit.plays / self.hit.baseline if self.hit.baseline else None


@dataclass(frozen=True, kw_only=True)
class WorkReview:
    """One work in the review; ``latest`` are its figures at ``seen_at``, ``at_ages`` its plays by age in days."""

    work_id: str
    account: str
    latest: WorkFigures
    seen_at: datetime
    is_new: bool
    plays_gained: int | None
    at_ages: tuple[tuple[int, int | None], ...]
    judged: Judged | None
    evidence: tuple[Evidence, ...]
    making: Making | None = None


@dataclass(frozen=True, kw_only=True)
class AccountReview:
    """One account in the review."""

    code: str
    name: str
    platform: Platform
    gains: tuple[CounterGain, ...]
    rates: tuple[PooledLine, ...]
    works: tuple[WorkReview, ...]
    days: tuple[AccountDay, ...]
    anomalies: tuple[Anomaly, ...]
    days_before: tuple[AccountDay, ...] = ()
    groups: tuple[Group, ...] = ()
    targets: tuple[TargetLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()

    @property
    def published(self) -> tuple[WorkReview, ...]:
        """The works that came out in the window."""
        return tuple(work for work in self.works if work.is_new)

    @property
    def has_figures(self) -> bool:
        """Whether anything at all is known of it."""
        return bool(self.works or self.days)

    def gain(self, counter: Counter) -> CounterGain:
        """Return what one of its counters gained."""
        return next(each for each in self.gains if each.counter is counter)

    def rate(self, metric: Rate | Imported) -> PooledLine:
        """Return one of its rates."""
        return next(each for each in self.rates if each.metric is metric)

    def title(self, work_id: str | None) -> str:
        """Return the title of one of its works, nothing where the account itself is meant."""
        return next((work.latest.title for work in self.works if work.work_id == work_id), "")


@dataclass(frozen=True, kw_only=True)
class ActionLine:
    """One thing an earlier review wanted, and what its figure gained in this window and in the one before."""

    what: str
    owner: str
    due_on: date
    state: ActionState
    metric: str
    expected: str
    outcome: str
    before: int | None
    now: int | None


@dataclass(frozen=True, kw_only=True)
class ReviewMaterial:
    """All that the review of one project and one half-month looks at; ``seen_until`` is the last look at any work."""

    project: str
    project_name: str
    window: Window
    seen_until: datetime | None
    accounts: tuple[AccountReview, ...]
    execution: Execution
    actions: tuple[ActionLine, ...]
    comments: CommentsReview = field(default_factory=CommentsReview)
    budget: tuple[BudgetLine, ...] = ()
    problems: tuple[ProblemLine, ...] = ()
    conclusions: str = ""
    decided: tuple[DecidedLine, ...] = ()
    schedule: tuple[ScheduleLine, ...] = ()
    targets: tuple[TargetLine, ...] = ()

    @cached_property
    def dataset_hash(self) -> str:
        """The hash of everything in it: the same figures give the same hash, whenever they are gathered."""
        return sha256(orjson.dumps(self, option=orjson.OPT_SORT_KEYS)).hexdigest()

    @property
    def works(self) -> tuple[WorkReview, ...]:
        """All works of all accounts."""
        return tuple(work for account in self.accounts for work in account.works)


def every_day(days: Sequence[AccountDay], window: Window) -> list[tuple[date, AccountDay | None]]:
    """Return each day of a window with what was told of it, None where nothing was."""
    told = {day.day: day for day in days}
    return [(on, told.get(on)) for on in (window.first + timedelta(days=n) for n in range(window.days))]


def ranked(works: Sequence[WorkReview], kind: WorkKind = WorkKind.VIDEO) -> list[tuple[float, WorkReview]]:
    """Return the new works of a kind that can be compared, the strongest first, each with its times of the usual."""
    compared = [
        (ratio, work)
        for work in works
        if work.is_new and work.latest.kind is kind and work.judged and (ratio := work.judged.ratio) is not None
    ]
    return sorted(compared, key=lambda pair: (-pair[0], pair[1].work_id))


def best_and_worst(works: Sequence[WorkReview], most: int = 3) -> tuple[list[WorkReview], list[WorkReview]]:
    """Return the works above and those below what is usual for their accounts, the furthest from it first."""
    order = ranked(works)
    above = [work for ratio, work in order if ratio >= 1]
    below = [work for ratio, work in reversed(order) if ratio < 1]
    return above[:most], below[:most]
