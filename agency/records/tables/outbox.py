"""Messages that are to reach somebody, kept until they did (C3)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.records.tables.base import Base, Kept, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least


class Notification(Kept, Base):
    """One message to one group or one person; ``dedupe_key`` says what it is about, so that it is sent once."""

    __tablename__ = "notifications"
    __table_args__ = (Index(None, "status", "next_attempt_at"), *at_least(0, "attempts"))

    dedupe_key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[ChatChannel] = code_column(ChatChannel)
    chat_id: Mapped[str | None] = mapped_column(ForeignKey("group_chats.id"))
    person_id: Mapped[PersonId | None]
    title: Mapped[str]
    body: Mapped[str]
    link: Mapped[str | None]
    status: Mapped[DeliveryStatus] = code_column(DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    message_id: Mapped[str | None]
    last_error: Mapped[str | None]
