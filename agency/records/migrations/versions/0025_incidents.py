"""Incidents are carried to their end, and ideas into a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

LINKS = {
    "shoot_id": "shoots",
    "account_id": "accounts",
    "linked_to_id": "incidents",
    "resolved_by_id": "people",
}
WORDS = ("reach", "report", "learnt")


def upgrade() -> None:
    """Let an incident say what it touches, how it is carried on, and what was learnt; let an idea say where it went."""
    widen_incidents()
    widen_shares()


def widen_incidents() -> None:
    """Give an incident a code and its course; one that is on record is known by its id, and was told when it was written."""
    with op.batch_alter_table("incidents") as table:
        table.add_column(sa.Column("code", sa.Text(), nullable=True))
        table.add_column(sa.Column("flow_run_id", sa.String(length=36), nullable=True))
        table.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        for name in LINKS:
            table.add_column(sa.Column(name, sa.String(length=26), nullable=True))
        for name in WORDS:
            table.add_column(sa.Column(name, sa.Text(), nullable=True))
    op.execute("UPDATE incidents SET code = id, notified_at = coalesce(notified_at, created_at)")
    with op.batch_alter_table("incidents") as table:
        for name in ("code", "project_id", "notified_at"):
            table.alter_column(name, nullable=False)
        for name, target in LINKS.items():
            table.create_foreign_key(op.f(f"fk_incidents_{name}_{target}"), target, [name], ["id"])
        table.create_unique_constraint(op.f("uq_incidents_code"), ["code"])
        table.create_unique_constraint(op.f("uq_incidents_flow_run_id"), ["flow_run_id"])
        table.create_check_constraint(op.f("ck_incidents_code_not_blank"), "length(trim(code)) > 0")
        table.create_index(op.f("ix_incidents_shoot_id"), ["shoot_id"])
        table.create_index(op.f("ix_incidents_resolved_at"), ["resolved_at"])


def widen_shares() -> None:
    """Let a share say what it is for, what it repeats, and what became of it."""
    links = {"project_id": "projects", "repeats_id": "trend_shares", "topic_id": "topics"}
    with op.batch_alter_table("trend_shares") as table:
        for name in links:
            table.add_column(sa.Column(name, sa.String(length=26), nullable=True))
        table.add_column(sa.Column("flow_run_id", sa.String(length=36), nullable=True))
        for name, target in links.items():
            table.create_foreign_key(op.f(f"fk_trend_shares_{name}_{target}"), target, [name], ["id"])
        table.create_unique_constraint(op.f("uq_trend_shares_flow_run_id"), ["flow_run_id"])
