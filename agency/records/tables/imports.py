"""Files that were brought in, the rows of them that a person has to tell apart, and what that person said (I9)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.figures import Platform
from agency.records.tables.base import Base, Identified, Kept, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least


class ImportBatch(Kept, Base):
    """One file that a person brought in; the same file (``sha256``) is read once.

    ``observed_at`` is when its figures stood; ``kept_as`` names the raw file in the folder of kept files. Both are
    None for a file that came before they were kept. ``imported_by_id`` is who confirmed it, None where nobody was asked.
    """

    __tablename__ = "import_batches"
    __table_args__ = (*at_least(0, "rows_ok", "rows_failed", "rows_unmatched"),)

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    file_name: Mapped[str]
    kept_as: Mapped[str | None]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    platform: Mapped[Platform] = code_column(Platform)
    layout: Mapped[str]
    sheet: Mapped[str | None]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    observed_at: Mapped[datetime | None]
    rows_ok: Mapped[int] = mapped_column(default=0)
    rows_failed: Mapped[int] = mapped_column(default=0)
    rows_unmatched: Mapped[int] = mapped_column(default=0)
    findings: Mapped[list[str]] = mapped_column(default=list)
    imported_by_id: Mapped[PersonId | None]


class ImportQuestion(Identified, Base):
    """One row of a file that could be several works, with its figures as they were read. Append-only.

    ``rounded`` names the counts that the file shortened. ``candidates`` are the publications it could be; none where
    rows of the file are only like one another.
    """

    __tablename__ = "import_questions"
    __table_args__ = (UniqueConstraint("batch_id", "row_number"), *at_least(1, "row_number"))

    batch_id: Mapped[str] = mapped_column(ForeignKey("import_batches.id"))
    row_number: Mapped[int]
    figures: Mapped[dict[str, Any]]
    rounded: Mapped[list[str]] = mapped_column(default=list)
    candidates: Mapped[list[str]] = mapped_column(default=list)
    reason: Mapped[str]


class ImportDecision(Identified, Base):
    """What a person said of one row: which work it is, or None to leave it out. Append-only, one for each question."""

    __tablename__ = "import_decisions"

    question_id: Mapped[str] = mapped_column(ForeignKey("import_questions.id"), unique=True)
    person_id: Mapped[PersonId]
    publication_id: Mapped[str | None] = mapped_column(ForeignKey("publications.id"))
    is_new_work: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime]
    flow_run_id: Mapped[str | None] = mapped_column(String(36))
