"""Backups, and the restores that proved them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "backups",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("prefect_rows", sa.BigInteger(), nullable=True),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Text(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("bytes >= 0", name=op.f("ck_backups_bytes_at_least_0")),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_backups_rows_at_least_0")),
        sa.CheckConstraint("prefect_rows >= 0", name=op.f("ck_backups_prefect_rows_at_least_0")),
        sa.CheckConstraint("files >= 0", name=op.f("ck_backups_files_at_least_0")),
        sa.CheckConstraint("faults >= 0", name=op.f("ck_backups_faults_at_least_0")),
        sa.CheckConstraint("length(trim(place)) > 0", name=op.f("ck_backups_place_not_blank")),
        sa.CheckConstraint("ended_at >= taken_at", name=op.f("ck_backups_ended_at_not_before_taken_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backups")),
    )
    op.create_index(op.f("ix_backups_taken_at"), "backups", ["taken_at"])
