"""What a shoot borrows and brings back (I5, I7)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from agency.records.tables.base import Base, Kept, Named, PersonId
from agency.records.tables.truths import in_order, not_blank


class Equipment(Named, Base):
    """A thing that can be lent; ``code`` is its asset number."""

    __tablename__ = "equipment"
    __table_args__ = (*not_blank("code", "name"),)

    name: Mapped[str]
    keeper_id: Mapped[PersonId | None]
    retired_on: Mapped[date | None]


class EquipmentLoan(Kept, Base):
    """One thing lent for a shoot; it is back when somebody has received it. Two loans of a thing may not overlap."""

    __tablename__ = "equipment_loans"
    __table_args__ = (
        Index(None, "equipment_id", "out_at"),
        in_order("out_at", "due_at"),
        in_order("out_at", "returned_at"),
        CheckConstraint("returned_at IS NULL OR received_by_id IS NOT NULL", name="returned_to_somebody"),
    )

    equipment_id: Mapped[str] = mapped_column(ForeignKey("equipment.id"))
    shoot_id: Mapped[str | None] = mapped_column(ForeignKey("shoots.id"), index=True)
    holder_id: Mapped[PersonId]
    out_at: Mapped[datetime]
    due_at: Mapped[datetime]
    returned_at: Mapped[datetime | None]
    received_by_id: Mapped[PersonId | None]
    condition: Mapped[str] = mapped_column(default="")
