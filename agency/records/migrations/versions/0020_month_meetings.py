"""A month's plan has the lines of its budget, what is needed from the client, and what its tasks are measured by."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add what a month meeting confirms and the first tables had no room for."""
    op.add_column("month_plans", sa.Column("risks", sa.Text(), nullable=False, server_default=""))
    op.add_column("month_plans", sa.Column("change_reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("plan_tasks", sa.Column("indicator", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "plan_budget_lines",
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_price_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_plan_budget_lines_quantity_at_least_0")),
        sa.CheckConstraint("unit_price_fen >= 0", name=op.f("ck_plan_budget_lines_unit_price_fen_at_least_0")),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_plan_budget_lines_amount_fen_at_least_0")),
        sa.ForeignKeyConstraint(["plan_id"], ["month_plans.id"], name=op.f("fk_plan_budget_lines_plan_id_month_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_budget_lines")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_plan_budget_lines_plan_id_position")),
    )
    op.create_table(
        "client_inputs",
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(what)) > 0", name=op.f("ck_client_inputs_what_not_blank")),
        sa.ForeignKeyConstraint(["plan_id"], ["month_plans.id"], name=op.f("fk_client_inputs_plan_id_month_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_inputs")),
    )
    op.create_index(op.f("ix_client_inputs_plan_id"), "client_inputs", ["plan_id"])
