"""Reports that are due are tracked."""

import sqlalchemy as sa
from alembic import op

from agency.records.append_only import guard

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Create the table of the operations reports; it only grows."""
    op.create_table(
        "operations_reports",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("period", sa.String(length=32), nullable=False),
        sa.Column("period_key", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("figures_hash", sa.String(length=64), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("short_text", sa.Text(), nullable=False),
        sa.Column("workbook_id", sa.String(length=26), nullable=False),
        sa.Column("flow_run_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_operations_reports_revision_at_least_1")),
        sa.CheckConstraint("length(trim(short_text)) > 0", name=op.f("ck_operations_reports_short_text_not_blank")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_operations_reports_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["workbook_id"], ["kept_files.id"], name=op.f("fk_operations_reports_workbook_id_kept_files")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operations_reports")),
        sa.UniqueConstraint(
            "project_id",
            "period",
            "period_key",
            "revision",
            name=op.f("uq_operations_reports_project_id_period_period_key_revision"),
        ),
    )
    guard(op.get_bind(), "operations_reports")
