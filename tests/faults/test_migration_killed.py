"""``shortvideo migrate`` killed -9 on an old database with rows in it: the next start finishes, and no row is lost."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, func, select
from sqlalchemy.orm import Session

from agency.records.engine import open_records
from agency.records.migrate import VERSIONS, current_and_head, upgrade
from agency.records.tables import Account, Publication
from config.settings import settings
from tests.records.test_snapshots_moved import LAST_BEFORE, write_as_before
from tests.small_agency import found

MIGRATE = """
import os, runpy, signal, sys
from sqlalchemy import Engine, event

done = 0

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "after_cursor_execute")
def after(connection, cursor, statement, *_):
    global done
    done += statement.lstrip().upper().startswith(("CREATE", "ALTER", "INSERT", "DROP", "UPDATE"))
    if done == int(sys.argv[1]):
        kill()

if sys.argv[1] == "0":
    event.listen(Engine, "commit", kill)
runpy.run_module("shortvideo.migrating", run_name="__main__")
"""
AT_THE_COMMIT = 0


@pytest.fixture
def old(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Records of the version before looks had rows of their own, with an agency and what was seen of its work."""
    monkeypatch.setenv("SHORTVIDEO_RECORDS_URL", empty_url)
    monkeypatch.setenv("SHORTVIDEO_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    versions = tmp_path / "versions"
    versions.mkdir()
    for path in sorted(VERSIONS.glob("[0-9]*.py"))[:LAST_BEFORE]:
        shutil.copy(path, versions)
    upgrade(empty_url, versions)
    engine = open_records(empty_url)
    with Session(engine) as session, session.begin():
        found(session)
        account = session.scalars(select(Account.id)).one()
        session.add_all(Publication(account_id=account, title=f"纸鹤 {number}") for number in range(300))
        session.flush()
        work = session.scalars(select(Publication.id).limit(1)).one()
    write_as_before(engine, work, account)
    yield engine
    engine.dispose()
    settings.cache_clear()


def migrate(killed_at: int) -> int:
    return subprocess.run([sys.executable, "-c", MIGRATE, str(killed_at)], env=dict(os.environ), check=False).returncode


def rows_of(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has that has any."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        counts = {
            name: connection.scalar(select(func.count()).select_from(table)) for name, table in tables.tables.items()
        }
    return {name: count for name, count in counts.items() if count}


@pytest.mark.parametrize("moment", [40, AT_THE_COMMIT])
def test_the_database_stands_where_it_stood_and_the_next_start_takes_all_of_it_along(
    moment: int, old: Engine, empty_url: str
):
    before, stood_at = rows_of(old), current_and_head(empty_url).current

    assert migrate(moment) == -signal.SIGKILL
    assert (rows_of(old), current_and_head(empty_url).current) == (before, stood_at)

    assert migrate(-1) == 0
    assert current_and_head(empty_url).is_current
    after = rows_of(old)
    assert {name: after.get(name) for name in before} == before
