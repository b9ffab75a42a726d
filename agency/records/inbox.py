"""The inbox: at which question each waiting run stands. It tells where to look; the ledger decides."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.records.ledger import GateKey
from agency.records.tables import Wait
from agency.records.tables.base import now


def stand_at(
    session: Session,
    flow_run_id: str,
    key: GateKey,
    *,
    question: str,
    headline: str,
    awaited: Sequence[str],
    due_on: date | None,
    slot: str = "",
) -> None:
    """Note the question a run stands at; the moment it was first asked stays, also while answers to it are put back."""
    wait = session.get(Wait, flow_run_id)
    is_same = wait is not None and (wait.question == question or (wait.gate == key.gate and wait.slot == slot != ""))
    asked_at = wait.asked_at if wait and is_same else now()
    session.merge(
        Wait(
            flow_run_id=flow_run_id,
            subject_kind=key.kind,
            subject_id=key.subject_id,
            gate=key.gate,
            question=question,
            slot=slot,
            headline=headline,
            awaited=list(awaited),
            due_on=due_on,
            asked_at=asked_at,
        )
    )


def leave(session: Session, flow_run_id: str, gate: str) -> None:
    """Forget that a run stood at this gate."""
    wait = session.get(Wait, flow_run_id)
    if wait and wait.gate == gate:
        session.delete(wait)


def waits(session: Session, *, gate: str = "", at_most: int | None = None) -> Sequence[Wait]:
    """Return the questions that are open, at one gate or at all, the most urgent first, those without a date last."""
    query = select(Wait).order_by(Wait.due_on.is_(None), Wait.due_on, Wait.asked_at).limit(at_most)
    return session.scalars(query.where(Wait.gate == gate) if gate else query).all()


def counted(session: Session, today: date) -> tuple[int, int]:
    """Return how many questions are open, and how many of them should have been answered before a Beijing day."""
    open_ones, overdue = session.execute(
        select(func.count(), func.count().filter(Wait.due_on < today)).select_from(Wait)
    ).one()
    return open_ones, overdue


def waiting_runs(session: Session, subject_ids: Sequence[str], gate: str) -> list[str]:
    """Return the runs that stand at one gate for these subjects."""
    query = select(Wait.flow_run_id).where(Wait.subject_id.in_(subject_ids), Wait.gate == gate)
    return list(session.scalars(query))
