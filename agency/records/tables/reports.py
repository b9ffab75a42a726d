"""The operations reports as they were made, so that one that was late or short of figures stays known as such (C4, R23)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.sharing import ReportPeriod
from agency.records.tables.base import Base, Identified
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, not_blank


class OperationsReport(Identified, Base):
    """One report of one project for one day, week or month, as it was made. Append-only.

    ``period_key`` reads ``2026-11-23``, ``2026-W47`` or ``2026-11``. When figures come in later it is made again as the
    next ``revision``; the first one tells whether it was in time, the last one what is known. ``missing`` says why the
    figures were not whole, a sentence each; ``figures_hash`` is that of the figures alone.
    """

    __tablename__ = "operations_reports"
    __table_args__ = (
        UniqueConstraint("project_id", "period", "period_key", "revision"),
        *at_least(1, "revision"),
        *not_blank("short_text"),
    )

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    period: Mapped[ReportPeriod] = code_column(ReportPeriod)
    period_key: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime]
    made_at: Mapped[datetime]
    is_complete: Mapped[bool]
    missing: Mapped[list[str]] = mapped_column(default=list)
    figures_hash: Mapped[str] = mapped_column(String(64))
    page: Mapped[str]
    short_text: Mapped[str]
    workbook_id: Mapped[str] = mapped_column(ForeignKey("kept_files.id"))
    flow_run_id: Mapped[str | None]
