"""Who was told of a script or a work knows by which message, and who was asked stays on record."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

TABLES = ("script_syncs", "engagement_calls")


def upgrade() -> None:
    """Widen both, what is on record kept: it was told when it was noted."""
    with op.batch_alter_table("engagement_calls") as table:
        table.add_column(sa.Column("asked", sa.JSON(), nullable=True))
        table.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        table.alter_column("sent_at", existing_type=sa.DateTime(timezone=True), nullable=True)
    op.execute("UPDATE engagement_calls SET asked = '[]'")
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
            table.add_column(sa.Column("notification_id", sa.String(length=26), nullable=True))
    op.execute("UPDATE script_syncs SET told_at = COALESCE(delivered_at, created_at)")
    op.execute("UPDATE engagement_calls SET told_at = sent_at, closed_at = sent_at")
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.alter_column("told_at", existing_type=sa.DateTime(timezone=True), nullable=False)
            table.create_foreign_key(
                op.f(f"fk_{name}_notification_id_notifications"), "notifications", ["notification_id"], ["id"]
            )
    with op.batch_alter_table("engagement_calls") as table:
        table.alter_column("asked", existing_type=sa.JSON(), nullable=False)
