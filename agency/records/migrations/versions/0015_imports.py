"""Raw files are kept, and rows that could be several works wait for a person."""

import sqlalchemy as sa
from alembic import op

from agency.records.append_only import guard

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add what is known of a file, and create the tables of the queue; both only grow."""
    op.add_column("import_batches", sa.Column("kept_as", sa.Text(), nullable=True))
    op.add_column("import_batches", sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "import_questions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("batch_id", sa.String(length=26), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("rounded", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("row_number >= 1", name=op.f("ck_import_questions_row_number_at_least_1")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batches.id"], name=op.f("fk_import_questions_batch_id_import_batches")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_questions")),
        sa.UniqueConstraint("batch_id", "row_number", name=op.f("uq_import_questions_batch_id_row_number")),
    )
    op.create_table(
        "import_decisions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("question_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("publication_id", sa.String(length=26), nullable=True),
        sa.Column("is_new_work", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_import_decisions_person_id_people")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publications.id"], name=op.f("fk_import_decisions_publication_id_publications")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["import_questions.id"], name=op.f("fk_import_decisions_question_id_import_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_decisions")),
        sa.UniqueConstraint("question_id", name=op.f("uq_import_decisions_question_id")),
    )
    guard(op.get_bind(), "import_questions", "import_decisions")
