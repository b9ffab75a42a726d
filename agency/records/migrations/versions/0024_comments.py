"""Comments are judged, and cases made of them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

ID = sa.String(length=26)
CODE = sa.String(length=32)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Let a comment keep what the lists made of it, and a case what people did; cases on record were of one comment."""
    widen_comments()
    widen_cases()
    op.create_table(
        "comment_looks",
        sa.Column("publication_id", ID, nullable=False),
        sa.Column("looked_at", MOMENT, nullable=False),
        sa.Column("comments_new", sa.Integer(), nullable=False),
        *kept("comment_looks"),
        sa.CheckConstraint("comments_new >= 0", name=op.f("ck_comment_looks_comments_new_at_least_0")),
        points_at("comment_looks", "publication_id", "publications"),
        sa.UniqueConstraint("publication_id", name=op.f("uq_comment_looks_publication_id")),
    )
    op.create_table(
        "case_comments",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        points_at("case_comments", "case_id", "negative_cases"),
        points_at("case_comments", "comment_id", "comments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_comments")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_case_comments_comment_id")),
    )
    op.create_index(op.f("ix_case_comments_case_id"), "case_comments", ["case_id"])
    op.create_table(
        "lexicon_words",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("verdict", CODE, nullable=False),
        sa.Column("decided_by_id", ID, nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        *kept("lexicon_words"),
        sa.CheckConstraint("length(trim(word)) > 0", name=op.f("ck_lexicon_words_word_not_blank")),
        points_at("lexicon_words", "decided_by_id", "people"),
        sa.UniqueConstraint("word", name=op.f("uq_lexicon_words_word")),
    )


def widen_comments() -> None:
    """Add what the lists said; no comment on record was judged by them."""
    with op.batch_alter_table("comments") as table:
        table.add_column(sa.Column("fingerprint", sa.Text(), nullable=True))
        table.add_column(sa.Column("severity", CODE, nullable=True))
        table.add_column(sa.Column("lexicon_severity", CODE, nullable=True))
        table.add_column(sa.Column("found", sa.JSON(), nullable=True))
        table.add_column(sa.Column("judged_at", MOMENT, nullable=True))
    op.execute("UPDATE comments SET found = '[]'")
    with op.batch_alter_table("comments") as table:
        table.alter_column("found", existing_type=sa.JSON(), nullable=False)
        table.create_unique_constraint(
            op.f("uq_comments_publication_id_fingerprint"), ["publication_id", "fingerprint"]
        )


def widen_cases() -> None:
    """Add what joins comments to one case, and what was found and done."""
    with op.batch_alter_table("negative_cases") as table:
        table.add_column(sa.Column("word", sa.Text(), nullable=True))
        table.add_column(sa.Column("comment_count", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("last_at", MOMENT, nullable=True))
        table.add_column(sa.Column("due_at", MOMENT, nullable=True))
        table.add_column(sa.Column("finding", CODE, nullable=True))
        table.add_column(sa.Column("step", CODE, nullable=True))
        table.add_column(sa.Column("answers", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("closed_by_id", ID, nullable=True))
    op.execute("UPDATE negative_cases SET comment_count = 1 WHERE comment_id IS NOT NULL")
    with op.batch_alter_table("negative_cases") as table:
        for name in ("comment_count", "answers"):
            table.alter_column(name, existing_type=sa.Integer(), server_default=None)
            table.create_check_constraint(op.f(f"ck_negative_cases_{name}_at_least_0"), f"{name} >= 0")
        table.create_foreign_key(op.f("fk_negative_cases_closed_by_id_people"), "people", ["closed_by_id"], ["id"])
        table.create_index(op.f("ix_negative_cases_publication_id_word"), ["publication_id", "word"])


def kept(table: str) -> list[sa.Column[Any] | sa.PrimaryKeyConstraint]:
    """Return what every row that may be changed has."""
    return [
        sa.Column("id", ID, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """Return the constraint that a column names a row of another table."""
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
