"""What is lent out, and what would clash."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.records.tables import EquipmentLoan


def clashing_loans(session: Session, equipment_id: str, out_at: datetime, due_at: datetime) -> Sequence[EquipmentLoan]:
    """Return the loans of a thing that overlap the time from ``out_at`` to ``due_at``, earliest first.

    A thing brought back early is free from then on. A thing overdue counts as back at the time it was due.
    """
    back_at = func.coalesce(EquipmentLoan.returned_at, EquipmentLoan.due_at)
    query = (
        select(EquipmentLoan)
        .where(EquipmentLoan.equipment_id == equipment_id, EquipmentLoan.out_at < due_at, back_at > out_at)
        .order_by(EquipmentLoan.out_at)
    )
    return session.scalars(query).all()


def still_out(session: Session, shoot_id: str) -> Sequence[EquipmentLoan]:
    """Return what was lent for a shoot and is not back (I7)."""
    query = select(EquipmentLoan).where(EquipmentLoan.shoot_id == shoot_id, EquipmentLoan.returned_at.is_(None))
    return session.scalars(query).all()
