"""The migrated database is the one the tables describe, on both engines."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, Table, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from agency.errors import Misconfigured
from agency.records.engine import open_records, reading, records
from agency.records.migrate import VERSIONS, current_and_head, upgrade
from agency.records.migrations.draft import draft
from agency.records.named import by_code
from agency.records.tables import Base, Client
from tests.databases import PostgresqlServer, SqliteFiles
from tests.small_agency import found

TABLES = Base.metadata.sorted_tables


def described_checks(table: Table) -> set[str]:
    return {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}


def test_the_migrations_build_exactly_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_migrations_build_every_check_of_the_code(engine: Engine) -> None:
    inspector = inspect(engine)
    built = {table.name: {check["name"] for check in inspector.get_check_constraints(table.name)} for table in TABLES}

    assert built == {table.name: described_checks(table) for table in TABLES}


def test_an_empty_database_stands_nowhere_and_then_at_the_head(empty_url: str) -> None:
    before = current_and_head(empty_url)
    upgrade(empty_url)
    after = current_and_head(empty_url)

    assert before.current is None
    assert not before.is_current
    assert after.current == before.head
    assert after.is_current


def test_a_second_upgrade_finds_nothing_to_do(records_url: str) -> None:
    upgrade(records_url)

    assert current_and_head(records_url).is_current


def test_two_processes_that_start_at_once_upgrade_one_after_the_other(empty_url: str) -> None:
    with ThreadPoolExecutor(2) as starters:
        for _ in starters.map(upgrade, [empty_url, empty_url]):
            pass

    assert current_and_head(empty_url).is_current


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(empty_url: str) -> None:
    engine = open_records(empty_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE audit_events (id INTEGER)")  # in the way of the last but one step
    with pytest.raises(DBAPIError):
        upgrade(empty_url)

    assert inspect(engine).get_table_names() == ["audit_events"]
    engine.dispose()


ADDS_A_COLUMN = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = {head!r}


def upgrade() -> None:
    with op.batch_alter_table("clients", recreate={recreate!r}) as clients:
        clients.add_column(sa.Column("motto", sa.Text()))
        {then}
"""


@pytest.fixture
def records_url(databases: SqliteFiles | PostgresqlServer) -> Iterator[str]:
    with databases.altered() as url:
        yield url


@pytest.fixture
def later_versions(tmp_path: Path) -> Path:
    """Return a copy of the steps, to which a test may add one."""
    return Path(shutil.copytree(VERSIONS, tmp_path / "versions"))


def test_a_later_step_may_rebuild_a_table_that_others_point_to(records_url: str, later_versions: Path) -> None:
    engine = open_records(records_url)
    with records(engine) as session:
        found(session)
    recreate = "always" if engine.dialect.name == "sqlite" else "never"
    step = ADDS_A_COLUMN.format(head=current_and_head(records_url).head, recreate=recreate, then="")
    (later_versions / "later.py").write_text(step)

    upgrade(records_url, later_versions)

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM projects JOIN clients ON clients.id = client_id")) == 1
        assert connection.scalar(text("SELECT motto FROM clients")) is None
    engine.dispose()


def test_a_step_that_leaves_rows_pointing_to_nothing_is_taken_back(records_url: str, later_versions: Path) -> None:
    engine = open_records(records_url)
    with records(engine) as session:
        found(session)
    then = 'op.execute("DELETE FROM clients")'
    step = ADDS_A_COLUMN.format(head=current_and_head(records_url).head, recreate="never", then=then)
    (later_versions / "later.py").write_text(step)

    with pytest.raises((Misconfigured, IntegrityError), match="projects"):
        upgrade(records_url, later_versions)

    with reading(engine) as session:
        assert by_code(session, Client, "QINGFENG")
    engine.dispose()


def test_a_draft_creates_what_the_steps_so_far_lack(later_versions: Path) -> None:
    for step in later_versions.glob("[0-9]*.py"):
        if step.name > "0012":
            step.unlink()

    drafted = draft("Reports, shared ideas and the audit trail", later_versions).read_text()

    assert drafted.startswith('"""Reports, shared ideas and the audit trail."""')
    assert "down_revision = '0011'" in drafted
    assert "'audit_events'" in drafted
    assert "UtcDateTime" not in drafted
