"""A shoot: what it serves, who comes, what is confirmed before it and what was taken (S9, I5, I6)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.domain.terms.people import Role
from agency.domain.terms.shoots import PrepKind, ShootItemStatus, TakeVerdict
from agency.records.tables.base import Base, Kept, Named, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, in_order, not_blank


class Shoot(Named, Base):
    """One day's work at one place for one content item or several, of one client or several; its standing is theirs."""

    __tablename__ = "shoots"
    __table_args__ = (*not_blank("code"), in_order("starts_at", "ends_at"))

    shoot_on: Mapped[date] = mapped_column(index=True)
    call_at: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    fallback_on: Mapped[date | None]
    location: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    permit: Mapped[str | None]
    props: Mapped[str] = mapped_column(default="")
    styling: Mapped[str] = mapped_column(default="")
    director_id: Mapped[PersonId]
    photographer_id: Mapped[PersonId]
    recorded_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")

    items: Mapped[list["ShootItem"]] = relationship(cascade="all, delete-orphan")
    crew: Mapped[list["ShootCrew"]] = relationship(cascade="all, delete-orphan")


class ShootItem(Kept, Base):
    """One content item in one shoot, on the approved version of its script, and where it departed from it (I6)."""

    __tablename__ = "shoot_items"
    __table_args__ = (UniqueConstraint("shoot_id", "content_id"),)

    shoot_id: Mapped[str] = mapped_column(ForeignKey("shoots.id"))
    content_id: Mapped[str] = mapped_column(ForeignKey("content_items.id"), index=True)
    script_id: Mapped[str | None] = mapped_column(ForeignKey("scripts.id"))
    status: Mapped[ShootItemStatus] = code_column(ShootItemStatus, default=ShootItemStatus.PLANNED)
    deviations: Mapped[str] = mapped_column(default="")


class ShootCrew(Kept, Base):
    """Somebody else who comes to a shoot: the talents, and any further hands."""

    __tablename__ = "shoot_crew"
    __table_args__ = (UniqueConstraint("shoot_id", "person_id", "role"),)

    shoot_id: Mapped[str] = mapped_column(ForeignKey("shoots.id"))
    person_id: Mapped[PersonId]
    role: Mapped[Role] = code_column(Role)


class ShootPrepCheck(Kept, Base):
    """One thing to be confirmed before a shoot may start; open until ``confirmed_at`` (I5)."""

    __tablename__ = "shoot_prep_checks"
    __table_args__ = (UniqueConstraint("shoot_id", "kind", "item"),)

    shoot_id: Mapped[str] = mapped_column(ForeignKey("shoots.id"))
    kind: Mapped[PrepKind] = code_column(PrepKind)
    item: Mapped[str]
    owner_id: Mapped[PersonId]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[PersonId | None]
    evidence: Mapped[str | None]


class TalentItinerary(Kept, Base):
    """How a talent comes to a shoot and goes again (I5)."""

    __tablename__ = "talent_itineraries"
    __table_args__ = (UniqueConstraint("shoot_id", "talent_id"), in_order("from_at", "to_at"))

    shoot_id: Mapped[str] = mapped_column(ForeignKey("shoots.id"))
    talent_id: Mapped[PersonId]
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(default="")
    transport: Mapped[str] = mapped_column(default="")
    hotel: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    conflicts_checked_at: Mapped[datetime | None]


class TakeLog(Kept, Base):
    """One take of one shot: whether it is good, not, or kept as a spare (I6)."""

    __tablename__ = "take_logs"
    __table_args__ = (UniqueConstraint("shoot_id", "shot_id", "take_number"), *at_least(1, "take_number"))

    shoot_id: Mapped[str] = mapped_column(ForeignKey("shoots.id"))
    shot_id: Mapped[str] = mapped_column(ForeignKey("shots.id"), index=True)
    take_number: Mapped[int]
    verdict: Mapped[TakeVerdict] = code_column(TakeVerdict)
    note: Mapped[str] = mapped_column(default="")
    file_hint: Mapped[str | None]
