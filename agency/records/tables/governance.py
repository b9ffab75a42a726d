"""Whether the rules were kept, which days are worked on, and who changed what.

What the rules are is written in ``config/standard.toml``; what was waived is in the ledger of the gates.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.governance import AuditAction, RuleSeverity, RuleState
from agency.records.tables.base import Base, Identified, Kept
from agency.records.tables.columns import code_column


class RuleCheck(Kept, Base):
    """What came of one rule for one subject in one slot, with what was measured and where it can be seen.

    ``subject_kind`` names the table of the subject; ``slot`` tells apart what recurs (``2026-W47``), else it is empty.
    ``owners`` are those who owed it when it was looked at last, ``done_at`` is when it was done.
    """

    __tablename__ = "rule_checks"
    __table_args__ = (UniqueConstraint("rule", "subject_kind", "subject_id", "slot"), Index(None, "state", "due_at"))

    rule: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    slot: Mapped[str] = mapped_column(default="")
    severity: Mapped[RuleSeverity] = code_column(RuleSeverity)
    due_at: Mapped[datetime | None]
    state: Mapped[RuleState] = code_column(RuleState, default=RuleState.PENDING)
    measured: Mapped[str | None]
    evidence: Mapped[str | None]
    what: Mapped[str] = mapped_column(default="")
    owners: Mapped[list[str]] = mapped_column(default=list)
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id"))
    done_at: Mapped[datetime | None]


class WorkDayOverride(Kept, Base):
    """One day on which the agency's calendar differs from the known one: a make-up workday, or a holiday of its own."""

    __tablename__ = "work_day_overrides"

    day: Mapped[date] = mapped_column(unique=True)
    is_workday: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(default="")


class AuditEvent(Identified, Base):
    """One change of one row: who made it, why, and what the changed columns held before and after. Append-only."""

    __tablename__ = "audit_events"
    __table_args__ = (Index(None, "entity", "entity_id"),)

    actor: Mapped[str | None]
    action: Mapped[AuditAction] = code_column(AuditAction)
    entity: Mapped[str]
    entity_id: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str | None]
