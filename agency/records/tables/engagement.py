"""What happens around a published work: calls to watch it, what people say of it, what somebody must see to (C3)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.comments import CaseFinding, CaseStep
from agency.domain.terms.engagement import Audience, CaseKind, Interaction, Sentiment, Severity
from agency.domain.terms.figures import Source
from agency.records.tables.base import Base, Count, Kept, PersonId, now
from agency.records.tables.columns import code_column, codes_column
from agency.records.tables.truths import at_least, in_order, not_blank


class EngagementCall(Kept, Base):
    """One message to a group that a work is live; how soon after the publication it went is what the rule measures.

    It went when its notification was sent; ``sent_at`` is for one without. ``asked`` are the people it names, in the
    order of their codes, and ``closed_at`` is when no more answers were waited for.
    """

    __tablename__ = "engagement_calls"
    __table_args__ = (UniqueConstraint("publication_id", "chat_id", "audience"),)

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    chat_id: Mapped[str] = mapped_column(ForeignKey("group_chats.id"))
    audience: Mapped[Audience] = code_column(Audience)
    asked: Mapped[list[str]] = mapped_column(default=list)
    told_at: Mapped[datetime] = mapped_column(default=now)
    notification_id: Mapped[str | None] = mapped_column(ForeignKey("notifications.id"))
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
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
    """What somebody outside said of a work, as it was first seen; the author is kept as a hash only, the name is personal.

    ``lexicon_severity`` is what the word lists made of it at ``judged_at``, and ``found`` the words that did;
    ``sentiment`` and ``severity`` are what counts: the lists' word until a person has said otherwise. One that no
    platform numbers is known again by its ``fingerprint``.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("publication_id", "platform_comment_id"),
        UniqueConstraint("publication_id", "fingerprint"),
        *at_least(0, "likes"),
    )

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), index=True)
    platform_comment_id: Mapped[str | None]
    fingerprint: Mapped[str | None]
    author_hash: Mapped[str]
    words: Mapped[str]
    posted_at: Mapped[datetime]
    likes: Mapped[Count | None]
    sentiment: Mapped[Sentiment] = code_column(Sentiment, default=Sentiment.UNDECIDED)
    severity: Mapped[Severity | None] = code_column(Severity, nullable=True)
    lexicon_severity: Mapped[Severity | None] = code_column(Severity, nullable=True)
    found: Mapped[list[str]] = mapped_column(default=list)
    judged_at: Mapped[datetime | None]
    source: Mapped[Source] = code_column(Source)
    reviewed_by_id: Mapped[PersonId | None]
    reviewed_at: Mapped[datetime | None]


class NegativeCase(Kept, Base):
    """A negative comment, or a step of the process not carried out, given to the one responsible until it is closed.

    Comments on one work about one ``word`` within a short time are one case: ``comment_id`` is the first of them,
    ``last_at`` when the latest was posted. ``finding`` and ``step`` are what the person who looked at it said last, of
    ``answers`` in all.
    """

    __tablename__ = "negative_cases"
    __table_args__ = (
        Index(None, "publication_id", "word"),
        *not_blank("what"),
        *at_least(0, "comment_count", "answers"),
    )

    kind: Mapped[CaseKind] = code_column(CaseKind)
    severity: Mapped[Severity] = code_column(Severity)
    what: Mapped[str]
    publication_id: Mapped[str | None] = mapped_column(ForeignKey("publications.id"), index=True)
    comment_id: Mapped[str | None] = mapped_column(ForeignKey("comments.id"))
    call_id: Mapped[str | None] = mapped_column(ForeignKey("engagement_calls.id"))
    word: Mapped[str | None]
    comment_count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime | None]
    owner_id: Mapped[PersonId]
    found_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    notified_at: Mapped[datetime | None]
    finding: Mapped[CaseFinding | None] = code_column(CaseFinding, nullable=True)
    step: Mapped[CaseStep | None] = code_column(CaseStep, nullable=True)
    action: Mapped[str | None]
    answers: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[PersonId | None]
