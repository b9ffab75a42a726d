"""Calls of a platform's day are counted where the agency sets itself a limit."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "calls_of_days",
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("calls >= 0", name=op.f("ck_calls_of_days_calls_at_least_0")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls_of_days")),
        sa.UniqueConstraint("platform", "day", name=op.f("uq_calls_of_days_platform_day")),
    )
