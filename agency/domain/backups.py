"""Which backups are kept, and when the leads are to hear that there is none worth the name. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agency.domain.calendar import beijing_day


@dataclass(frozen=True, kw_only=True)
class Backup:
    """One backup: its row's id, when the records in it were looked at, and how its last proof by a restore ended."""

    id: str
    taken_at: datetime
    proven_at: datetime | None = None
    failed: str | None = None


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How many days and weeks keep their newest backup, and after how many days without one, or a proof, to speak of it."""

    days: int
    weeks: int
    alarm_days: int
    proof_days: int


def last_proven(backups: Collection[Backup]) -> Backup | None:
    """Return the newest backup that a restore has proven, None when there is none."""
    return newest([one for one in backups if one.proven_at and not one.failed])


def newest(backups: Collection[Backup]) -> Backup | None:
    """Return the newest backup, None when there is none."""
    return max(backups, key=lambda one: (one.taken_at, one.id), default=None)


def superfluous(backups: Collection[Backup], keeping: Keeping) -> list[Backup]:
    """Return the backups that may go, the oldest first.

    Kept are the newest of each of the last days and weeks that have any (Beijing days), and whatever its age the last
    one that was proven: a house that is closed for a year loses none.
    """
    kept = {one.id for one in (last_proven(backups), newest(backups)) if one}
    in_order = sorted(backups, key=lambda one: (one.taken_at, one.id))
    by_day = {beijing_day(one.taken_at): one.id for one in in_order}
    by_week = {beijing_day(one.taken_at).isocalendar()[:2]: one.id for one in in_order}
    kept |= set(list(by_day.values())[-keeping.days :]) | set(list(by_week.values())[-keeping.weeks :])
    return [one for one in in_order if one.id not in kept]


@dataclass(frozen=True)
class Standing:
    """How the house stands with its backups: the newest, the last proven one, and what is wrong."""

    newest: Backup | None
    proven: Backup | None
    is_overdue: bool
    is_unproven: bool
    failed: Backup | None

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.is_overdue or self.is_unproven or self.failed)


def standing(backups: Sequence[Backup], keeping: Keeping, at: datetime, *, since: datetime | None) -> Standing:
    """Say how a house stands at a moment that has had something to lose ``since`` another; None while it has nothing.

    Overdue is it when no backup was taken for ``alarm_days``, and a new house's first one likewise; unproven when what
    was taken more than ``proof_days`` ago has no proof younger than that, so that a new house is given as long; failed
    when the newest proof was.
    """
    last, proven = newest(backups), last_proven(backups)
    safe = last.taken_at if last else since
    proof_due = at - timedelta(days=keeping.proof_days)
    has_proof = proven is not None and proven.proven_at is not None and proven.proven_at >= proof_due
    tried = newest([one for one in backups if one.proven_at or one.failed])
    return Standing(
        newest=last,
        proven=proven,
        is_overdue=safe is not None and safe < at - timedelta(days=keeping.alarm_days),
        is_unproven=not has_proof and any(one.taken_at < proof_due for one in backups),
        failed=tried if tried and tried.failed else None,
    )
