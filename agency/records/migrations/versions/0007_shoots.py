"""Shoots, their crew and checks, takes and equipment."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "equipment",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("keeper_id", sa.String(length=26), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_equipment_code_not_blank")),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_equipment_name_not_blank")),
        sa.ForeignKeyConstraint(["keeper_id"], ["people.id"], name=op.f("fk_equipment_keeper_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("code", name=op.f("uq_equipment_code")),
    )
    op.create_table(
        "shoots",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shoot_on", sa.Date(), nullable=False),
        sa.Column("call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fallback_on", sa.Date(), nullable=True),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("permit", sa.Text(), nullable=True),
        sa.Column("props", sa.Text(), nullable=False),
        sa.Column("styling", sa.Text(), nullable=False),
        sa.Column("director_id", sa.String(length=26), nullable=False),
        sa.Column("photographer_id", sa.String(length=26), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_shoots_ends_at_not_before_starts_at")),
        sa.CheckConstraint("length(trim(code)) > 0", name=op.f("ck_shoots_code_not_blank")),
        sa.ForeignKeyConstraint(["director_id"], ["people.id"], name=op.f("fk_shoots_director_id_people")),
        sa.ForeignKeyConstraint(["photographer_id"], ["people.id"], name=op.f("fk_shoots_photographer_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shoots")),
        sa.UniqueConstraint("code", name=op.f("uq_shoots_code")),
    )
    op.create_index(op.f("ix_shoots_shoot_on"), "shoots", ["shoot_on"])
    op.create_table(
        "equipment_loans",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("equipment_id", sa.String(length=26), nullable=False),
        sa.Column("shoot_id", sa.String(length=26), nullable=True),
        sa.Column("holder_id", sa.String(length=26), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by_id", sa.String(length=26), nullable=True),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("due_at >= out_at", name=op.f("ck_equipment_loans_due_at_not_before_out_at")),
        sa.CheckConstraint("returned_at >= out_at", name=op.f("ck_equipment_loans_returned_at_not_before_out_at")),
        sa.CheckConstraint(
            "returned_at IS NULL OR received_by_id IS NOT NULL", name=op.f("ck_equipment_loans_returned_to_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_equipment_loans_equipment_id_equipment")
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["people.id"], name=op.f("fk_equipment_loans_holder_id_people")),
        sa.ForeignKeyConstraint(
            ["received_by_id"], ["people.id"], name=op.f("fk_equipment_loans_received_by_id_people")
        ),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_equipment_loans_shoot_id_shoots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment_loans")),
    )
    op.create_index(op.f("ix_equipment_loans_equipment_id_out_at"), "equipment_loans", ["equipment_id", "out_at"])
    op.create_index(op.f("ix_equipment_loans_shoot_id"), "equipment_loans", ["shoot_id"])
    op.create_table(
        "shoot_crew",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shoot_id", sa.String(length=26), nullable=False),
        sa.Column("person_id", sa.String(length=26), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_shoot_crew_person_id_people")),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_shoot_crew_shoot_id_shoots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shoot_crew")),
        sa.UniqueConstraint("shoot_id", "person_id", "role", name=op.f("uq_shoot_crew_shoot_id_person_id_role")),
    )
    op.create_table(
        "shoot_prep_checks",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shoot_id", sa.String(length=26), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(length=26), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.String(length=26), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"], name=op.f("fk_shoot_prep_checks_confirmed_by_id_people")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_shoot_prep_checks_owner_id_people")),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_shoot_prep_checks_shoot_id_shoots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shoot_prep_checks")),
        sa.UniqueConstraint("shoot_id", "kind", "item", name=op.f("uq_shoot_prep_checks_shoot_id_kind_item")),
    )
    op.create_table(
        "talent_itineraries",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shoot_id", sa.String(length=26), nullable=False),
        sa.Column("talent_id", sa.String(length=26), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("hotel", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("conflicts_checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("to_at >= from_at", name=op.f("ck_talent_itineraries_to_at_not_before_from_at")),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_talent_itineraries_shoot_id_shoots")),
        sa.ForeignKeyConstraint(["talent_id"], ["people.id"], name=op.f("fk_talent_itineraries_talent_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talent_itineraries")),
        sa.UniqueConstraint("shoot_id", "talent_id", name=op.f("uq_talent_itineraries_shoot_id_talent_id")),
    )
    op.create_table(
        "shoot_items",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shoot_id", sa.String(length=26), nullable=False),
        sa.Column("content_id", sa.String(length=26), nullable=False),
        sa.Column("script_id", sa.String(length=26), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("deviations", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["content_id"], ["content_items.id"], name=op.f("fk_shoot_items_content_id_content_items")
        ),
        sa.ForeignKeyConstraint(["script_id"], ["scripts.id"], name=op.f("fk_shoot_items_script_id_scripts")),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_shoot_items_shoot_id_shoots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shoot_items")),
        sa.UniqueConstraint("shoot_id", "content_id", name=op.f("uq_shoot_items_shoot_id_content_id")),
    )
    op.create_index(op.f("ix_shoot_items_content_id"), "shoot_items", ["content_id"])
    op.create_table(
        "take_logs",
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("shoot_id", sa.String(length=26), nullable=False),
        sa.Column("shot_id", sa.String(length=26), nullable=False),
        sa.Column("take_number", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("file_hint", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("take_number >= 1", name=op.f("ck_take_logs_take_number_at_least_1")),
        sa.ForeignKeyConstraint(["shoot_id"], ["shoots.id"], name=op.f("fk_take_logs_shoot_id_shoots")),
        sa.ForeignKeyConstraint(["shot_id"], ["shots.id"], name=op.f("fk_take_logs_shot_id_shots")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_take_logs")),
        sa.UniqueConstraint(
            "shoot_id", "shot_id", "take_number", name=op.f("uq_take_logs_shoot_id_shot_id_take_number")
        ),
    )
    op.create_index(op.f("ix_take_logs_shot_id"), "take_logs", ["shot_id"])
