"""What a month meeting looks at, as plain values: results against targets, the plan as it stands, the month's days (C1).

None means that nothing is known and is shown as such, never as 0. Rates are 0-1, money is in fen, moments are in UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from agency.domain.binding import content_hash
from agency.domain.month_meeting import Reached, Slot
from agency.domain.month_plan import NeededInput, PlanTarget, PlanTask
from agency.domain.plan_lines import AskedLine
from agency.domain.production_chain import ChainDay
from agency.domain.windows import Window


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """One target of the running month with what came of it so far, and what the month before came to.

    ``missing`` are the codes of the accounts that tell nothing of it, where the target is the whole project's.
    """

    target: PlanTarget
    actual: float | None
    before: float | None
    reached: Reached
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WorkLine:
    """One of the month's strongest works, by the plays it gained in it."""

    account: str
    title: str
    published_at: datetime
    plays_gained: int


@dataclass(frozen=True, kw_only=True)
class VideoLine:
    """One video of the month planned, with the day of every step; ``chain`` has the same with what stands out today."""

    code: str
    account: str
    title: str
    copy_due: date | None
    script_due: date | None
    shoot_on: date | None
    handover_due: date | None
    cut_due: date | None
    confirm_due: date | None
    publish_at: datetime | None
    chain: tuple[ChainDay, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShootDay:
    """One day on which is shot: which videos, and where as far as it is booked."""

    day: date
    videos: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CountLine:
    """How many videos of an account are planned for the month, wanted by its target, and thought of in its pool."""

    account: str
    planned: int
    wanted: int | None
    in_pool: int


@dataclass(frozen=True, kw_only=True)
class StageLine:
    """Who stands for a stage; nobody where it is empty."""

    stage: str
    name: str
    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanShown:
    """A month's plan as it is shown and judged; ``total_fen`` None while the budget is not filled in.

    ``accounts`` are the project's accounts by code, as the client knows them.
    """

    month: str
    accounts: Mapping[str, str]
    version: int
    change_reason: str
    targets: tuple[PlanTarget, ...]
    tasks: tuple[PlanTask, ...]
    budget: tuple[AskedLine, ...]
    total_fen: int | None
    people: tuple[StageLine, ...]
    needed: tuple[NeededInput, ...]
    risks: str


@dataclass(frozen=True, kw_only=True)
class MonthPack:
    """The material of one month meeting: what ``running`` came to, and what ``planned`` is to bring."""

    project: str
    project_name: str
    held_on: date
    nominal: date
    running: Window
    planned: Window
    elapsed: float
    seen_until: datetime | None
    results: tuple[ResultLine, ...]
    works: tuple[WorkLine, ...]
    counts: tuple[CountLine, ...]
    promised: tuple[str, ...]
    videos: tuple[VideoLine, ...]
    shoots: tuple[ShootDay, ...]
    slots: tuple[Slot, ...]
    plan: PlanShown
    risks: tuple[str, ...]

    @property
    def dataset_hash(self) -> str:
        """The hash of everything in it but the moment it was made: the same figures and plan give the same hash."""
        told = asdict(self)
        told.pop("elapsed")
        for line in told["results"]:
            line.pop("reached")
        for line in told["videos"]:
            line.pop("chain")
        return content_hash(told)

    def short_of(self) -> Sequence[CountLine]:
        """Return the accounts for which fewer videos are planned than their target wants."""
        return [line for line in self.counts if line.wanted is not None and line.planned < line.wanted]
