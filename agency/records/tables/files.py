"""The files of material that were made, so that old ones are found again and none is handed out changed (C4, I10)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.files import FileKind
from agency.records.tables.base import Base, Count, Kept
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, not_blank

OF_THE_AGENCY = text("project_id IS NULL")


class KeptFile(Kept, Base):
    """One finished file: where it lies below the files' folder, and what it held when it was made.

    ``slot`` is the day, half-month or month it was made for, as its maker writes it; without a project it is the agency's.
    """

    __tablename__ = "kept_files"
    __table_args__ = (
        UniqueConstraint("kind", "project_id", "slot", "sha256"),
        Index(None, "kind", "slot", "sha256", unique=True, sqlite_where=OF_THE_AGENCY, postgresql_where=OF_THE_AGENCY),
        *at_least(0, "bytes"),
        *not_blank("title", "place"),
    )

    kind: Mapped[FileKind] = code_column(FileKind)
    title: Mapped[str]
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id"), index=True)
    slot: Mapped[str] = mapped_column(default="")
    place: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    bytes: Mapped[Count]
    made_at: Mapped[datetime] = mapped_column(index=True)
