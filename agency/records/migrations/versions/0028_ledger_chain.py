"""The rows of the ledger are bound by a chain of hashes, those on record in the order in which they were written."""

import sqlalchemy as sa
from alembic import op

from agency.records.append_only import guard
from agency.records.chain import bind
from agency.records.tables.base import now

revision = "0028"
down_revision = "0027"

BOUND = (
    "audit_events",
    "code_enrolments",
    "decisions",
    "gate_passes",
    "gate_rounds",
    "import_decisions",
    "refused_answers",
    "used_codes",
    "waivers",
)
AT_ONCE = 1000


def upgrade() -> None:
    """Keep beside a pass what it needed, create the table of the links, and bind what is on record."""
    op.add_column("gate_passes", sa.Column("needed", sa.JSON(), nullable=True))
    op.create_table(
        "ledger_links",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.String(length=32), nullable=False),
        sa.Column("row_id", sa.String(length=26), nullable=False),
        sa.Column("row_hash", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_links")),
        sa.UniqueConstraint("table_name", "row_id", name=op.f("uq_ledger_links_table_name_row_id")),
    )
    bind_what_is_on_record(op.get_bind())
    guard(op.get_bind(), "ledger_links")


def bind_what_is_on_record(connection: sa.Connection) -> None:
    """Write the first links; the tables are read as this database has them, not as a later version of the code does."""
    there = sa.MetaData()
    there.reflect(connection, only=BOUND)
    written = sa.union_all(
        *(sa.select(sa.literal(name), there.tables[name].c.id, there.tables[name].c.created_at) for name in BOUND)
    ).subquery()
    in_order = sa.select(written.c[0], written.c[1]).order_by(written.c[2], written.c[1])
    rows = [(name, row_id) for name, row_id in connection.execute(in_order)]
    for start in range(0, len(rows), AT_ONCE):
        bind(connection, rows[start : start + AT_ONCE], now(), there.tables)
