"""A pull may be killed at any moment: done again, it leaves what an undisturbed one leaves."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from agency.records.tables import Account, AccountDaily, Publication, VideoSnapshot, WorkDaily
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from config.settings import settings
from tasks.metrics.pulling import Wish, pull
from tasks.opening import records, records_engine
from tests import paper_agency
from tests.databases import PostgresqlServer, SqliteFiles
from tests.paper_agency import CRANES, HERONS

A_RUN_AGO = datetime.now(UTC) - timedelta(minutes=5)
FANS = "/data/external/user/fans/"
PULL = """
import sys
from datetime import datetime
from tasks.metrics.pulling import Wish, pull

for code in sys.argv[2:]:
    pull(code, Wish(since=datetime.fromisoformat(sys.argv[1])))
"""


@pytest.fixture
def remote(on_record: str, undisturbed: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch, CRANES, HERONS) as remote:
        yield remote


def pull_both() -> None:
    for code in (CRANES, HERONS):
        pull(code, Wish(since=A_RUN_AGO))


def snapshots() -> int:
    with records() as session:
        return session.scalar(select(func.count()).select_from(VideoSnapshot)) or 0


@pytest.fixture
def undisturbed(
    on_record: str, databases: SqliteFiles | PostgresqlServer, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[object, ...]]:
    """What a pull of both accounts leaves that nothing disturbs, from a platform and in records of its own."""
    with databases.migrated() as url, monkeypatch.context() as elsewhere:
        elsewhere.setenv("SHORTVIDEO_RECORDS_URL", url)
        with paper_agency.at_work(elsewhere, CRANES, HERONS):
            pull_both()
            told = all_told()
        records_engine(url).dispose()
    settings.cache_clear()
    return told


def all_told() -> list[tuple[object, ...]]:
    """Return what is on record of works and days, whatever its ids and moments."""
    works = select(Publication.platform_item_id, VideoSnapshot.source, VideoSnapshot.plays, VideoSnapshot.likes)
    days = select(Publication.platform_item_id, WorkDaily.day, WorkDaily.plays, WorkDaily.likes)
    account = select(Account.code, AccountDaily.day, AccountDaily.revision, AccountDaily.plays_new)
    queries = (
        works.join(VideoSnapshot),
        days.join(WorkDaily),
        account.join(AccountDaily, AccountDaily.account_id == Account.id),
    )
    with records() as session:
        return sorted((tuple(row) for query in queries for row in session.execute(query)), key=str)


def test_a_pull_killed_in_the_middle_and_done_again_leaves_the_rows_of_an_undisturbed_one(
    remote: Remote, undisturbed: list[tuple[object, ...]]
):
    remote.trouble(FANS, Trouble.SLOW, times=2, seconds=3)
    command = [sys.executable, "-c", PULL, A_RUN_AGO.isoformat(), CRANES, HERONS]
    killed = subprocess.Popen(command, env=dict(os.environ))
    while snapshots() == 0 and killed.poll() is None:
        time.sleep(0.1)
    killed.kill()
    assert killed.wait() == -signal.SIGKILL
    assert snapshots() == 2

    pull_both()

    assert all_told() == undisturbed
