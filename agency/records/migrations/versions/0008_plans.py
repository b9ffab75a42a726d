"""Month plans and budgets."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "month_plans",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.String(length=26), nullable=True),
        sa.Column("budget_total_fen", sa.BigInteger(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("month LIKE '____-__'", name=op.f("ck_month_plans_month_reads_like_a_month")),
        sa.CheckConstraint("budget_total_fen >= 0", name=op.f("ck_month_plans_budget_total_fen_at_least_0")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_month_plans_version_at_least_1")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_month_plans_account_id_accounts")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_month_plans_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_month_plans_project_id_projects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_plans")),
        sa.UniqueConstraint("account_id", "month", "version", name=op.f("uq_month_plans_account_id_month_version")),
    )
    op.create_index(
        op.f("ix_month_plans_project_id_month_version"),
        "month_plans",
        ["project_id", "month", "version"],
        unique=True,
        sqlite_where=sa.text("account_id IS NULL"),
        postgresql_where=sa.text("account_id IS NULL"),
    )
    op.create_table(
        "plan_targets",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("direction", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_plan_targets_account_id_accounts")),
        sa.ForeignKeyConstraint(["plan_id"], ["month_plans.id"], name=op.f("fk_plan_targets_plan_id_month_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_targets")),
        sa.UniqueConstraint(
            "plan_id", "account_id", "metric", "level", name=op.f("uq_plan_targets_plan_id_account_id_metric_level")
        ),
    )
    op.create_table(
        "plan_tasks",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.String(length=26), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(task)) > 0", name=op.f("ck_plan_tasks_task_not_blank")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_plan_tasks_owner_id_people")),
        sa.ForeignKeyConstraint(["plan_id"], ["month_plans.id"], name=op.f("fk_plan_tasks_plan_id_month_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_tasks")),
    )
    op.create_index(op.f("ix_plan_tasks_plan_id"), "plan_tasks", ["plan_id"])
    op.create_table(
        "stage_people",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("plan_id", sa.String(length=26), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_stage_people_person_id_people")),
        sa.ForeignKeyConstraint(["plan_id"], ["month_plans.id"], name=op.f("fk_stage_people_plan_id_month_plans")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_people")),
        sa.UniqueConstraint("plan_id", "stage", "person_id", name=op.f("uq_stage_people_plan_id_stage_person_id")),
    )
    op.create_table(
        "budget_requests",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("month", sa.Text(), nullable=True),
        sa.Column("shoot_id", sa.String(length=26), nullable=True),
        sa.Column("content_id", sa.String(length=26), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("requested_by_id", sa.String(length=26), nullable=False),
        sa.Column("needed_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("total_fen", sa.BigInteger(), nullable=False),
        sa.Column("approved_fen", sa.BigInteger(), nullable=True),
        sa.Column("actual_fen", sa.BigInteger(), nullable=True),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("external_approval_ref", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("month LIKE '____-__'", name=op.f("ck_budget_requests_month_reads_like_a_month")),
        sa.CheckConstraint("actual_fen >= 0", name=op.f("ck_budget_requests_actual_fen_at_least_0")),
        sa.CheckConstraint("approved_fen >= 0", name=op.f("ck_budget_requests_approved_fen_at_least_0")),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_budget_requests_code_not_blank")),
        sa.CheckConstraint("length(trim(purpose)) > 0", name=op.f("ck_budget_requests_purpose_not_blank")),
        sa.CheckConstraint("total_fen >= 0", name=op.f("ck_budget_requests_total_fen_at_least_0")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content_items.id"], name=op.f("fk_budget_requests_content_id_content_items")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_budget_requests_project_id_projects")),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["people.id"], name=op.f("fk_budget_requests_requested_by_id_people")
        ),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_budget_requests_shoot_id_shoots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_requests")),
        sa.UniqueConstraint("code", name=op.f("uq_budget_requests_code")),
    )
    op.create_index(op.f("ix_budget_requests_project_id"), "budget_requests", ["project_id"])
    op.create_table(
        "budget_lines",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("request_id", sa.String(length=26), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Float(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_price_fen", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("approved_fen", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_budget_lines_amount_fen_at_least_0")),
        sa.CheckConstraint("approved_fen >= 0", name=op.f("ck_budget_lines_approved_fen_at_least_0")),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_budget_lines_quantity_at_least_0")),
        sa.CheckConstraint("unit_price_fen >= 0", name=op.f("ck_budget_lines_unit_price_fen_at_least_0")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["budget_requests.id"], name=op.f("fk_budget_lines_request_id_budget_requests")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_lines")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_budget_lines_request_id_position")),
    )
