"""${message}."""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """Say what changes, and read over what is below: a CHECK constraint that changed is not seen by the draft."""
    ${upgrades}
