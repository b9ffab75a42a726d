"""What is handed on regularly: ideas and techniques (C5, C6) and the reports of every day, week and month (C4)."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.sharing import ReportPeriod, ShareKind
from agency.records.tables.base import Base, Kept, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import not_blank


class TrendShare(Kept, Base):
    """An idea or a technique somebody shared, with the account it was seen on, and the meeting that discussed it.

    ``repeats_id`` is the share of the same link a short while before, ``topic_id`` the topic it was made into, and
    ``flow_run_id`` the run it was shared in.
    """

    __tablename__ = "trend_shares"
    __table_args__ = (*not_blank("what"),)

    kind: Mapped[ShareKind] = code_column(ShareKind)
    author_id: Mapped[PersonId]
    shared_at: Mapped[datetime] = mapped_column(index=True)
    what: Mapped[str]
    reference_account: Mapped[str | None]
    reference_url: Mapped[str | None]
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id"))
    repeats_id: Mapped[str | None] = mapped_column(ForeignKey("trend_shares.id"))
    topic_id: Mapped[str | None] = mapped_column(ForeignKey("topics.id"))
    chat_id: Mapped[str | None] = mapped_column(ForeignKey("group_chats.id"))
    flow_run_id: Mapped[str | None] = mapped_column(String(36), unique=True)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))


class ReportSubmission(Kept, Base):
    """One report of one account for one day, week or month: due, sent in, and whether it was late.

    ``period_key`` reads ``2026-11-23``, ``2026-W47`` or ``2026-11``.
    """

    __tablename__ = "report_submissions"
    __table_args__ = (UniqueConstraint("account_id", "period", "period_key"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    period: Mapped[ReportPeriod] = code_column(ReportPeriod)
    period_key: Mapped[str]
    due_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[PersonId | None]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    actions: Mapped[str] = mapped_column(default="")
    problems: Mapped[str] = mapped_column(default="")
    next_plan: Mapped[str] = mapped_column(default="")
    late: Mapped[bool] = mapped_column(default=False)
