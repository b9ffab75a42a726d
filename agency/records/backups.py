"""The backups on record: which there are, the newest first, and what came of a trial."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.backups import Backup
from agency.records.tables import Person, TakenBackup


def kept_backups(session: Session) -> Sequence[TakenBackup]:
    """Return the backups whose archive was not removed, the newest first."""
    query = select(TakenBackup).where(TakenBackup.removed_at.is_(None))
    return session.scalars(query.order_by(TakenBackup.taken_at.desc(), TakenBackup.id.desc())).all()


def first_kept_at(session: Session) -> datetime | None:
    """Return since when there is something to lose: since the first person came on record."""
    return session.scalar(select(func.min(Person.created_at)))


def as_value(row: TakenBackup) -> Backup:
    """Return a backup as the rules see it."""
    return Backup(id=row.id, taken_at=row.taken_at, proven_at=row.proven_at, failed=row.failed)


def note_trial(session: Session, backup_id: str, at: datetime, failed: str | None) -> None:
    """Note what came of restoring a backup on trial: what once was proven stays so until a trial fails."""
    row = session.get_one(TakenBackup, backup_id)
    row.tried_at = at
    row.failed = failed
    if failed is None:
        row.proven_at = at
