"""What the agency has decided about its backups, and how it stands with them."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from agency.domain.backups import Keeping, Standing, standing
from agency.records.backups import as_value, first_kept_at, kept_backups
from config.settings import Settings


def keeping(chosen: Settings) -> Keeping:
    """Return the numbers of the policy that speak of backups."""
    policy = chosen.policy
    return Keeping(
        days=policy.backup_days,
        weeks=policy.backup_weeks,
        alarm_days=policy.backup_alarm_days,
        proof_days=policy.backup_proof_days,
    )


def standing_of(session: Session, chosen: Settings, at: datetime) -> Standing:
    """Return how the house stands with its backups; one whose archive is on another machine counts as well."""
    taken = [as_value(row) for row in kept_backups(session)]
    return standing(taken, keeping(chosen), at, since=first_kept_at(session))


def is_beside(one: Path, other: Path) -> bool:
    """Say whether two paths lie on the same disk; what is not there yet lies where it will be made."""
    return existing(one).stat().st_dev == existing(other).stat().st_dev


def existing(path: Path) -> Path:
    """Return the path, or the nearest folder above it that is there."""
    return next(each for each in (path, *path.parents) if each.exists())
