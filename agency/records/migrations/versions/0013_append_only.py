"""The ledger, the snapshots and the audit trail only grow from here on."""

from alembic import op

from agency.records.append_only import guard

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Guard them."""
    guard(
        op.get_bind(),
        "gate_rounds",
        "decisions",
        "gate_passes",
        "refused_answers",
        "waivers",
        "video_snapshots",
        "account_dailies",
        "audit_events",
    )
