"""A project: its plan and timetable, the person of every stage, and what it is told in groups (S1, C2, C3)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.people import Role
from agency.domain.terms.plans import ProjectPlanStatus
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.records.tables.base import Base, Kept, Named, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import in_order, not_blank


class Project(Named, Base):
    """One piece of business with a client; its plan is due a week after the kickoff (C2).

    It can't be executing before a department lead has confirmed the plan.
    """

    __tablename__ = "projects"
    __table_args__ = (
        *not_blank("code", "name"),
        in_order("kickoff_on", "plan_due_on"),
        CheckConstraint(
            "plan_status <> 'executing' OR plan_confirmed_at IS NOT NULL", name="confirmed_before_executing"
        ),
    )

    name: Mapped[str]
    client_id: Mapped[str] = mapped_column(ForeignKey("clients.id"))
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("partners.id"))
    contract_id: Mapped[str | None] = mapped_column(ForeignKey("contracts.id"))
    kickoff_on: Mapped[date]
    plan_due_on: Mapped[date]
    plan: Mapped[str | None]
    timetable: Mapped[str | None]
    plan_status: Mapped[ProjectPlanStatus] = code_column(ProjectPlanStatus, default=ProjectPlanStatus.DRAFT)
    reported_to_id: Mapped[PersonId | None]
    reported_at: Mapped[datetime | None]
    plan_confirmed_at: Mapped[datetime | None]
    timezone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    interaction_calls: Mapped[bool] = mapped_column(default=True)
    closed_on: Mapped[date | None]


class ProjectMember(Kept, Base):
    """A person's role in a project, for the stages from ``stage_from`` to ``stage_to`` (``S7``), or for all of them."""

    __tablename__ = "project_members"
    __table_args__ = (UniqueConstraint("project_id", "person_id", "role"),)

    project_id: Mapped[str] = mapped_column(ForeignKey("projects.id"), index=True)
    person_id: Mapped[PersonId]
    role: Mapped[Role] = code_column(Role)
    stage_from: Mapped[str | None]
    stage_to: Mapped[str | None]


class GroupChat(Named, Base):
    """A group where people are told things; ``secret_ref`` names its webhook's secret and never is the secret (C3)."""

    __tablename__ = "group_chats"
    __table_args__ = (*not_blank("code", "name"),)

    name: Mapped[str]
    project_id: Mapped[str | None] = mapped_column(ForeignKey("projects.id"), index=True)
    channel: Mapped[ChatChannel] = code_column(ChatChannel)
    purpose: Mapped[ChatPurpose] = code_column(ChatPurpose)
    secret_ref: Mapped[str | None]
    healthy: Mapped[bool] = mapped_column(default=True)
    last_ok_at: Mapped[datetime | None]
