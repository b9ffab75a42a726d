"""Snapshots and days that were on record before looks had rows of their own are there after the step, and stay guarded."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.domain.terms.publishing import PublicationStatus
from agency.records.engine import open_records, records
from agency.records.migrate import VERSIONS, upgrade
from agency.records.tables import Account, AccountDaily, Publication, VideoSnapshot, WorkDaily
from tests.small_agency import found

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
LAST_BEFORE = 13


@pytest.fixture
def engine(empty_url: str, tmp_path: Path) -> Iterator[Engine]:
    """Records as they stood before the step, with one work, seen once, and a day of it and of its account."""
    versions = tmp_path / "versions"
    versions.mkdir()
    for path in sorted(VERSIONS.glob("[0-9]*.py"))[:LAST_BEFORE]:
        shutil.copy(path, versions)
    upgrade(empty_url, versions)
    engine = open_records(empty_url)
    with Session(engine, expire_on_commit=False) as session, session.begin():  # there was no chain yet
        found(session)
        account = session.scalars(select(Account)).one()
        work = Publication(account_id=account.id, title="纸鹤", published_at=NOON, status=PublicationStatus.LIVE)
        session.add(work)
    write_as_before(engine, work.id, account.id)
    yield engine
    engine.dispose()


def write_as_before(engine: Engine, work_id: str, account_id: str) -> None:
    tables = MetaData()
    tables.reflect(engine, only=["video_snapshots", "work_days", "account_dailies"])
    row = {"id": "old", "source": "api", "created_at": NOON}
    with engine.begin() as connection:
        seen = {"publication_id": work_id, "observed_at": NOON, "age_hours": 0.5, "plays": 900}
        connection.execute(tables.tables["video_snapshots"].insert(), {**row, **seen})
        day = {"day": date(2026, 11, 19), "likes": 7, "observed_at": NOON, "publication_id": work_id}
        connection.execute(tables.tables["work_days"].insert(), {**row, **day})
        told = {"day": date(2026, 11, 19), "account_id": account_id, "revision": 1, "new_fans": -3}
        connection.execute(tables.tables["account_dailies"].insert(), {**row, **told})


def test_every_row_is_there_after_the_step(engine: Engine, empty_url: str):
    upgrade(empty_url)

    with records(engine) as session:
        snapshot, day, told = (session.scalars(select(each)).one() for each in (VideoSnapshot, WorkDaily, AccountDaily))
    assert (snapshot.observed_at, snapshot.plays, snapshot.revision, snapshot.pull_id) == (NOON, 900, 1, None)
    assert (day.likes, told.new_fans) == (7, -3)


@pytest.mark.parametrize("table", ["video_snapshots", "account_dailies"])
def test_what_only_grew_before_the_step_only_grows_after_it(engine: Engine, empty_url: str, table: str):
    upgrade(empty_url)

    for statement in ("UPDATE {0} SET revision = 2", "DELETE FROM {0}"):
        with pytest.raises(IntegrityError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement.format(table)))
