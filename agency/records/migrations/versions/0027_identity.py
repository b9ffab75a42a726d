"""Who a person is can be proven: what proves it, and how a decision was proven."""

import sqlalchemy as sa
from alembic import op

from agency.records.append_only import guard

revision = "0027"
down_revision = "0026"

BESIDE_A_DECISION = (
    "attested_by VARCHAR(26) CONSTRAINT fk_decisions_attested_by_people REFERENCES people (id)",
    "attester_identity VARCHAR(32)",
    "evidence TEXT",
)


def upgrade() -> None:
    """Add to a decision who brought it, and create the tables of the codes.

    The columns are added by plain statements: a rebuilt table would lose the triggers that keep it append-only.
    """
    for column in BESIDE_A_DECISION:
        op.execute(f"ALTER TABLE decisions ADD COLUMN {column}")
    create_enrolments()
    create_used_codes()
    create_wrong_codes()
    guard(op.get_bind(), "code_enrolments", "used_codes", "wrong_codes")


def create_enrolments() -> None:
    """Create the table of the people's secrets, which are sealed."""
    op.create_table(
        "code_enrolments",
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("secret_sealed", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_code_enrolments_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_enrolments")),
    )
    op.create_index(op.f("ix_code_enrolments_person_id"), "code_enrolments", ["person_id"])


def create_used_codes() -> None:
    """Create the table of the steps whose code is used up."""
    op.create_table(
        "used_codes",
        sa.Column("enrolment_id", sa.String(length=26), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["code_enrolments.id"], name=op.f("fk_used_codes_enrolment_id_code_enrolments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_codes")),
        sa.UniqueConstraint("enrolment_id", "step", name=op.f("uq_used_codes_enrolment_id_step")),
    )


def create_wrong_codes() -> None:
    """Create the table of the codes that did not fit."""
    op.create_table(
        "wrong_codes",
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_wrong_codes_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_codes")),
    )
    op.create_index(op.f("ix_wrong_codes_person_id_given_at"), "wrong_codes", ["person_id", "given_at"])
