"""Prefect's own tables in a backup: made by its own migrations, on either engine, and refused where they would not fit."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from agency.errors import BadInput, Misconfigured
from agency.records.archive.manifest import ArchivedDatabase
from agency.records.archive.snapshot import lines_of, snapshot, tables_of
from agency.records.archive.staging import within_schema
from agency.records.migrate import upgrade
from agency.records.tables.base import now
from config.settings import Settings
from tasks.backups.packing import take_archive
from tasks.backups.places import prefect_url_of
from tasks.backups.prefect_tables import demand_fitting, make_tables, told
from tasks.backups.restoring import restore

OF_ASYNCPG = "postgresql+asyncpg://u:p%40ss@db.example/prefect?ssl=require"


def test_runs_and_their_states_that_point_to_one_another_come_back(tmp_path: Path) -> None:
    here, there = (Settings(home=tmp_path / name, database="sqlite") for name in ("旧 家", "新 家"))
    here.prefect_home.mkdir(parents=True)
    upgrade(here.records_url)
    make_tables(prefect_url_of(here))
    leave_a_run(prefect_url_of(here))

    restore(take_archive(here, tmp_path / "备份").path, there, now())

    assert rows(there) == rows(here)
    assert len(rows(there)["flow_run"]) == len(rows(there)["flow_run_state"]) == 1


def leave_a_run(url: str) -> None:
    """Write a run and its state, each of which points to the other, as Prefect does."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO flow (id, name, tags, labels) VALUES ('f1', 'film-tea', '[]', '{}')"))
        connection.execute(
            text(
                "INSERT INTO flow_run (id, name, flow_id, state_id, run_count, total_run_time, tags, parameters,"
                " empirical_policy, context, auto_scheduled) VALUES"
                " ('r1', '夏日新品(虚构)', 'f1', 's1', 1, '1970-01-01 00:00:05.250000', '[\"待甲方\"]', '{}', '{}', '{}', 0)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO flow_run_state (id, flow_run_id, type, name, timestamp, state_details)"
                " VALUES ('s1', 'r1', 'PAUSED', 'Suspended', '2026-11-26 03:20:00.000001', '{}')"
            )
        )
    engine.dispose()


def rows(chosen: Settings) -> dict[str, list[bytes]]:
    with snapshot(prefect_url_of(chosen)) as connection:
        return {table.name: list(lines_of(connection, table)) for table in tables_of(connection)}


def test_tables_of_another_prefect_are_not_taken_for_another_engine() -> None:
    archived = ArchivedDatabase(engine="sqlite", head="0f27d462bf6d", version="3.1.0", tables=())

    demand_fitting(archived, "sqlite:///prefect.db")
    with pytest.raises(BadInput, match=r"3\.1\.0"):
        demand_fitting(archived, "postgresql+psycopg://db.example/prefect")


def test_a_database_that_prefect_cannot_open_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured) as refused:
        make_tables(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder' / 'prefect.db'}")

    assert "\n" not in str(refused.value)


def test_prefects_address_is_put_into_our_words_and_back(tmp_path: Path) -> None:
    ours = prefect_url_of(Settings(home=tmp_path, prefect_database_url=OF_ASYNCPG))
    theirs = told(within_schema(ours, "restoring"), tmp_path)

    assert ours == "postgresql+psycopg://u:p%40ss@db.example/prefect?sslmode=require"
    assert theirs["PREFECT_SERVER_DATABASE_CONNECTION_URL"] == OF_ASYNCPG
    assert theirs["PREFECT_SERVER_DATABASE_SQLALCHEMY_CONNECT_ARGS_SEARCH_PATH"] == "restoring"
