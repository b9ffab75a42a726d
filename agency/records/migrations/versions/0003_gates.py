"""The ledger of the gates, and the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "refused_answers",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("gate", sa.String(length=24), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("claimed_person", sa.Text(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_answers")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "gate",
            "question",
            name=op.f("uq_refused_answers_subject_kind_subject_id_gate_question"),
        ),
    )
    op.create_index(op.f("ix_refused_answers_subject_id_gate"), "refused_answers", ["subject_id", "gate"])
    op.create_table(
        "waits",
        sa.Column("flow_run_id", sa.String(length=36), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("gate", sa.String(length=24), nullable=False),
        sa.Column("question", sa.String(length=80), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("awaited", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("flow_run_id", name=op.f("pk_waits")),
    )
    op.create_index(op.f("ix_waits_subject_id"), "waits", ["subject_id"])
    op.create_table(
        "gate_rounds",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("gate", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_by", sa.String(length=26), nullable=True),
        sa.Column("submitted", sa.JSON(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("exhibit", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submitted_by"], ["people.id"], name=op.f("fk_gate_rounds_submitted_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_rounds")),
        sa.UniqueConstraint(
            "subject_kind",
            "subject_id",
            "gate",
            "number",
            name=op.f("uq_gate_rounds_subject_kind_subject_id_gate_number"),
        ),
    )
    op.create_index(op.f("ix_gate_rounds_subject_id"), "gate_rounds", ["subject_id"])
    op.create_table(
        "waivers",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("subject_kind", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=26), nullable=False),
        sa.Column("rule", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.String(length=26), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["granted_by"], ["people.id"], name=op.f("fk_waivers_granted_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
        sa.UniqueConstraint("subject_kind", "subject_id", "rule", name=op.f("uq_waivers_subject_kind_subject_id_rule")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("round_id", sa.String(length=26), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("identity", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_decisions_person_id_people")),
        sa.ForeignKeyConstraint(["round_id"], ["gate_rounds.id"], name=op.f("fk_decisions_round_id_gate_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("round_id", "seat", name=op.f("uq_decisions_round_id_seat")),
        sa.UniqueConstraint("round_id", "step", "person_id", name=op.f("uq_decisions_round_id_step_person_id")),
    )
    op.create_table(
        "gate_passes",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("round_id", sa.String(length=26), nullable=False),
        sa.Column("flow_run_id", sa.String(length=36), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["gate_rounds.id"], name=op.f("fk_gate_passes_round_id_gate_rounds")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_passes")),
        sa.UniqueConstraint("round_id", name=op.f("uq_gate_passes_round_id")),
    )
