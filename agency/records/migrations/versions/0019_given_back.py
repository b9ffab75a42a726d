"""What a workbook given back changed is kept."""

import sqlalchemy as sa
from alembic import op

from agency.records.append_only import guard

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Create the table, which only grows."""
    op.create_table(
        "tables_given_back",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("kept_as", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.String(length=26), nullable=False),
        sa.Column("taken", sa.JSON(), nullable=False),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("edits >= 0", name=op.f("ck_tables_given_back_edits_at_least_0")),
        sa.CheckConstraint("length(trim(file_name)) > 0", name=op.f("ck_tables_given_back_file_name_not_blank")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_tables_given_back_given_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tables_given_back")),
    )
    op.create_index(op.f("ix_tables_given_back_sha256"), "tables_given_back", ["sha256"])
    guard(op.get_bind(), "tables_given_back")
