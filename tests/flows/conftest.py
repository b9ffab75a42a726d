"""Flows are tested on SQLite alone: what they do to the records is tested on both databases, stage by stage."""

import pytest

from tests.databases import SqliteFiles


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files
