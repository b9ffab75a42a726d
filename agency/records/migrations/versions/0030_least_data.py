"""No more of a person is kept than is needed, and no longer."""

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Change no table: what is kept for a time only goes by the flow ``tidy-up``, and the trail keeps less by itself."""
