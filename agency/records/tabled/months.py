"""The months of the projects: targets, budgets, open questions, broken rules, reviews and what they want done (C1, S4, I10)."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, null, select
from sqlalchemy.orm import Session

from agency.domain.terms.meetings import ActionState, MeetingKind, MeetingStatus
from agency.domain.terms.plans import MonthPlanStatus, TargetLevel
from agency.domain.windows import Window
from agency.records.tabled.items import Rows, told
from agency.records.tables import (
    Account,
    ActionItem,
    BudgetRequest,
    ContentItem,
    Meeting,
    MonthPlan,
    PlanTarget,
    Project,
    Publication,
    RuleCheck,
    ShootItem,
    Wait,
)

AGREED = (MonthPlanStatus.CLIENT_CONFIRMED, MonthPlanStatus.LOCKED)


def plans(session: Session, months: Collection[str]) -> Rows:
    """Return the plans of some months that the client confirmed, the newest version last."""
    asked = (MonthPlan.id, MonthPlan.project_id, MonthPlan.account_id, MonthPlan.month, MonthPlan.budget_total_fen)
    query = select(*asked).where(MonthPlan.month.in_(months), MonthPlan.status.in_(AGREED))
    return told(session, query.order_by(MonthPlan.version))


def targets(session: Session, plan_ids: Collection[str]) -> Rows:
    """Return the targets of some plans that must be reached."""
    query = select(PlanTarget.plan_id, PlanTarget.account_id, PlanTarget.metric, PlanTarget.value)
    return told(session, query.where(PlanTarget.plan_id.in_(plan_ids), PlanTarget.level == TargetLevel.MUST_REACH))


def budgets(session: Session, months: Collection[str]) -> Rows:
    """Return what was approved and what was spent for each project and month; None where no request tells it."""
    query = (
        select(
            BudgetRequest.project_id,
            BudgetRequest.month,
            func.sum(BudgetRequest.approved_fen),
            func.sum(BudgetRequest.actual_fen),
        )
        .where(BudgetRequest.month.in_(months))
        .group_by(BudgetRequest.project_id, BudgetRequest.month)
    )
    return told(session, query)


def published_in(session: Session, month: Window) -> Rows:
    """Return how many works of each account came out in a month."""
    query = select(Publication.account_id, func.count()).group_by(Publication.account_id)
    return told(session, query.where(Publication.published_at >= month.begins, Publication.published_at < month.ends))


def waits(session: Session) -> Rows:
    """Return what waits for whom."""
    return told(session, select(Wait.subject_id, Wait.awaited))


def broken_rules(session: Session) -> Rows:
    """Return every rule that was checked, with its subject, its standing and when it was due or checked."""
    moment = func.coalesce(RuleCheck.due_at, RuleCheck.created_at, type_=RuleCheck.created_at.type)
    return told(session, select(RuleCheck.subject_id, RuleCheck.state, moment))


def next_reviews(session: Session) -> Rows:
    """Return the reviews that are called and not held yet, the latest first."""
    query = select(Meeting.project_id, Meeting.scheduled_at).where(
        Meeting.kind == MeetingKind.REVIEW, Meeting.status == MeetingStatus.PLANNED, Meeting.scheduled_at.is_not(None)
    )
    return told(session, query.order_by(Meeting.scheduled_at.desc()))


def actions(session: Session) -> Rows:
    """Return what the reviews want done and is not done, the most urgent first."""
    asked = (ActionItem.project_id, ActionItem.account_id, ActionItem.what, ActionItem.due_on)
    query = select(*asked).where(ActionItem.state == ActionState.OPEN)
    return told(session, query.order_by(ActionItem.due_on, ActionItem.id))


def owners(session: Session, subject_ids: Collection[str]) -> list[tuple[str, str, str | None]]:
    """Return for each subject the project and the account it belongs to, None for the project's own.

    A shoot belongs to every account it serves.
    """
    ids = list(subject_ids)
    of_account = (
        select(kind.id, Account.project_id, Account.id)
        .join(Account, Account.id == kind.account_id)
        .where(kind.id.in_(ids))
        for kind in (ContentItem, Publication, MonthPlan, Meeting)
    )
    of_project = (
        select(kind.id, kind.project_id, null()).where(kind.id.in_(ids), kind.account_id.is_(None))
        for kind in (MonthPlan, Meeting)
    )
    of_shoot = (
        select(ShootItem.shoot_id, Account.project_id, Account.id)
        .join(ContentItem, ContentItem.id == ShootItem.content_id)
        .join(Account, Account.id == ContentItem.account_id)
        .where(ShootItem.shoot_id.in_(ids))
        .distinct()
    )
    themselves = (
        select(Account.id, Account.project_id, Account.id).where(Account.id.in_(ids)),
        select(Project.id, Project.id, null()).where(Project.id.in_(ids)),
        select(BudgetRequest.id, BudgetRequest.project_id, null()).where(BudgetRequest.id.in_(ids)),
    )
    queries: list[Select[Any]] = [*themselves, *of_account, *of_project, of_shoot]
    return [(row[0], row[1], row[2]) for query in queries for row in told(session, query) if row[1]]
