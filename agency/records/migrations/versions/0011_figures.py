"""Figures of works and accounts, and where they came from."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "benchmarks",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("metric", sa.String(length=32), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmarks")),
        sa.UniqueConstraint(
            "metric",
            "scope",
            "subject",
            "origin",
            "as_of",
            name=op.f("uq_benchmarks_metric_scope_subject_origin_as_of"),
        ),
    )
    op.create_table(
        "import_batches",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=True),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("rows_ok", sa.Integer(), nullable=False),
        sa.Column("rows_failed", sa.Integer(), nullable=False),
        sa.Column("rows_unmatched", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("imported_by_id", sa.String(length=26), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rows_failed >= 0", name=op.f("ck_import_batches_rows_failed_at_least_0")),
        sa.CheckConstraint("rows_ok >= 0", name=op.f("ck_import_batches_rows_ok_at_least_0")),
        sa.CheckConstraint("rows_unmatched >= 0", name=op.f("ck_import_batches_rows_unmatched_at_least_0")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_import_batches_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["people.id"], name=op.f("fk_import_batches_imported_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
        sa.UniqueConstraint("sha256", name=op.f("uq_import_batches_sha256")),
    )
    op.create_table(
        "pulled_pages",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("pulled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer_gzip", sa.LargeBinary(), nullable=False),
        sa.Column("flow_run_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_pulled_pages_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulled_pages")),
    )
    op.create_index(op.f("ix_pulled_pages_account_id_pulled_at"), "pulled_pages", ["account_id", "pulled_at"])
    op.create_table(
        "account_dailies",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("followers_total", sa.BigInteger(), nullable=True),
        sa.Column("new_fans", sa.BigInteger(), nullable=True),
        sa.Column("lost_fans", sa.BigInteger(), nullable=True),
        sa.Column("plays_new", sa.BigInteger(), nullable=True),
        sa.Column("likes_new", sa.BigInteger(), nullable=True),
        sa.Column("comments_new", sa.BigInteger(), nullable=True),
        sa.Column("shares_new", sa.BigInteger(), nullable=True),
        sa.Column("saves_new", sa.BigInteger(), nullable=True),
        sa.Column("profile_visits", sa.BigInteger(), nullable=True),
        sa.Column("works_published", sa.BigInteger(), nullable=True),
        sa.Column("works_total", sa.BigInteger(), nullable=True),
        sa.Column("import_batch_id", sa.String(length=26), nullable=True),
        sa.Column("pulled_page_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("followers_total >= 0", name=op.f("ck_account_dailies_followers_total_at_least_0")),
        sa.CheckConstraint("lost_fans >= 0", name=op.f("ck_account_dailies_lost_fans_at_least_0")),
        sa.CheckConstraint("profile_visits >= 0", name=op.f("ck_account_dailies_profile_visits_at_least_0")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_account_dailies_revision_at_least_1")),
        sa.CheckConstraint("works_published >= 0", name=op.f("ck_account_dailies_works_published_at_least_0")),
        sa.CheckConstraint("works_total >= 0", name=op.f("ck_account_dailies_works_total_at_least_0")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_dailies_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=op.f("fk_account_dailies_import_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(
            ["pulled_page_id"], ["pulled_pages.id"], name=op.f("fk_account_dailies_pulled_page_id_pulled_pages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_dailies")),
        sa.UniqueConstraint(
            "account_id", "day", "source", "revision", name=op.f("uq_account_dailies_account_id_day_source_revision")
        ),
    )
    op.create_index(op.f("ix_account_dailies_import_batch_id"), "account_dailies", ["import_batch_id"])
    op.create_table(
        "video_snapshots",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("publication_id", sa.String(length=26), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("age_hours", sa.Float(), nullable=True),
        sa.Column("visibility", sa.String(length=32), nullable=True),
        sa.Column("plays", sa.BigInteger(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.Column("shares", sa.BigInteger(), nullable=True),
        sa.Column("saves", sa.BigInteger(), nullable=True),
        sa.Column("profile_visits", sa.BigInteger(), nullable=True),
        sa.Column("follower_gain", sa.BigInteger(), nullable=True),
        sa.Column("completion", sa.Float(), nullable=True),
        sa.Column("completion_5s", sa.Float(), nullable=True),
        sa.Column("bounce_2s", sa.Float(), nullable=True),
        sa.Column("cover_ctr", sa.Float(), nullable=True),
        sa.Column("avg_watch_s", sa.Float(), nullable=True),
        sa.Column("import_batch_id", sa.String(length=26), nullable=True),
        sa.Column("pulled_page_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("avg_watch_s >= 0", name=op.f("ck_video_snapshots_avg_watch_s_at_least_0")),
        sa.CheckConstraint("bounce_2s >= 0 AND bounce_2s <= 1", name=op.f("ck_video_snapshots_bounce_2s_is_a_share")),
        sa.CheckConstraint("comments >= 0", name=op.f("ck_video_snapshots_comments_at_least_0")),
        sa.CheckConstraint(
            "completion >= 0 AND completion <= 1", name=op.f("ck_video_snapshots_completion_is_a_share")
        ),
        sa.CheckConstraint(
            "completion_5s >= 0 AND completion_5s <= 1", name=op.f("ck_video_snapshots_completion_5s_is_a_share")
        ),
        sa.CheckConstraint("cover_ctr >= 0 AND cover_ctr <= 1", name=op.f("ck_video_snapshots_cover_ctr_is_a_share")),
        sa.CheckConstraint("likes >= 0", name=op.f("ck_video_snapshots_likes_at_least_0")),
        sa.CheckConstraint("plays >= 0", name=op.f("ck_video_snapshots_plays_at_least_0")),
        sa.CheckConstraint("profile_visits >= 0", name=op.f("ck_video_snapshots_profile_visits_at_least_0")),
        sa.CheckConstraint("saves >= 0", name=op.f("ck_video_snapshots_saves_at_least_0")),
        sa.CheckConstraint("shares >= 0", name=op.f("ck_video_snapshots_shares_at_least_0")),
        sa.ForeignKeyConstraint(
            ["import_batch_id"], ["import_batches.id"], name=op.f("fk_video_snapshots_import_batch_id_import_batches")
        ),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_video_snapshots_publication_id_publications")
        ),
        sa.ForeignKeyConstraint(
            ["pulled_page_id"], ["pulled_pages.id"], name=op.f("fk_video_snapshots_pulled_page_id_pulled_pages")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_video_snapshots")),
        sa.UniqueConstraint(
            "publication_id", "observed_at", "source", name=op.f("uq_video_snapshots_publication_id_observed_at_source")
        ),
    )
    op.create_index(op.f("ix_video_snapshots_import_batch_id"), "video_snapshots", ["import_batch_id"])
    op.create_table(
        "work_days",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("publication_id", sa.String(length=26), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plays", sa.BigInteger(), nullable=True),
        sa.Column("likes", sa.BigInteger(), nullable=True),
        sa.Column("comments", sa.BigInteger(), nullable=True),
        sa.Column("shares", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("comments >= 0", name=op.f("ck_work_days_comments_at_least_0")),
        sa.CheckConstraint("likes >= 0", name=op.f("ck_work_days_likes_at_least_0")),
        sa.CheckConstraint("plays >= 0", name=op.f("ck_work_days_plays_at_least_0")),
        sa.CheckConstraint("shares >= 0", name=op.f("ck_work_days_shares_at_least_0")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_work_days_publication_id_publications")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_days")),
        sa.UniqueConstraint("publication_id", "day", "source", name=op.f("uq_work_days_publication_id_day_source")),
    )
