"""What a review looks at beside the figures of its accounts, as plain values (domain.md 6.1).

None means that nothing is known and is shown as such, never as 0. Money is in fen, rates are 0-1, moments are in UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime

from agency.domain.terms.engagement import CaseKind, Sentiment, Severity
from agency.domain.terms.figures import Metric, Source
from agency.domain.terms.performance import Light
from agency.domain.terms.plans import BudgetStatus, TargetLevel
from agency.domain.terms.review import ComparedBy, KeptRule


@dataclass(frozen=True, kw_only=True)
class Making:
    """How a work was made, as far as it is on record; a work that was found on the platform has none of it."""

    pillar: str = ""
    topic: str = ""
    opening: str = ""
    bgm: str = ""


@dataclass(frozen=True, kw_only=True)
class TargetLine:
    """One of the month's targets against what came in up to the window's end.

    ``elapsed`` is the share of the month that is over, None for a target that is not counted up; ``forecast`` is an
    estimate of the month's end.
    """

    account: str
    metric: Metric
    level: TargetLevel
    is_at_most: bool
    target: float
    actual: float | None
    reached: float | None
    elapsed: float | None
    light: Light | None
    forecast: float | None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Some videos of an account together; the rates are ratios of sums, over what the window gained.

    ``is_enough`` is False where the works are too few to say anything.
    """

    by: ComparedBy
    name: str
    works: int
    plays: int | None
    like_rate: float | None
    engagement: float | None
    completion: float | None
    is_enough: bool


@dataclass(frozen=True, kw_only=True)
class Said:
    """A comment with how many agreed."""

    words: str
    title: str
    likes: int | None
    sentiment: Sentiment


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """Something that somebody had to see to; ``hours`` until it was closed, None while it is open."""

    kind: CaseKind
    severity: Severity
    what: str
    title: str
    owner: str
    found_at: datetime
    hours: float | None
    action: str


@dataclass(frozen=True, kw_only=True)
class CommentsReview:
    """What was said of the works in the window; no count at all where no comment is on record."""

    counts: tuple[tuple[Sentiment, int], ...] = ()
    most_liked: tuple[Said, ...] = ()
    cases: tuple[CaseLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """How often a rule was kept, of how many times it applied."""

    rule: KeptRule
    kept: int
    of: int

    @property
    def share(self) -> float | None:
        """The share that was kept, None where the rule never applied."""
        return self.kept / self.of if self.of else None


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """One request for money in the window's month: what was asked, approved and spent."""

    code: str
    purpose: str
    status: BudgetStatus
    asked_fen: int
    approved_fen: int | None
    spent_fen: int | None


@dataclass(frozen=True, kw_only=True)
class ProblemLine:
    """A problem somebody brought to the review."""

    what: str
    by: str


@dataclass(frozen=True, kw_only=True)
class DecidedLine:
    """One thing the review decided to change, and the figure that should move."""

    what: str
    owner: str
    due_on: date
    metric: str
    expected: str


@dataclass(frozen=True, kw_only=True)
class ScheduleLine:
    """One item of the schedule in the half-month to come."""

    code: str
    title: str
    account: str
    shoot_on: date | None
    cut_on: date | None
    publish_at: datetime | None
    director: str
    editor: str


@dataclass(frozen=True, kw_only=True)
class SourceLine:
    """Where an account's figures came from: how many looks at its works a source told in the window, the last of them."""

    account: str
    source: Source
    looks: int
    last: datetime
