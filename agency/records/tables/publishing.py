"""Works on a platform, and what was looked at before they went live (S11, C3)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.figures import Visibility, WorkKind
from agency.domain.terms.publishing import CheckResult, PublicationStatus, PublishCheckItem
from agency.records.tables.base import Base, Kept, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least


class Publication(Kept, Base):
    """A work on an account: planned from a content item, or found on the platform and without one.

    What is shown for the client's confirmation is bound by ``package_hash``. One of ours that is live has a proof: a
    link or a screenshot. ``matching_key`` is the title as the importers compare it, where a source knows no id.
    """

    __tablename__ = "publications"
    __table_args__ = (
        UniqueConstraint("content_id", "account_id"),
        UniqueConstraint("account_id", "platform_item_id"),
        Index(None, "account_id", "published_at"),
        Index(None, "account_id", "matching_key"),
        CheckConstraint("status <> 'live' OR content_id IS NULL OR proof IS NOT NULL", name="live_with_proof"),
        *at_least(0, "duration_ms"),
    )

    content_id: Mapped[str | None] = mapped_column(ForeignKey("content_items.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    cut_id: Mapped[str | None] = mapped_column(ForeignKey("cuts.id"))
    title: Mapped[str]
    caption: Mapped[str] = mapped_column(default="")
    tags: Mapped[list[str]] = mapped_column(default=list)
    cover_ref: Mapped[str | None]
    package_hash: Mapped[str | None] = mapped_column(String(64))
    confirmation_round_id: Mapped[str | None] = mapped_column(ForeignKey("gate_rounds.id"))
    planned_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    published_to_the_day: Mapped[bool] = mapped_column(default=False)
    status: Mapped[PublicationStatus] = code_column(PublicationStatus, default=PublicationStatus.TO_PUBLISH)
    visibility: Mapped[Visibility | None] = code_column(Visibility, nullable=True)
    kind: Mapped[WorkKind] = code_column(WorkKind, default=WorkKind.VIDEO)
    duration_ms: Mapped[int | None]
    link: Mapped[str | None]
    proof: Mapped[str | None]
    platform_item_id: Mapped[str | None]
    video_id: Mapped[str | None]
    matching_key: Mapped[str | None]


class PublishChecklist(Kept, Base):
    """What was found of one item of the list that is gone through before a work goes live (domain.md 6.4)."""

    __tablename__ = "publish_checklists"
    __table_args__ = (UniqueConstraint("publication_id", "item"),)

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    item: Mapped[PublishCheckItem] = code_column(PublishCheckItem)
    result: Mapped[CheckResult] = code_column(CheckResult)
    checked_by_id: Mapped[PersonId]
    checked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
