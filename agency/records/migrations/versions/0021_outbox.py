"""A message knows what it is about and how soon it must be read; every attempt to send one is on record."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

KNOWN_BEFORE = {
    "about": sa.Text(),
    "kind": sa.String(length=32),
    "urgency": sa.String(length=32),
    "mentions": sa.JSON(),
}


def upgrade() -> None:
    """Widen the outbox, what lies in it kept, and create the attempts."""
    with op.batch_alter_table("notifications") as table:
        for name, kind in KNOWN_BEFORE.items():
            table.add_column(sa.Column(name, kind, nullable=True))
        table.add_column(sa.Column("project_id", sa.String(length=26), nullable=True))
        table.add_column(sa.Column("settled_by_id", sa.String(length=26), nullable=True))
        table.add_column(sa.Column("parts_sent", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("goes_alone", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE notifications SET about = dedupe_key, kind = 'notice', urgency = 'in_hours', mentions = '[]'")
    with op.batch_alter_table("notifications") as table:
        for name in KNOWN_BEFORE:
            table.alter_column(name, nullable=False)
        table.alter_column("parts_sent", server_default=None)
        table.alter_column("goes_alone", server_default=None)
        table.create_foreign_key(op.f("fk_notifications_project_id_projects"), "projects", ["project_id"], ["id"])
        table.create_foreign_key(op.f("fk_notifications_settled_by_id_people"), "people", ["settled_by_id"], ["id"])
        table.create_check_constraint(op.f("ck_notifications_parts_sent_at_least_0"), "parts_sent >= 0")
        table.create_index(op.f("ix_notifications_about"), ["about"])
        table.create_index(op.f("ix_notifications_chat_id"), ["chat_id"])
    op.create_table(
        "delivery_attempts",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("chat_id", sa.String(length=26), nullable=True),
        sa.Column("person_id", sa.String(length=26), nullable=True),
        sa.Column("notification_ids", sa.JSON(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part >= 1", name=op.f("ck_delivery_attempts_part_at_least_1")),
        sa.CheckConstraint("parts >= 1", name=op.f("ck_delivery_attempts_parts_at_least_1")),
        sa.ForeignKeyConstraint(["chat_id"], ["group_chats.id"], name=op.f("fk_delivery_attempts_chat_id_group_chats")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_delivery_attempts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempts")),
    )
    op.create_index(op.f("ix_delivery_attempts_chat_id_started_at"), "delivery_attempts", ["chat_id", "started_at"])
    op.create_index(op.f("ix_delivery_attempts_person_id_started_at"), "delivery_attempts", ["person_id", "started_at"])
