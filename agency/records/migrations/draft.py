"""Drafting the next step: ``python -m agency.records.migrations.draft "What changes"``; the one who drafts reads it over."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from agency.records.engine import open_records
from agency.records.migrate import VERSIONS, alembic_config, upgrade


def draft(title: str, versions: Path = VERSIONS) -> Path:
    """Write the step from the last of ``versions`` to the tables of the code, and return its file."""
    number = f"{len(list(versions.glob('[0-9]*.py'))) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'records.db'}"
        upgrade(url, versions)
        engine = open_records(url)
        with engine.begin() as connection:
            config = alembic_config(connection, versions)
            command.revision(config, title, autogenerate=True, rev_id=number, version_path=str(versions))
        engine.dispose()
    return next(versions.glob(f"{number}_*.py"))


if __name__ == "__main__":
    draft(sys.argv[1])
