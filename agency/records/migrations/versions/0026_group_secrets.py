"""The addresses of bots are kept sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "group_secrets",
        sa.Column("chat_id", sa.String(length=26), nullable=False),
        sa.Column("address_sealed", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.Text(), nullable=True),
        sa.Column("id", sa.String(length=26), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["group_chats.id"], name=op.f("fk_group_secrets_chat_id_group_chats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_secrets")),
        sa.UniqueConstraint("chat_id", name=op.f("uq_group_secrets_chat_id")),
    )
