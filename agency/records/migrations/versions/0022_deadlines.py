"""Reminders that were given are kept, with what was owed by whom; the inbox knows what of a gate is asked."""

import sqlalchemy as sa
from alembic import op

from agency.records.append_only import guard

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Widen the checks of rules and the inbox, and create the table of the reminders, which only grows."""
    with op.batch_alter_table("rule_checks") as table:
        table.add_column(sa.Column("what", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("owners", sa.JSON(), nullable=True))
        table.add_column(sa.Column("project_id", sa.String(length=26), nullable=True))
        table.add_column(sa.Column("done_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE rule_checks SET owners = '[]'")
    with op.batch_alter_table("rule_checks") as table:
        table.alter_column("what", server_default=None)
        table.alter_column("owners", nullable=False)
        table.create_foreign_key(op.f("fk_rule_checks_project_id_projects"), "projects", ["project_id"], ["id"])
    op.add_column("waits", sa.Column("slot", sa.String(length=24), nullable=False, server_default=""))
    op.create_table(
        "reminders",
        sa.Column("check_id", sa.String(length=26), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_reminders_number_at_least_0")),
        sa.ForeignKeyConstraint(["check_id"], ["rule_checks.id"], name=op.f("fk_reminders_check_id_rule_checks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "check_id", "due_at", "step", "number", name=op.f("uq_reminders_check_id_due_at_step_number")
        ),
    )
    guard(op.get_bind(), "reminders")
    widen_waivers()


def widen_waivers() -> None:
    """Let a waiver that ran out be followed by another; on SQLite the table is built anew, and guarded once more."""
    with op.batch_alter_table("waivers") as table:
        table.drop_constraint(op.f("uq_waivers_subject_kind_subject_id_rule"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_waivers_subject_kind_subject_id_rule_expires_on"),
            ["subject_kind", "subject_id", "rule", "expires_on"],
        )
    if op.get_bind().dialect.name == "sqlite":
        guard(op.get_bind(), "waivers")
