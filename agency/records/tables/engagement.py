"""What happens around a published work: calls to watch it, what people say of it, what somebody must see to (C3)."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.engagement import Audience, CaseKind, Interaction, Sentiment, Severity
from agency.domain.terms.figures import Source
from agency.records.tables.base import Base, Count, Kept, PersonId
from agency.records.tables.columns import code_column, codes_column
from agency.records.tables.truths import at_least, in_order, not_blank


class EngagementCall(Kept, Base):
    """One message to a group that a work is live; how soon after the publication it went is what the rule measures."""

    __tablename__ = "engagement_calls"
    __table_args__ = (UniqueConstraint("publication_id", "chat_id", "audience"),)

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    chat_id: Mapped[str] = mapped_column(ForeignKey("group_chats.id"))
    audience: Mapped[Audience] = code_column(Audience)
    sent_at: Mapped[datetime]
    message_id: Mapped[str | None]


class EngagementAck(Kept, Base):
    """What one person says they did after a call; the platform is never asked, and nothing is done for them."""

    __tablename__ = "engagement_acks"
    __table_args__ = (UniqueConstraint("call_id", "person_id"), in_order("opened_at", "acted_at"))

    call_id: Mapped[str] = mapped_column(ForeignKey("engagement_calls.id"))
    person_id: Mapped[PersonId]
    opened_at: Mapped[datetime]
    watched_at: Mapped[datetime | None]
    acted_at: Mapped[datetime | None]
    actions: Mapped[list[Interaction]] = codes_column(Interaction)


class Comment(Kept, Base):
    """What somebody outside said of a work; the author is kept as a hash only, the name is personal."""

    __tablename__ = "comments"
    __table_args__ = (UniqueConstraint("publication_id", "platform_comment_id"), *at_least(0, "likes"))

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), index=True)
    platform_comment_id: Mapped[str | None]
    author_hash: Mapped[str]
    words: Mapped[str]
    posted_at: Mapped[datetime]
    likes: Mapped[Count | None]
    sentiment: Mapped[Sentiment] = code_column(Sentiment, default=Sentiment.UNDECIDED)
    source: Mapped[Source] = code_column(Source)
    reviewed_by_id: Mapped[PersonId | None]
    reviewed_at: Mapped[datetime | None]


class NegativeCase(Kept, Base):
    """A negative comment, or a step of the process not carried out, given to the one responsible until it is closed."""

    __tablename__ = "negative_cases"
    __table_args__ = (*not_blank("what"),)

    kind: Mapped[CaseKind] = code_column(CaseKind)
    severity: Mapped[Severity] = code_column(Severity)
    what: Mapped[str]
    publication_id: Mapped[str | None] = mapped_column(ForeignKey("publications.id"), index=True)
    comment_id: Mapped[str | None] = mapped_column(ForeignKey("comments.id"))
    call_id: Mapped[str | None] = mapped_column(ForeignKey("engagement_calls.id"))
    owner_id: Mapped[PersonId]
    found_at: Mapped[datetime]
    notified_at: Mapped[datetime | None]
    action: Mapped[str | None]
    closed_at: Mapped[datetime | None]
