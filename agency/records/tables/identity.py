"""What proves who a person is: enrolled one-time codes, those that are used up, and those that were wrong. Append-only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.records.tables.base import Base, Identified, PersonId


class CodeEnrolment(Identified, Base):
    """A person's one-time codes; the last row of a person counts, and one without a secret has taken the codes away."""

    __tablename__ = "code_enrolments"
    __table_args__ = (Index(None, "person_id"),)

    person_id: Mapped[PersonId]
    secret_sealed: Mapped[str | None]


class UsedCode(Identified, Base):
    """A step of time whose code is used up: of two who bring the same code at once the database lets one through."""

    __tablename__ = "used_codes"
    __table_args__ = (UniqueConstraint("enrolment_id", "step"),)

    enrolment_id: Mapped[str] = mapped_column(ForeignKey("code_enrolments.id"))
    step: Mapped[int]
    given_at: Mapped[datetime]
    flow_run_id: Mapped[str | None] = mapped_column(String(36))


class WrongCode(Identified, Base):
    """A code that did not fit; what was typed is not kept."""

    __tablename__ = "wrong_codes"
    __table_args__ = (Index(None, "person_id", "given_at"),)

    person_id: Mapped[PersonId]
    given_at: Mapped[datetime]
    flow_run_id: Mapped[str | None] = mapped_column(String(36))
