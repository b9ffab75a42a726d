"""Who was told of a script or a work, and who answered."""

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Nothing yet."""
