"""Meetings, what is decided in them, and what a review is held on (S6, S13, I10, I11, C1, C2)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.figures import Metric
from agency.domain.terms.meetings import ActionState, MeetingKind, MeetingStatus
from agency.records.tables.base import Base, Kept, Named, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, in_order, not_blank

WHOLE_PROJECT = text("account_id IS NULL")


class Meeting(Kept, Base):
    """One meeting; ``cadence_key`` is the slot it alone fills: ``2026-W47``, ``2026-11-H1`` or ``2026-12``."""

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("kind", "account_id", "cadence_key"),
        Index(
            None,
            "kind",
            "project_id",
            "cadence_key",
            unique=True,
            sqlite_where=WHOLE_PROJECT,
            postgresql_where=WHOLE_PROJECT,
        ),
        CheckConstraint("status <> 'held' OR held_at IS NOT NULL", name="held_at_some_time"),
    )

    kind: Mapped[MeetingKind] = code_column(MeetingKind)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id"))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    cadence_key: Mapped[str | None]
    scheduled_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    host_id: Mapped[PersonId | None]
    agenda: Mapped[str] = mapped_column(default="")
    materials: Mapped[list[str]] = mapped_column(default=list)
    minutes: Mapped[str] = mapped_column(default="")
    decisions: Mapped[list[str]] = mapped_column(default=list)
    client_present: Mapped[bool] = mapped_column(default=False)
    status: Mapped[MeetingStatus] = code_column(MeetingStatus, default=MeetingStatus.PLANNED)


class MeetingAttendee(Kept, Base):
    """Somebody who should come to a meeting, and whether they did; None until it is held."""

    __tablename__ = "meeting_attendees"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[PersonId]
    required: Mapped[bool] = mapped_column(default=True)
    present: Mapped[bool | None]


class ActionItem(Kept, Base):
    """What a meeting wants done or changed, by whom and by when, and the figure that should move (I10)."""

    __tablename__ = "action_items"
    __table_args__ = (Index(None, "owner_id", "state"), *not_blank("what"))

    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    what: Mapped[str]
    owner_id: Mapped[PersonId]
    due_on: Mapped[date]
    metric: Mapped[Metric | None] = code_column(Metric, nullable=True)
    expected_effect: Mapped[str | None]
    state: Mapped[ActionState] = code_column(ActionState, default=ActionState.OPEN)
    outcome: Mapped[str | None]
    verified_in_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))


class ReviewPack(Kept, Base):
    """The material of one review: its window, the hash of the figures in it, and the files; unchanged once frozen."""

    __tablename__ = "review_packs"
    __table_args__ = (
        UniqueConstraint("project_id", "cadence_key", "version"),
        in_order("window_from", "window_to"),
        *at_least(1, "version"),
    )

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    cadence_key: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    window_from: Mapped[date]
    window_to: Mapped[date]
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    dataset_hash: Mapped[str] = mapped_column(String(64))
    sections: Mapped[dict[str, Any]] = mapped_column(default=dict)
    narrative: Mapped[str] = mapped_column(default="")
    workbook_ref: Mapped[str | None]
    deck_ref: Mapped[str | None]
    pdf_ref: Mapped[str | None]
    frozen_at: Mapped[datetime | None]


class ReviewProblem(Kept, Base):
    """A problem somebody brought to a review, and the action it led to (I10)."""

    __tablename__ = "review_problems"
    __table_args__ = (*not_blank("what"),)

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    reporter_id: Mapped[PersonId]
    what: Mapped[str]
    proposal: Mapped[str] = mapped_column(default="")
    action_id: Mapped[str | None] = mapped_column(ForeignKey("action_items.id"))


class Incident(Named, Base):
    """Something unforeseen: its owner is told and meets; what is not resolved goes to the coordinator (I11).

    ``reach`` is how the reporter is reached. ``linked_to_id`` is an earlier one of the same shoot that was open when this
    one came in. ``report`` is what the owner handed in: what was done, or what stands in the way. One that is escalated
    is with the coordinator, unless it was ``returned_at`` a later moment. ``flow_run_id`` is the run it was reported in.
    """

    __tablename__ = "incidents"
    __table_args__ = (*not_blank("code", "what"), in_order("happened_at", "resolved_at"))

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    content_id: Mapped[str | None] = mapped_column(ForeignKey("content_items.id"))
    shoot_id: Mapped[str | None] = mapped_column(ForeignKey("shoots.id"), index=True)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    reporter_id: Mapped[PersonId]
    happened_at: Mapped[datetime]
    what: Mapped[str]
    reach: Mapped[str | None]
    owner_id: Mapped[PersonId]
    notified_at: Mapped[datetime]
    linked_to_id: Mapped[str | None] = mapped_column(ForeignKey("incidents.id"))
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    report: Mapped[str | None]
    escalated_to_id: Mapped[PersonId | None]
    escalated_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    resolution: Mapped[str | None]
    learnt: Mapped[str | None]
    resolved_at: Mapped[datetime | None] = mapped_column(index=True)
    resolved_by_id: Mapped[PersonId | None]
    flow_run_id: Mapped[str | None] = mapped_column(String(36), unique=True)
