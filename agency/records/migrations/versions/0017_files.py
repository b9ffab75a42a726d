"""Files of material are kept on record."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "kept_files",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=True),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("bytes >= 0", name=op.f("ck_kept_files_bytes_at_least_0")),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_kept_files_title_not_blank")),
        sa.CheckConstraint("length(trim(place)) > 0", name=op.f("ck_kept_files_place_not_blank")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_kept_files_project_id_projects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_files")),
        sa.UniqueConstraint(
            "kind", "project_id", "slot", "sha256", name=op.f("uq_kept_files_kind_project_id_slot_sha256")
        ),
    )
    op.create_index(op.f("ix_kept_files_project_id"), "kept_files", ["project_id"])
    op.create_index(op.f("ix_kept_files_made_at"), "kept_files", ["made_at"])
    op.create_index(
        op.f("ix_kept_files_kind_slot_sha256"),
        "kept_files",
        ["kind", "slot", "sha256"],
        unique=True,
        sqlite_where=sa.text("project_id IS NULL"),
        postgresql_where=sa.text("project_id IS NULL"),
    )
