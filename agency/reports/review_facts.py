"""What is on record of an account for a review, and how its looks are read: by work, by window, by age (S13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.snapshots import History, Snapshot, last_looks
from agency.domain.terms.figures import Platform, WorkKind
from agency.domain.windows import Window
from agency.reports.review_sections import Making

JUDGED_UP_TO = 7  # days: an older work says nothing of a half-month


@dataclass(frozen=True, kw_only=True)
class AccountFacts:
    """What is on record of an account up to the end of a window and a little after.

    ``plays_at_ages`` are a work's plays by its age in days; ``days`` reach back as far as they tell what is usual;
    ``until`` is the last day that can have figures.
    """

    code: str
    name: str
    platform: Platform
    histories: Mapping[str, History]
    plays_at_ages: Mapping[str, Mapping[int, int]]
    days: Sequence[AccountDay]
    until: date
    makings: Mapping[str, Making] = field(default_factory=dict)


def days_in(days: Sequence[AccountDay], window: Window) -> tuple[AccountDay, ...]:
    """Return the days that lie in a window."""
    return tuple(day for day in days if window.first <= day.day <= window.last)


def inside(history: History, window: Window) -> list[Snapshot]:
    """Return each source's last look at a work in a window, oldest first."""
    return [shot for shot in last_looks(history, window.ends) if shot.observed_at >= window.begins]


def by_publication(facts: AccountFacts) -> list[History]:
    """Return the histories of an account's works, the oldest work first."""
    return sorted(facts.histories.values(), key=lambda history: history[0].figures.published_at)


def told_last(history: History) -> WorkFigures:
    """Return what is known of a work at the end of its history."""
    return told_by(last_looks(history, datetime.max.replace(tzinfo=UTC)))


def told_by(looks: Sequence[Snapshot]) -> WorkFigures:
    """Return each figure as it was told last in some looks at a work: the sources do not all tell the same ones."""
    if len(looks) == 1:
        return looks[0].figures
    told: dict[str, Any] = {}
    for shot in looks:
        told |= {name: value for name, value in vars(shot.figures).items() if value is not None}
    return replace(looks[-1].figures, **told)


def plays_at(facts: AccountFacts, age: int, kind: WorkKind) -> dict[str, int]:
    """Return the plays at an age of every work of one kind that was seen at it, by work, oldest publication first."""
    works = [history[0].work_id for history in by_publication(facts) if history[0].figures.kind is kind]
    return {work_id: plays[age] for work_id in works if age in (plays := facts.plays_at_ages.get(work_id, {}))}
