"""What every table shares: names of constraints, moments in UTC, ids, and who touched a row when.

SQLite forgets time zones, so every moment goes through ``UtcDateTime``; a naive moment is refused at the door.
"""

import os
import time
from base64 import b32encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, Date, DateTime, Float, ForeignKey, MetaData, String, Text
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
CHANCE = 10  # bytes of a ULID that are chance
CROCKFORD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")

Count = Annotated[int, mapped_column(BigInteger())]
"""A counter of a platform: it may pass two thousand million."""

Fen = Annotated[int, mapped_column(BigInteger())]
"""Money in whole fen."""

PersonId = Annotated[str, mapped_column(ForeignKey("people.id"))]
"""A named person."""


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

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Give back a moment in UTC: SQLite has forgotten the zone, PostgreSQL answers in its session's own.

        In one step: a lead's tables read moments by the hundred thousand.
        """
        read = self.impl_instance.result_processor(dialect, coltype)

        def in_utc(value: Any) -> datetime | None:  # noqa: ANN401 - as the driver tells it
            told = read(value) if read else value
            return told if told is None else told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)

        return in_utc


class Base(DeclarativeBase):
    """The root of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text(),
        datetime: UtcDateTime(),
        date: Date(),
        float: Float(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[dict[str, Any]]: JSON(),
    }


def new_id() -> str:
    """Return a new id: 26 letters and digits that sort by time (ULID)."""
    return str(ULID())


def id_behind(last: str | None) -> str:
    """Return a new id that sorts behind the last one of its kind, also when a clock was set back or another is ahead."""
    fresh = new_id()
    return fresh if last is None or fresh > last else str(ULID.from_int(int(ULID.from_str(last)) + 1))


def new_ids(count: int) -> list[str]:
    """Return ids for so many rows that are written together, at a sixth of the cost of ``new_id`` for each."""
    moment = bytes(4) + (time.time_ns() // 1_000_000).to_bytes(6, "big")
    chance = os.urandom(CHANCE * count)
    whole = (moment + chance[start : start + CHANCE] for start in range(0, CHANCE * count, CHANCE))
    return [b32encode(each)[-ID_LENGTH:].translate(CROCKFORD).decode() for each in whole]


def ids_behind(last: str | None, count: int) -> list[str]:
    """Return new ids for so many rows, in order, each sorting behind the last one of its kind as ``id_behind`` says."""
    fresh = sorted(new_ids(count))
    if last is None or not fresh or fresh[0] > last:
        return fresh
    begin = int(ULID.from_str(last)) + 1
    return [str(ULID.from_int(begin + place)) for place in range(count)]


def now() -> datetime:
    """Return the present moment in UTC; the one clock of the records, so that a test can move it."""
    return datetime.now(UTC)


class Identified:
    """A row with an id of its own and the moment it was written."""

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id, sort_order=-1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=now)


class Kept(Identified):
    """A row that may be changed: ``rev`` counts the changes, and a change made on an old ``rev`` is refused.

    A stale change raises ``sqlalchemy.orm.exc.StaleDataError`` when it is flushed.
    """

    created_by: Mapped[str | None] = mapped_column(Text())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=now, onupdate=now)
    rev: Mapped[int] = mapped_column(default=1)

    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": rev}


class Named(Kept):
    """A row that people name by a code of its own, such as ``SUMMER-01``: forms and commands speak codes."""

    code: Mapped[str] = mapped_column(Text(), unique=True, sort_order=-1)
