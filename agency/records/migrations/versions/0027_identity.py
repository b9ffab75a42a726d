"""Who a person is can be proven: what proves it, and how a decision was proven."""

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Change nothing yet."""
