"""Looks at accounts with their kept answers; snapshots known by what they are of, with revisions and further counters."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from agency.records.append_only import guard

revision = "0014"
down_revision = "0013"

COUNTERS = ("plays", "likes", "comments", "shares", "saves", "profile_visits")
RATES = ("completion", "completion_5s", "bounce_2s", "cover_ctr")
NEW_COUNTERS = ("danmaku", "coins", "impressions")
OF_A_DAY = ("followers_total", "new_fans", "lost_fans", "plays_new", "likes_new", "comments_new", "shares_new")
OF_A_DAY_TOO = ("saves_new", "profile_visits", "works_published", "works_total")


def upgrade() -> None:
    """Create the looks, and make three tables anew, with their rows."""
    op.create_table(
        "pulls",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("span", sa.Integer(), nullable=False),
        sa.Column("works_seen", sa.Integer(), nullable=False),
        sa.Column("works_new", sa.Integer(), nullable=False),
        sa.Column("days_written", sa.Integer(), nullable=False),
        sa.Column("undecided", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("replay_of_id", sa.String(length=26), nullable=True),
        sa.Column("flow_run_id", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *at_least_0("pulls", "span", "days_written", "works_new", "works_seen"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_pulls_account_id_accounts")),
        sa.ForeignKeyConstraint(["replay_of_id"], ["pulls.id"], name=op.f("fk_pulls_replay_of_id_pulls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulls")),
    )
    op.create_index(op.f("ix_pulls_account_id_observed_at"), "pulls", ["account_id", "observed_at"])
    make_account_dailies_anew()
    make_video_snapshots_anew()
    make_work_days_anew()
    op.drop_table("pulled_pages")  # nothing was ever written there
    op.create_table(
        "pulled_pages",
        sa.Column("pull_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_zlib", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["pull_id"], ["pulls.id"], name=op.f("fk_pulled_pages_pull_id_pulls")),
        sa.PrimaryKeyConstraint("pull_id", "number", name=op.f("pk_pulled_pages")),
    )
    guard(op.get_bind(), "account_dailies", "video_snapshots")


def make_video_snapshots_anew() -> None:
    """Know a snapshot by its work, source, moment and revision instead of an id of its own."""
    old = put_aside("video_snapshots", "uq_video_snapshots_publication_id_observed_at_source")
    op.create_table(
        "video_snapshots",
        sa.Column("publication_id", sa.String(length=26), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("age_hours", sa.Float(), nullable=True),
        sa.Column("visibility", sa.String(length=32), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in (*COUNTERS, "follower_gain")),
        *(sa.Column(name, sa.Float(), nullable=True) for name in (*RATES, "avg_watch_s")),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in NEW_COUNTERS),
        sa.Column("import_batch_id", sa.String(length=26), nullable=True),
        sa.Column("pull_id", sa.String(length=26), nullable=True),
        *at_least_0("video_snapshots", *COUNTERS, *NEW_COUNTERS, "avg_watch_s"),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_video_snapshots_revision_at_least_1")),
        *(
            sa.CheckConstraint(f"{name} >= 0 AND {name} <= 1", name=op.f(f"ck_video_snapshots_{name}_is_a_share"))
            for name in RATES
        ),
        *points_at("video_snapshots", "publication_id", "publications"),
        *points_at("video_snapshots", "import_batch_id", "import_batches"),
        *points_at("video_snapshots", "pull_id", "pulls"),
        sa.PrimaryKeyConstraint("publication_id", "source", "observed_at", "revision", name=op.f("pk_video_snapshots")),
        sqlite_with_rowid=False,
    )
    kept = ("publication_id", "observed_at", "source", "age_hours", "visibility", *COUNTERS, "follower_gain", *RATES)
    move_rows(old, "video_snapshots", (*kept, "avg_watch_s", "import_batch_id"), revision="1")


def make_account_dailies_anew() -> None:
    """Let a day point to the look that brought it."""
    old = put_aside("account_dailies", "uq_account_dailies_account_id_day_source_revision")
    op.create_table(
        "account_dailies",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("account_id", sa.String(length=26), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in (*OF_A_DAY, *OF_A_DAY_TOO)),
        sa.Column("import_batch_id", sa.String(length=26), nullable=True),
        sa.Column("pull_id", sa.String(length=26), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *at_least_0("account_dailies", "followers_total", "lost_fans", *OF_A_DAY_TOO[1:]),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_account_dailies_revision_at_least_1")),
        *points_at("account_dailies", "account_id", "accounts"),
        *points_at("account_dailies", "import_batch_id", "import_batches"),
        *points_at("account_dailies", "pull_id", "pulls"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_dailies")),
        sa.UniqueConstraint(
            "account_id", "day", "source", "revision", name=op.f("uq_account_dailies_account_id_day_source_revision")
        ),
    )
    kept = ("id", "account_id", "day", "source", "revision", *OF_A_DAY, *OF_A_DAY_TOO, "import_batch_id", "created_at")
    move_rows(old, "account_dailies", kept)


def make_work_days_anew() -> None:
    """Let a day of a work be negative: what was liked is withdrawn."""
    old = put_aside("work_days", "uq_work_days_publication_id_day_source", is_imported=False)
    op.create_table(
        "work_days",
        sa.Column("publication_id", sa.String(length=26), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in COUNTERS[:4]),
        *points_at("work_days", "publication_id", "publications"),
        sa.PrimaryKeyConstraint("publication_id", "day", "source", name=op.f("pk_work_days")),
    )
    move_rows(old, "work_days", ("publication_id", "day", "source", "observed_at", *COUNTERS[:4]))


def put_aside(table: str, unique: str, *, is_imported: bool = True) -> str:
    """Rename a table and take from it every name that its successor will bear; return what it is called now."""
    if is_imported:
        op.drop_index(op.f(f"ix_{table}_import_batch_id"), table)
    old = f"{table}_before"
    op.rename_table(table, old)
    if op.get_bind().dialect.name == "postgresql":
        for name in (unique, f"pk_{table}"):
            op.drop_constraint(op.f(name), old)
    return old


def move_rows(old: str, new: str, columns: Iterable[str], **fixed: str) -> None:
    """Copy every row and drop the table it was in, its triggers with it."""
    names = [*columns, *fixed]
    told = [*columns, *fixed.values()]
    op.execute(f"INSERT INTO {new} ({', '.join(names)}) SELECT {', '.join(told)} FROM {old}")  # noqa: S608
    op.drop_table(old)


def at_least_0(table: str, *columns: str) -> list[sa.CheckConstraint]:
    """Return the constraints of counters."""
    return [sa.CheckConstraint(f"{name} >= 0", name=op.f(f"ck_{table}_{name}_at_least_0")) for name in columns]


def points_at(table: str, column: str, other: str) -> list[sa.ForeignKeyConstraint]:
    """Return the constraint that a column names a row of another table."""
    return [sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))]
