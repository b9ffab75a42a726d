"""Accounts: positionings, papers, violations, authorisations."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "accounts",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("project_id", sa.String(length=26), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=True),
        sa.Column("platform_user_id", sa.Text(), nullable=True),
        sa.Column("homepage_url", sa.Text(), nullable=True),
        sa.Column("account_type", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("target_audience", sa.Text(), nullable=True),
        sa.Column("bio", sa.Text(), nullable=True),
        sa.Column("avatar_ok", sa.Boolean(), nullable=False),
        sa.Column("cover_ok", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("verify_status", sa.String(length=32), nullable=False),
        sa.Column("verify_expires_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("bound_phone_last4", sa.Text(), nullable=True),
        sa.Column("real_name_holder", sa.Text(), nullable=True),
        sa.Column("custodian_id", sa.String(length=26), nullable=True),
        sa.Column("credential_ref", sa.Text(), nullable=True),
        sa.Column("operator_id", sa.String(length=26), nullable=True),
        sa.Column("backup_operator_id", sa.String(length=26), nullable=True),
        sa.Column("director_id", sa.String(length=26), nullable=True),
        sa.Column("benchmark_accounts", sa.JSON(), nullable=False),
        sa.Column("followers_at_takeover", sa.BigInteger(), nullable=True),
        sa.Column("may_sell", sa.Boolean(), nullable=False),
        sa.Column("may_stream", sa.Boolean(), nullable=False),
        sa.Column("may_pin_places", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("followers_at_takeover >= 0", name=op.f("ck_accounts_followers_at_takeover_at_least_0")),
        sa.CheckConstraint("length(bound_phone_last4) = 4", name=op.f("ck_accounts_bound_phone_last4_only")),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_accounts_code_not_blank")),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_accounts_name_not_blank")),
        sa.ForeignKeyConstraint(
            ["backup_operator_id"], ["people.id"], name=op.f("fk_accounts_backup_operator_id_people")
        ),
        sa.ForeignKeyConstraint(["custodian_id"], ["people.id"], name=op.f("fk_accounts_custodian_id_people")),
        sa.ForeignKeyConstraint(["director_id"], ["people.id"], name=op.f("fk_accounts_director_id_people")),
        sa.ForeignKeyConstraint(["operator_id"], ["people.id"], name=op.f("fk_accounts_operator_id_people")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_accounts_project_id_projects")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("code", name=op.f("uq_accounts_code")),
        sa.UniqueConstraint("platform", "handle", name=op.f("uq_accounts_platform_handle")),
    )
    op.create_index(op.f("ix_accounts_project_id"), "accounts", ["project_id"])
    op.create_table(
        "account_positionings",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("persona", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("pillars", sa.JSON(), nullable=False),
        sa.Column("visual_identity", sa.Text(), nullable=False),
        sa.Column("red_lines", sa.JSON(), nullable=False),
        sa.Column("benchmarks", sa.JSON(), nullable=False),
        sa.Column("discussed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_account_positionings_version_at_least_1")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_positionings_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_positionings")),
        sa.UniqueConstraint("account_id", "version", name=op.f("uq_account_positionings_account_id_version")),
    )
    op.create_index(
        "ix_account_positionings_active",
        "account_positionings",
        ["account_id"],
        unique=True,
        sqlite_where=sa.text("active"),
        postgresql_where=sa.text("active"),
    )
    op.create_table(
        "account_violations",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("penalty", sa.Text(), nullable=True),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_violations_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_violations")),
    )
    op.create_index(op.f("ix_account_violations_account_id"), "account_violations", ["account_id"])
    op.create_table(
        "platform_grants",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("open_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("access_token_sealed", sa.Text(), nullable=False),
        sa.Column("access_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refresh_token_sealed", sa.Text(), nullable=True),
        sa.Column("refresh_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renewals", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("authorised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("renewals >= 0", name=op.f("ck_platform_grants_renewals_at_least_0")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_platform_grants_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_grants")),
        sa.UniqueConstraint("account_id", name=op.f("uq_platform_grants_account_id")),
    )
    op.create_table(
        "registration_items",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("paper", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("file_ref", sa.Text(), nullable=True),
        sa.Column("owner_id", sa.String(length=26), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_registration_items_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_registration_items_owner_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_items")),
        sa.UniqueConstraint("account_id", "paper", name=op.f("uq_registration_items_account_id_paper")),
    )
