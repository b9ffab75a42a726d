"""What is to be shot: versions of a script, their shots, and who was told of them and knows them (S7, S8, I4)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.domain.terms.content import CameraMove, ScriptStatus, ShotSize
from agency.domain.terms.people import Role
from agency.domain.terms.rules import Beat
from agency.domain.terms.sharing import ChatChannel
from agency.records.tables.base import Base, Kept, PersonId, now
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, not_blank


class Script(Kept, Base):
    """One version of a content item's script; ``content_hash`` binds what was said of it (S7, P3)."""

    __tablename__ = "scripts"
    __table_args__ = (
        UniqueConstraint("content_id", "version"),
        *not_blank("title"),
        *at_least(1, "version", "duration_ms"),
    )

    content_id: Mapped[str] = mapped_column(ForeignKey("content_items.id"))
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    duration_ms: Mapped[int]
    beginning: Mapped[str] = mapped_column(default="")
    turn: Mapped[str] = mapped_column(default="")
    ending: Mapped[str] = mapped_column(default="")
    scenes: Mapped[list[str]] = mapped_column(default=list)
    bgm: Mapped[str] = mapped_column(default="")
    subtitles: Mapped[str] = mapped_column(default="")
    reference_urls: Mapped[list[str]] = mapped_column(default=list)
    author_id: Mapped[PersonId]
    content_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[ScriptStatus] = code_column(ScriptStatus, default=ScriptStatus.DRAFT)
    approved_at: Mapped[datetime | None]

    shots: Mapped[list["Shot"]] = relationship(cascade="all, delete-orphan", order_by="Shot.number")


class Shot(Kept, Base):
    """One shot of a script. The standard asks for spare takes without a number (I6); two is the default."""

    __tablename__ = "shots"
    __table_args__ = (
        UniqueConstraint("script_id", "number"),
        *at_least(0, "duration_ms"),
        *at_least(1, "number", "planned_takes"),
    )

    script_id: Mapped[str] = mapped_column(ForeignKey("scripts.id"))
    number: Mapped[int]
    beat: Mapped[Beat | None] = code_column(Beat, nullable=True)
    scene: Mapped[str] = mapped_column(default="")
    size: Mapped[ShotSize | None] = code_column(ShotSize, nullable=True)
    angle: Mapped[str] = mapped_column(default="")
    move: Mapped[CameraMove | None] = code_column(CameraMove, nullable=True)
    picture: Mapped[str] = mapped_column(default="")
    line: Mapped[str] = mapped_column(default="")
    subtitle: Mapped[str] = mapped_column(default="")
    duration_ms: Mapped[int | None]
    sound_effect: Mapped[str] = mapped_column(default="")
    bgm: Mapped[str] = mapped_column(default="")
    props: Mapped[str] = mapped_column(default="")
    styling: Mapped[str] = mapped_column(default="")
    on_camera: Mapped[str] = mapped_column(default="")
    reference: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    planned_takes: Mapped[int] = mapped_column(default=2)


class ScriptSync(Kept, Base):
    """One person told of one version: when it was put on its way, when it arrived, when they said they know it (I4).

    What a bot or a mailbox carries arrives when its notification is sent; ``delivered_at`` is the note of what went by
    hand. Ask ``agency.records.syncs`` for what really happened.
    """

    __tablename__ = "script_syncs"
    __table_args__ = (UniqueConstraint("script_id", "recipient_id"),)

    script_id: Mapped[str] = mapped_column(ForeignKey("scripts.id"))
    recipient_id: Mapped[PersonId]
    recipient_role: Mapped[Role] = code_column(Role)
    channel: Mapped[ChatChannel] = code_column(ChatChannel)
    told_at: Mapped[datetime] = mapped_column(default=now)
    notification_id: Mapped[str | None] = mapped_column(ForeignKey("notifications.id"))
    delivered_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    feedback: Mapped[str] = mapped_column(default="")
