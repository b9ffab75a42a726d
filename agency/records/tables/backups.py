"""The backups that were taken, and the restores that proved them."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from agency.records.tables.base import Base, Count, Identified
from agency.records.tables.truths import at_least, in_order, not_blank


class TakenBackup(Identified, Base):
    """One archive: where it was put, what it holds, and what came of restoring it on trial.

    ``taken_at`` is when the records in it were looked at. ``faults`` counts the files that were not as the records say.
    ``failed`` says why the last trial failed, None while it did not; ``removed_at`` is when the archive was deleted.
    A record itself, it leaves no trail.
    """

    __tablename__ = "backups"
    __table_args__ = (
        *at_least(0, "bytes", "rows", "prefect_rows", "files", "faults"),
        *not_blank("place"),
        in_order("taken_at", "ended_at"),
    )

    place: Mapped[str]
    taken_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime]
    bytes: Mapped[Count]
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[Count]
    prefect_rows: Mapped[Count | None]
    files: Mapped[int]
    faults: Mapped[int]
    tried_at: Mapped[datetime | None]
    proven_at: Mapped[datetime | None]
    failed: Mapped[str | None]
    removed_at: Mapped[datetime | None]
