"""The next code of a series such as ``SUMMER-DY-007``."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.records.tables.base import Named


def next_code(session: Session, table: type[Named], series: str, width: int) -> str:
    """Return the code after the highest one of a series; gaps are not filled, other codes are passed over.

    Two units of work at once would get the same one: the caller holds the row the series belongs to.
    """
    session.flush()
    codes = session.scalars(select(table.code).where(table.code.startswith(series, autoescape=True)))
    taken = [int(end) for code in codes if (end := code.removeprefix(series)).isdecimal()]
    return f"{series}{max(taken, default=0) + 1:0{width}}"
