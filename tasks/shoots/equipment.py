"""Lends equipment to a shoot and takes it back (I5, I7)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from agency.domain.finding import Findings
from agency.domain.shoots import Loan, return_findings
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.equipment import clashing_loans
from agency.records.tables import Equipment, EquipmentLoan, Person, Shoot


def lend(session: Session, shoot: Shoot, things: Sequence[str], out_at: datetime, due_at: datetime) -> None:
    """Lend what is on the equipment list by its number or name; what the agency does not own is only noted by its name.

    Raise ``RuleBroken`` for a thing that another shoot has at the time. Run again, it lends nothing twice.
    """
    owned = session.scalars(select(Equipment).where(or_(Equipment.code.in_(things), Equipment.name.in_(things)))).all()
    for thing in owned:
        if taken := [one for one in clashing_loans(session, thing.id, out_at, due_at) if one.shoot_id != shoot.id]:
            holder = session.get_one(Person, taken[0].holder_id).name
            raise RuleBroken(_("{asset} is with {holder} at that time.").format(asset=thing.name, holder=holder))
        if loan_for(session, thing, shoot) is None:
            session.add(
                EquipmentLoan(
                    equipment_id=thing.id,
                    shoot_id=shoot.id,
                    holder_id=shoot.photographer_id,
                    out_at=out_at,
                    due_at=due_at,
                )
            )


def loan_for(session: Session, thing: Equipment, shoot: Shoot) -> EquipmentLoan | None:
    """Return the loan of a thing to this very shoot."""
    return session.scalar(
        select(EquipmentLoan).where(EquipmentLoan.equipment_id == thing.id, EquipmentLoan.shoot_id == shoot.id)
    )


def loans_of(session: Session, shoot_id: str) -> Sequence[Row[tuple[EquipmentLoan, Equipment]]]:
    """Return what was lent to a shoot, by number."""
    query = select(EquipmentLoan, Equipment).join(Equipment, Equipment.id == EquipmentLoan.equipment_id)
    return session.execute(query.where(EquipmentLoan.shoot_id == shoot_id).order_by(Equipment.code)).all()


def take_back(session: Session, shoot: Shoot, received_by: str, at: datetime) -> None:
    """Note that everything lent to a shoot is back and who took it in."""
    for loan, _thing in loans_of(session, shoot.id):
        loan.returned_at = loan.returned_at or max(at, loan.out_at)
        loan.received_by_id = received_by


def still_out(session: Session, shoot_id: str) -> Findings:
    """Return what the rule on returned equipment says of a shoot (I7)."""
    return return_findings(
        [
            Loan(
                asset=thing.name,
                holder=session.get_one(Person, loan.holder_id).name,
                returned_at=loan.returned_at,
                received_by=loan.received_by_id,
            )
            for loan, thing in loans_of(session, shoot_id)
        ]
    )
