"""What a month is to bring and what it may cost: plans, targets, budgets (S3, S4, C1)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import (
    BudgetCategory,
    BudgetStatus,
    MonthPlanStatus,
    TargetDirection,
    TargetLevel,
)
from agency.records.tables.base import Base, Fen, Kept, Named, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, month, not_blank

WHOLE_PROJECT = text("account_id IS NULL")


class MonthPlan(Kept, Base):
    """One version of a month's plan, for one account or, without one, for the whole project (C1).

    The locked version counts; it stays so until the client has confirmed the next one. ``change_reason`` says why a
    version follows on a confirmed one.
    """

    __tablename__ = "month_plans"
    __table_args__ = (
        UniqueConstraint("account_id", "month", "version"),
        Index(
            None,
            "project_id",
            "month",
            "version",
            unique=True,
            sqlite_where=WHOLE_PROJECT,
            postgresql_where=WHOLE_PROJECT,
        ),
        month("month"),
        *at_least(0, "budget_total_fen"),
        *at_least(1, "version"),
    )

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    month: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[MonthPlanStatus] = code_column(MonthPlanStatus, default=MonthPlanStatus.DRAFT)
    meeting_id: Mapped[str | None] = mapped_column(ForeignKey("meetings.id"))
    budget_total_fen: Mapped[Fen | None]
    locked_at: Mapped[datetime | None]
    risks: Mapped[str] = mapped_column(default="")
    change_reason: Mapped[str] = mapped_column(default="")

    tasks: Mapped[list["PlanTask"]] = relationship(cascade="all, delete-orphan", order_by="PlanTask.due_on")
    targets: Mapped[list["PlanTarget"]] = relationship(cascade="all, delete-orphan")
    stage_people: Mapped[list["StagePerson"]] = relationship(cascade="all, delete-orphan")
    budget_lines: Mapped[list["PlanBudgetLine"]] = relationship(
        cascade="all, delete-orphan", order_by="PlanBudgetLine.position"
    )
    client_inputs: Mapped[list["ClientInput"]] = relationship(
        cascade="all, delete-orphan", order_by="ClientInput.due_on"
    )


class PlanTask(Kept, Base):
    """One task of a month's plan, with its owner, the day it is due, and what it is measured by."""

    __tablename__ = "plan_tasks"
    __table_args__ = (Index(None, "plan_id"), *not_blank("task"))

    plan_id: Mapped[str] = mapped_column(ForeignKey("month_plans.id"))
    task: Mapped[str]
    stage: Mapped[str | None]
    owner_id: Mapped[PersonId]
    due_on: Mapped[date]
    indicator: Mapped[str] = mapped_column(default="")
    done_on: Mapped[date | None]


class PlanTarget(Kept, Base):
    """One indicator of a month's plan; a rate is 0-1, a counter a whole number."""

    __tablename__ = "plan_targets"
    __table_args__ = (UniqueConstraint("plan_id", "account_id", "metric", "level"),)

    plan_id: Mapped[str] = mapped_column(ForeignKey("month_plans.id"))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    metric: Mapped[Metric] = code_column(Metric)
    value: Mapped[float]
    direction: Mapped[TargetDirection] = code_column(TargetDirection, default=TargetDirection.AT_LEAST)
    level: Mapped[TargetLevel] = code_column(TargetLevel, default=TargetLevel.MUST_REACH)


class StagePerson(Kept, Base):
    """Who stands for a stage (``S1``-``S13``) in a month."""

    __tablename__ = "stage_people"
    __table_args__ = (UniqueConstraint("plan_id", "stage", "person_id"),)

    plan_id: Mapped[str] = mapped_column(ForeignKey("month_plans.id"))
    stage: Mapped[str]
    person_id: Mapped[PersonId]


class PlanBudgetLine(Kept, Base):
    """One line of what a month may cost, as it is put before the client; a request for the money itself is S4's."""

    __tablename__ = "plan_budget_lines"
    __table_args__ = (
        UniqueConstraint("plan_id", "position"),
        *at_least(0, "quantity", "unit_price_fen", "amount_fen"),
    )

    plan_id: Mapped[str] = mapped_column(ForeignKey("month_plans.id"))
    position: Mapped[int]
    category: Mapped[BudgetCategory] = code_column(BudgetCategory)
    item: Mapped[str]
    quantity: Mapped[float]
    unit: Mapped[str] = mapped_column(default="")
    unit_price_fen: Mapped[Fen]
    amount_fen: Mapped[Fen]


class ClientInput(Kept, Base):
    """Something the client has to give or to decide for a month's plan, and by which day (domain.md 6.2)."""

    __tablename__ = "client_inputs"
    __table_args__ = (Index(None, "plan_id"), *not_blank("what"))

    plan_id: Mapped[str] = mapped_column(ForeignKey("month_plans.id"))
    what: Mapped[str]
    due_on: Mapped[date]
    received_on: Mapped[date | None]


class BudgetRequest(Named, Base):
    """Money asked for a project, a month, a shoot or one content item; asked, approved and spent are kept apart (S4).

    ``total_fen`` is the sum of the lines: the rule that checks it is in the domain.
    """

    __tablename__ = "budget_requests"
    __table_args__ = (
        month("month"),
        *not_blank("code", "purpose"),
        *at_least(0, "total_fen", "approved_fen", "actual_fen"),
    )

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    month: Mapped[str | None]
    shoot_id: Mapped[str | None] = mapped_column(ForeignKey("shoots.id"))
    content_id: Mapped[str | None] = mapped_column(ForeignKey("content_items.id"))
    purpose: Mapped[str]
    requested_by_id: Mapped[PersonId]
    needed_on: Mapped[date | None]
    status: Mapped[BudgetStatus] = code_column(BudgetStatus, default=BudgetStatus.DRAFT)
    total_fen: Mapped[Fen]
    approved_fen: Mapped[Fen | None]
    actual_fen: Mapped[Fen | None]
    attachments: Mapped[list[str]] = mapped_column(default=list)
    external_approval_ref: Mapped[str | None]

    lines: Mapped[list["BudgetLine"]] = relationship(cascade="all, delete-orphan", order_by="BudgetLine.position")


class BudgetLine(Kept, Base):
    """One line of a budget request."""

    __tablename__ = "budget_lines"
    __table_args__ = (
        UniqueConstraint("request_id", "position"),
        *at_least(0, "quantity", "unit_price_fen", "amount_fen", "approved_fen"),
    )

    request_id: Mapped[str] = mapped_column(ForeignKey("budget_requests.id"))
    position: Mapped[int]
    category: Mapped[BudgetCategory] = code_column(BudgetCategory)
    item: Mapped[str]
    quantity: Mapped[float]
    unit: Mapped[str] = mapped_column(default="")
    unit_price_fen: Mapped[Fen]
    amount_fen: Mapped[Fen]
    approved_fen: Mapped[Fen | None]
    note: Mapped[str] = mapped_column(default="")
