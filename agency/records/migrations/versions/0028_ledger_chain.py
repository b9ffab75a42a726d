"""The ledger is chained: each of its rows bears the hash of the one before."""

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Change nothing yet."""
