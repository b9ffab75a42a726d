"""From the footage to the final cut: hand-over, edit rounds, versions and notes (S10, I7, I8)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.domain.terms.editing import CutStatus, EditTaskStatus, FocusPoint, FootageState
from agency.domain.terms.people import Side
from agency.records.tables.base import Base, Count, Kept, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, in_order, not_blank


class Footage(Kept, Base):
    """One file from a shoot, named by the naming rule (I7)."""

    __tablename__ = "footage"
    __table_args__ = (
        UniqueConstraint("shoot_id", "file_name"),
        *not_blank("file_name"),
        *at_least(0, "size_bytes"),
        *at_least(1, "take_number"),
    )

    shoot_id: Mapped[str] = mapped_column(ForeignKey("shoots.id"))
    content_id: Mapped[str] = mapped_column(ForeignKey("content_items.id"), index=True)
    handover_id: Mapped[str | None] = mapped_column(ForeignKey("handovers.id"), index=True)
    shot_number: Mapped[int | None]
    take_number: Mapped[int | None]
    file_name: Mapped[str]
    size_bytes: Mapped[Count | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    storage_ref: Mapped[str | None]
    state: Mapped[FootageState] = code_column(FootageState, default=FootageState.ON_CARD)


class Handover(Kept, Base):
    """The footage of one content item given to its editor; done when the editor has received it (I7)."""

    __tablename__ = "handovers"
    __table_args__ = (UniqueConstraint("shoot_id", "content_id"), in_order("handed_at", "received_at"))

    shoot_id: Mapped[str] = mapped_column(ForeignKey("shoots.id"))
    content_id: Mapped[str] = mapped_column(ForeignKey("content_items.id"), index=True)
    from_id: Mapped[PersonId]
    to_id: Mapped[PersonId]
    handed_at: Mapped[datetime]
    names_ok: Mapped[bool]
    received_at: Mapped[datetime | None]
    received_by_id: Mapped[PersonId | None]
    missing: Mapped[list[str]] = mapped_column(default=list)


class EditTask(Kept, Base):
    """The edit of one content item: who edits, who directs, and by when."""

    __tablename__ = "edit_tasks"
    __table_args__ = (UniqueConstraint("content_id"), *at_least(0, "revision_count"))

    content_id: Mapped[str] = mapped_column(ForeignKey("content_items.id"))
    editor_id: Mapped[PersonId]
    director_id: Mapped[PersonId]
    started_at: Mapped[datetime | None]
    first_cut_due_on: Mapped[date | None]
    final_due_on: Mapped[date | None]
    revision_count: Mapped[int] = mapped_column(default=0)
    bgm_licence: Mapped[str | None]
    status: Mapped[EditTaskStatus] = code_column(EditTaskStatus, default=EditTaskStatus.WAITING_FOR_FOOTAGE)


class Cut(Kept, Base):
    """One version of the cut; its hash is what the director and the client confirm (S10)."""

    __tablename__ = "cuts"
    __table_args__ = (UniqueConstraint("content_id", "version"), *at_least(1, "version", "duration_ms"))

    content_id: Mapped[str] = mapped_column(ForeignKey("content_items.id"))
    version: Mapped[int] = mapped_column(default=1)
    file_ref: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    duration_ms: Mapped[int]
    resolution: Mapped[str | None]
    uploaded_by_id: Mapped[PersonId]
    uploaded_at: Mapped[datetime]
    status: Mapped[CutStatus] = code_column(CutStatus, default=CutStatus.INTERNAL_REVIEW)


class EditRound(Kept, Base):
    """One look of the director at the edit, with a judgement on each point and the notes of the round (I8)."""

    __tablename__ = "edit_rounds"
    __table_args__ = (UniqueConstraint("task_id", "number"), *at_least(1, "number"))

    task_id: Mapped[str] = mapped_column(ForeignKey("edit_tasks.id"))
    number: Mapped[int]
    cut_id: Mapped[str | None] = mapped_column(ForeignKey("cuts.id"))
    director_id: Mapped[PersonId]
    judged_at: Mapped[datetime]
    notes: Mapped[str] = mapped_column(default="")

    judgements: Mapped[list["FocusJudgement"]] = relationship(cascade="all, delete-orphan")


class FocusJudgement(Kept, Base):
    """What one edit round said of rhythm, transitions, sound effects, BGM or subtitles (I8)."""

    __tablename__ = "focus_judgements"
    __table_args__ = (UniqueConstraint("round_id", "point"),)

    round_id: Mapped[str] = mapped_column(ForeignKey("edit_rounds.id"))
    point: Mapped[FocusPoint] = code_column(FocusPoint)
    is_good: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")


class ReviewNote(Kept, Base):
    """A remark on one version of the cut, at a moment of it where one is given, open until somebody resolved it."""

    __tablename__ = "review_notes"
    __table_args__ = (Index(None, "cut_id"), *not_blank("note"), *at_least(0, "at_ms"))

    cut_id: Mapped[str] = mapped_column(ForeignKey("cuts.id"))
    at_ms: Mapped[int | None]
    note: Mapped[str]
    author_id: Mapped[PersonId]
    side: Mapped[Side] = code_column(Side)
    resolved_at: Mapped[datetime | None]
