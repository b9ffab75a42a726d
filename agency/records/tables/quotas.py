"""How many calls of a platform's day the agency has taken, where it sets itself a limit (S12)."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.figures import Platform
from agency.records.tables.base import Base, Count, Identified
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least


class CallsOfDay(Identified, Base):
    """The calls taken of one platform's day by all processes together; the day is the platform's own."""

    __tablename__ = "calls_of_days"
    __table_args__ = (UniqueConstraint("platform", "day"), *at_least(0, "calls"))

    platform: Mapped[Platform] = code_column(Platform)
    day: Mapped[date]
    calls: Mapped[Count] = mapped_column(default=0)
