"""Footage, hand-over, edit rounds and cuts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "cuts",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("content_id", sa.String(length=26), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file_ref", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("resolution", sa.Text(), nullable=True),
        sa.Column("uploaded_by_id", sa.String(length=26), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("duration_ms >= 1", name=op.f("ck_cuts_duration_ms_at_least_1")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_cuts_version_at_least_1")),
        sa.ForeignKeyConstraint(["content_id"], ["content_items.id"], name=op.f("fk_cuts_content_id_content_items")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["people.id"], name=op.f("fk_cuts_uploaded_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cuts")),
        sa.UniqueConstraint("content_id", "version", name=op.f("uq_cuts_content_id_version")),
    )
    op.create_table(
        "edit_tasks",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("content_id", sa.String(length=26), nullable=False),
        sa.Column("editor_id", sa.String(length=26), nullable=False),
        sa.Column("director_id", sa.String(length=26), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_cut_due_on", sa.Date(), nullable=True),
        sa.Column("final_due_on", sa.Date(), nullable=True),
        sa.Column("revision_count", sa.Integer(), nullable=False),
        sa.Column("bgm_licence", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision_count >= 0", name=op.f("ck_edit_tasks_revision_count_at_least_0")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content_items.id"], name=op.f("fk_edit_tasks_content_id_content_items")
        ),
        sa.ForeignKeyConstraint(["director_id"], ["people.id"], name=op.f("fk_edit_tasks_director_id_people")),
        sa.ForeignKeyConstraint(["editor_id"], ["people.id"], name=op.f("fk_edit_tasks_editor_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit_tasks")),
        sa.UniqueConstraint("content_id", name=op.f("uq_edit_tasks_content_id")),
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shoot_id", sa.String(length=26), nullable=False),
        sa.Column("content_id", sa.String(length=26), nullable=False),
        sa.Column("from_id", sa.String(length=26), nullable=False),
        sa.Column("to_id", sa.String(length=26), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("names_ok", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.String(length=26), nullable=True),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("received_at >= handed_at", name=op.f("ck_handovers_received_at_not_before_handed_at")),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content_items.id"], name=op.f("fk_handovers_content_id_content_items")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["people.id"], name=op.f("fk_handovers_from_id_people")),
        sa.ForeignKeyConstraint(["received_by_id"], ["people.id"], name=op.f("fk_handovers_received_by_id_people")),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_handovers_shoot_id_shoots")),
        sa.ForeignKeyConstraint(["to_id"], ["people.id"], name=op.f("fk_handovers_to_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("shoot_id", "content_id", name=op.f("uq_handovers_shoot_id_content_id")),
    )
    op.create_index(op.f("ix_handovers_content_id"), "handovers", ["content_id"])
    op.create_table(
        "edit_rounds",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("task_id", sa.String(length=26), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cut_id", sa.String(length=26), nullable=True),
        sa.Column("director_id", sa.String(length=26), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_edit_rounds_number_at_least_1")),
        sa.ForeignKeyConstraint(["cut_id"], ["cuts.id"], name=op.f("fk_edit_rounds_cut_id_cuts")),
        sa.ForeignKeyConstraint(["director_id"], ["people.id"], name=op.f("fk_edit_rounds_director_id_people")),
        sa.ForeignKeyConstraint(["task_id"], ["edit_tasks.id"], name=op.f("fk_edit_rounds_task_id_edit_tasks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edit_rounds")),
        sa.UniqueConstraint("task_id", "number", name=op.f("uq_edit_rounds_task_id_number")),
    )
    op.create_table(
        "footage",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shoot_id", sa.String(length=26), nullable=False),
        sa.Column("content_id", sa.String(length=26), nullable=False),
        sa.Column("handover_id", sa.String(length=26), nullable=True),
        sa.Column("shot_number", sa.Integer(), nullable=True),
        sa.Column("take_number", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("storage_ref", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(file_name)) > 0", name=op.f("ck_footage_file_name_not_blank")),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("ck_footage_size_bytes_at_least_0")),
        sa.CheckConstraint("take_number >= 1", name=op.f("ck_footage_take_number_at_least_1")),
        sa.ForeignKeyConstraint(["content_id"], ["content_items.id"], name=op.f("fk_footage_content_id_content_items")),
        sa.ForeignKeyConstraint(["handover_id"], ["handovers.id"], name=op.f("fk_footage_handover_id_handovers")),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_footage_shoot_id_shoots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_footage")),
        sa.UniqueConstraint("shoot_id", "file_name", name=op.f("uq_footage_shoot_id_file_name")),
    )
    op.create_index(op.f("ix_footage_content_id"), "footage", ["content_id"])
    op.create_index(op.f("ix_footage_handover_id"), "footage", ["handover_id"])
    op.create_table(
        "review_notes",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("cut_id", sa.String(length=26), nullable=False),
        sa.Column("at_ms", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=26), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("at_ms >= 0", name=op.f("ck_review_notes_at_ms_at_least_0")),
        sa.CheckConstraint("length(trim(note)) > 0", name=op.f("ck_review_notes_note_not_blank")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_review_notes_author_id_people")),
        sa.ForeignKeyConstraint(["cut_id"], ["cuts.id"], name=op.f("fk_review_notes_cut_id_cuts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_notes")),
    )
    op.create_index(op.f("ix_review_notes_cut_id"), "review_notes", ["cut_id"])
    op.create_table(
        "focus_judgements",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("round_id", sa.String(length=26), nullable=False),
        sa.Column("point", sa.String(length=32), nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["edit_rounds.id"], name=op.f("fk_focus_judgements_round_id_edit_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_judgements")),
        sa.UniqueConstraint("round_id", "point", name=op.f("uq_focus_judgements_round_id_point")),
    )
