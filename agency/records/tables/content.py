"""From an idea to something that can be planned: topics, content items and the copy written for them (S6, P1, P2)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.content import ContentKind, TopicSource, TopicStatus
from agency.domain.terms.figures import Metric
from agency.records.tables.base import Base, Fen, Kept, Named, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, not_blank, scores


class Topic(Named, Base):
    """An idea in an account's pool, with its scores (0-5, None when not scored) and what the topic meeting said of it.

    ``score_cost`` is read backwards: 5 is cheap. A hot topic has a day on which it goes stale.
    """

    __tablename__ = "topics"
    __table_args__ = (
        *not_blank("code", "title"),
        *scores("difficulty", "score_resonance", "score_reach", "score_business", "score_cost", "score_reuse"),
        *at_least(0, "cost_estimate_fen"),
    )

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    title: Mapped[str]
    hook: Mapped[str] = mapped_column(default="")
    pillar: Mapped[str | None]
    source: Mapped[TopicSource] = code_column(TopicSource)
    reference_urls: Mapped[list[str]] = mapped_column(default=list)
    audience: Mapped[str | None]
    angle: Mapped[str | None]
    expected_metric: Mapped[Metric | None] = code_column(Metric, nullable=True)
    cost_estimate_fen: Mapped[Fen | None]
    difficulty: Mapped[int | None]
    score_resonance: Mapped[int | None]
    score_reach: Mapped[int | None]
    score_business: Mapped[int | None]
    score_cost: Mapped[int | None]
    score_reuse: Mapped[int | None]
    proposer_id: Mapped[PersonId | None]
    status: Mapped[TopicStatus] = code_column(TopicStatus, default=TopicStatus.IDEA)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    judgement: Mapped[str | None]
    owner_id: Mapped[PersonId | None]
    planned_on: Mapped[date | None]
    expires_on: Mapped[date | None]


class ContentItem(Named, Base):
    """One row of the content schedule: what is made from a topic, for which account, by whom and by when.

    Its standing is derived from what hangs on it; only a stop is written here. ``production_run_id`` is the flow run
    that carries it. The title's 20 characters are counted by the domain (P2); the database wants it not blank.
    """

    __tablename__ = "content_items"
    __table_args__ = (*not_blank("code", "title"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    topic_id: Mapped[str | None] = mapped_column(ForeignKey("topics.id"), index=True)
    title: Mapped[str]
    kind: Mapped[ContentKind] = code_column(ContentKind, default=ContentKind.SHORT_VIDEO)
    pillar: Mapped[str | None]
    copy_due_on: Mapped[date | None]
    script_due_on: Mapped[date | None]
    planned_shoot_on: Mapped[date | None]
    planned_first_cut_on: Mapped[date | None]
    planned_edit_due_on: Mapped[date | None]
    planned_publish_at: Mapped[datetime | None] = mapped_column(index=True)
    director_id: Mapped[PersonId | None]
    operator_id: Mapped[PersonId | None]
    photographer_id: Mapped[PersonId | None]
    talent_id: Mapped[PersonId | None]
    editor_id: Mapped[PersonId | None]
    priority: Mapped[int] = mapped_column(default=0)
    blocked_reason: Mapped[str | None]
    production_run_id: Mapped[str | None]
    stopped_at: Mapped[datetime | None]
    stopped_reason: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")


class PlanningCopy(Kept, Base):
    """One version of the copy a script is made from: its form (sound and time), and how many pieces to shoot (P1, P2).

    A reference video is wished for, not required. ``handed_to_id`` is the director or the photographer.
    """

    __tablename__ = "planning_copies"
    __table_args__ = (
        UniqueConstraint("content_id", "version"),
        *not_blank("copy", "sound_effects"),
        *at_least(1, "version", "planned_duration_ms", "shot_count"),
    )

    content_id: Mapped[str] = mapped_column(ForeignKey("content_items.id"))
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[ContentKind] = code_column(ContentKind)
    copy: Mapped[str]
    sound_effects: Mapped[str]
    planned_duration_ms: Mapped[int]
    shot_count: Mapped[int]
    reference_cases: Mapped[list[str]] = mapped_column(default=list)
    author_id: Mapped[PersonId | None]
    handed_to_id: Mapped[PersonId | None]
    handed_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    client_meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    plan_confirmed_by_id: Mapped[PersonId | None]
    plan_confirmed_at: Mapped[datetime | None]
