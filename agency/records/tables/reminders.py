"""What people were reminded of: each step of each obligation once, whatever happens between two looks (gates.md 7)."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.reminders import ReminderStep
from agency.records.tables.base import Base, Identified
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least


class Reminder(Identified, Base):
    """One step that was taken for what is owed: to whom it went, and for which moment it was due. Append-only.

    ``number`` tells steps of one kind apart: the days before, the place in the chain, how often the day was moved.
    """

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("check_id", "due_at", "step", "number"), *at_least(0, "number"))

    check_id: Mapped[str] = mapped_column(ForeignKey("rule_checks.id"))
    due_at: Mapped[datetime]
    step: Mapped[ReminderStep] = code_column(ReminderStep)
    number: Mapped[int] = mapped_column(default=0)
    told: Mapped[list[str]]
    told_at: Mapped[datetime]
