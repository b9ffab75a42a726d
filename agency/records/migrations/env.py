"""Alembic's way in: it runs this file, with the connection that ``agency.records.migrate`` opened."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum

from agency.records.tables import Base
from agency.records.tables.base import UtcDateTime
from agency.records.tables.columns import Codes


def plain_type(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Let a drafted step name what the database holds, so that it outlives the classes of today."""
    match kind, item:
        case "type", UtcDateTime():
            return "sa.DateTime(timezone=True)"
        case "type", Codes():
            return "sa.JSON()"
        case "type", Enum(length=length):
            return f"sa.String(length={length})"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_type,
)
context.run_migrations()
