"""Messages that are to reach somebody, kept until they did, and every attempt to send them (C3)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.messages import DeliveryOutcome, MessageKind, Urgency
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.records.tables.base import Base, Identified, Kept, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least


class Notification(Kept, Base):
    """One message to one group or one person; ``about`` says what it is about, ``dedupe_key`` that and to whom.

    ``mentions`` are the people it speaks to in a group. A long one goes out in parts, ``parts_sent`` of them so far.
    ``goes_alone`` was refused together with others, so that nobody knows which of them was meant. ``settled_by_id``
    said what became of one that was unclear, carried by hand, or given up.
    """

    __tablename__ = "notifications"
    __table_args__ = (Index(None, "status", "next_attempt_at"), *at_least(0, "attempts", "parts_sent"))

    dedupe_key: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str] = mapped_column(index=True)
    kind: Mapped[MessageKind] = code_column(MessageKind)
    urgency: Mapped[Urgency] = code_column(Urgency)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id"))
    channel: Mapped[ChatChannel] = code_column(ChatChannel)
    chat_id: Mapped[str | None] = mapped_column(ForeignKey("group_chats.id"), index=True)
    person_id: Mapped[PersonId | None]
    mentions: Mapped[list[str]] = mapped_column(default=list)
    title: Mapped[str]
    body: Mapped[str]
    link: Mapped[str | None]
    status: Mapped[DeliveryStatus] = code_column(DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    parts_sent: Mapped[int] = mapped_column(default=0)
    goes_alone: Mapped[bool] = mapped_column(default=False)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str | None]
    last_error: Mapped[str | None]
    settled_by_id: Mapped[PersonId | None]


class DeliveryAttempt(Identified, Base):
    """One call to a channel with one message, or with several put together; it has no outcome while it is on its way.

    It is on record before the call is made: so the pace of a bot is kept by all workers, and what a killed worker was
    sending is known. ``again_at`` is when the channel said it may be called again. A record itself, it leaves no trail.
    """

    __tablename__ = "delivery_attempts"
    __table_args__ = (
        Index(None, "chat_id", "started_at"),
        Index(None, "person_id", "started_at"),
        *at_least(1, "part", "parts"),
    )

    channel: Mapped[ChatChannel] = code_column(ChatChannel)
    chat_id: Mapped[str | None] = mapped_column(ForeignKey("group_chats.id"))
    person_id: Mapped[PersonId | None]
    notification_ids: Mapped[list[str]]
    part: Mapped[int] = mapped_column(default=1)
    parts: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[DeliveryOutcome | None] = code_column(DeliveryOutcome, nullable=True)
    again_at: Mapped[datetime | None]
    told: Mapped[str | None]
