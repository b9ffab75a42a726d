"""The small agency with a shoot and a person who left, and how its people give the six tables back."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from agency.records.tables import ContentItem, Person, Shoot, ShootItem
from tasks.edits.table_edits import preview_tables, take_tables
from tasks.edits.values import EditPlan
from tasks.opening import records
from tests import small_agency
from tests.given_tables import Sheet, give, standing

TODAY = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


def found() -> None:
    """Put the agency on record."""
    with records() as session:
        small_agency.found(session)
        other = small_agency.cast("LIN")
        other.code, other.name, other.active = "LAO", "老编导", False
        session.add(other)
        shoot = Shoot(
            code="20261211-SHE",
            shoot_on=date(2026, 12, 11),
            starts_at=datetime(2026, 12, 11, 1, 0, tzinfo=UTC),
            director_id=id_of("LIN", session),
            photographer_id=id_of("SHE", session),
        )
        session.add(shoot)
        session.flush()
        item = session.scalars(select(ContentItem)).one()
        session.add(ShootItem(shoot_id=shoot.id, content_id=item.id))


def id_of(code: str, session: Any = None) -> str:
    if session is not None:
        return str(session.scalars(select(Person.id).where(Person.code == code)).one())
    with records() as own:
        return id_of(code, own)


def content(**written: Any) -> Sheet:
    return Sheet(table="content", rows=[standing("content", "BREEZE-001", **written)])


def accounts(**written: Any) -> Sheet:
    return Sheet(table="accounts", rows=[standing("accounts", "BREEZE-DY", **written)])


def shoots(**written: Any) -> Sheet:
    return Sheet(table="shoots", rows=[standing("shoots", "20261211-SHE", **written)])


def book(folder: Path, *sheets: Sheet, name: str = "六张表.xlsx") -> Path:
    return give(folder / name, *sheets)


def take(path: Path, by: str = "WU") -> EditPlan:
    """Give a workbook back as a person who has seen its preview."""
    return take_tables(path, id_of(by), frozenset({preview_tables(path).key}))


def fates(plan: EditPlan) -> dict[str, str]:
    return {sheet.table.code: sheet.fate.value for sheet in plan.sheets}


def reasons(plan: EditPlan) -> list[str]:
    return [refusal.reason for sheet in plan.sheets for refusal in sheet.refusals]


def stands(table: str, column: str, code: str) -> Any:
    """Return what the database holds, past everything that wrote it."""
    with records() as session:
        return session.execute(text(f"SELECT {column} FROM {table} WHERE code = :code"), {"code": code}).scalar_one()  # noqa: S608


def change(actor: str = "LIN", **values: Any) -> None:
    """Let somebody change the content item by another way."""
    with records(actor=actor) as session:
        item = session.scalars(select(ContentItem)).one()
        for name, value in values.items():
            setattr(item, name, value)
