"""The plans of a month on record: which version counts, what it wants reached, and which months are not confirmed yet (C1).

A plan is made for a whole project, its targets naming the account; plans of single accounts count beside it only in
months that have none for the project. Whoever asks for targets asks here, and needs to know nothing of that.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import BudgetStatus, MonthPlanStatus, TargetDirection, TargetLevel
from agency.records.tables import BudgetRequest, GateRound, MonthPlan, PlanTarget, Wait

NEGOTIATED = (MonthPlanStatus.DRAFT, MonthPlanStatus.MEETING_HELD, MonthPlanStatus.CLIENT_CONFIRMED)


@dataclass(frozen=True, kw_only=True)
class TargetInForce:
    """What a confirmed plan wants reached of an account in a month; of the whole project where ``account_id`` is None."""

    project_id: str
    account_id: str | None
    metric: Metric
    value: float
    direction: TargetDirection
    level: TargetLevel


def versions(session: Session, project_id: str, month: str) -> Sequence[MonthPlan]:
    """Return every version of a project's plan of a month (``2026-12``), oldest first."""
    query = select(MonthPlan).where(
        MonthPlan.project_id == project_id, MonthPlan.account_id.is_(None), MonthPlan.month == month
    )
    return session.scalars(query.order_by(MonthPlan.version)).all()


def newest(session: Session, project_id: str, month: str) -> MonthPlan | None:
    """Return the newest version of a project's plan of a month, whether it counts yet or not; None before any."""
    return next(reversed(versions(session, project_id, month)), None)


def in_force(session: Session, project_id: str, month: str) -> MonthPlan | None:
    """Return the plan of a project's month that the client has confirmed, None while there is none."""
    locked = [each for each in versions(session, project_id, month) if each.status is MonthPlanStatus.LOCKED]
    return locked[-1] if locked else None


def targets_in_force(session: Session, project_ids: Collection[str], month: str) -> list[TargetInForce]:
    """Return what the confirmed plans of some projects want reached in a month, in the order of their metrics."""
    query = (
        select(MonthPlan, PlanTarget)
        .join(PlanTarget, PlanTarget.plan_id == MonthPlan.id)
        .where(MonthPlan.project_id.in_(project_ids), MonthPlan.month == month)
        .where(MonthPlan.status == MonthPlanStatus.LOCKED)
        .order_by(MonthPlan.project_id, MonthPlan.version)
    )
    rows = [(plan, target) for plan, target in session.execute(query)]
    counted = newest_of_each([plan for plan, _target in rows])
    order = list(Metric)
    return sorted(
        (told(plan, target) for plan, target in rows if plan.id in counted),
        key=lambda one: (one.account_id or "", order.index(one.metric), one.level),
    )


def newest_of_each(plans: Collection[MonthPlan]) -> set[str]:
    """Return the ids of the plans that count: of a project its newest whole one, else the newest of each account."""
    whole = {plan.project_id: plan.id for plan in plans if plan.account_id is None}
    single = {plan.account_id: plan.id for plan in plans if plan.account_id and plan.project_id not in whole}
    return {*whole.values(), *single.values()}


def told(plan: MonthPlan, target: PlanTarget) -> TargetInForce:
    """Return a target as a value, with the account its plan is of where it names none itself."""
    return TargetInForce(
        project_id=plan.project_id,
        account_id=target.account_id or plan.account_id,
        metric=target.metric,
        value=target.value,
        direction=target.direction,
        level=target.level,
    )


def months_not_confirmed(session: Session, project_id: str) -> set[str]:
    """Return the months whose plan is being talked over and that the client has confirmed no plan of (R16)."""
    of_project = select(MonthPlan).where(MonthPlan.project_id == project_id)
    plans = session.scalars(of_project.where(MonthPlan.status.in_((*NEGOTIATED, MonthPlanStatus.LOCKED)))).all()
    confirmed = {plan.month for plan in plans if plan.status is MonthPlanStatus.LOCKED}
    return {plan.month for plan in plans if plan.account_id is None} - confirmed


def supersede_others(session: Session, plan: MonthPlan) -> None:
    """Let no other plan of a project's month count beside this one, those of single accounts among them."""
    query = select(MonthPlan).where(
        MonthPlan.project_id == plan.project_id,
        MonthPlan.month == plan.month,
        MonthPlan.id != plan.id,
        MonthPlan.status != MonthPlanStatus.SUPERSEDED,
    )
    for other in session.scalars(query):
        other.status = MonthPlanStatus.SUPERSEDED
    session.flush()


def is_worked_by(session: Session, plan: MonthPlan, flow_run_id: str) -> bool:
    """Say whether a run has put this version before its gate, or stands there with it."""
    rounds = exists().where(GateRound.subject_id == MonthPlan.id, GateRound.flow_run_id == flow_run_id)
    waits = exists().where(Wait.subject_id == MonthPlan.id, Wait.flow_run_id == flow_run_id)
    return session.scalar(select(MonthPlan.id).where(MonthPlan.id == plan.id, or_(rounds, waits))) is not None


def approved_budgets(session: Session, project_id: str, month: str) -> Sequence[BudgetRequest]:
    """Return the money that was approved for a project's month, in the order of the codes (S4)."""
    granted = (BudgetStatus.APPROVED, BudgetStatus.SPENT, BudgetStatus.SETTLED)
    query = select(BudgetRequest).where(
        BudgetRequest.project_id == project_id, BudgetRequest.month == month, BudgetRequest.status.in_(granted)
    )
    return session.scalars(query.order_by(BudgetRequest.code)).all()
