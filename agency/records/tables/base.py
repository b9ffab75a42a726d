"""What every table shares: names of constraints, moments in UTC, ids, and who touched a row when.

SQLite forgets time zones, so every moment goes through ``UtcDateTime``; a naive moment is refused at the door.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Float, MetaData, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator
from ulid import ULID

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

ID_LENGTH = 26


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on the way in and on the way out, in UTC at rest."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive moment; store the others in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment on every engine."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The root of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: Text(),
        datetime: UtcDateTime(),
        date: Date(),
        float: Float(),
        Decimal: Float(asdecimal=True),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[dict[str, Any]]: JSON(),
    }


def new_id() -> str:
    """Return a new id: 26 letters and digits that sort by time (ULID)."""
    return str(ULID())


def now() -> datetime:
    """Return the present moment in UTC; the one clock of the records, so that a test can move it."""
    return datetime.now(UTC)


class Identified:
    """A row with an id of its own and the moment it was written."""

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=now)


class Kept(Identified):
    """A row that may be changed: ``rev`` counts the changes, and a change made on an old ``rev`` is refused."""

    created_by: Mapped[str | None] = mapped_column(Text())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=now, onupdate=now)
    rev: Mapped[int] = mapped_column(default=1)
