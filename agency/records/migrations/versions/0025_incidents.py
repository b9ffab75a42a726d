"""Incidents are carried to their end, and ideas into a meeting."""

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Nothing yet."""
