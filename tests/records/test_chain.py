"""Every row of the ledger is bound by a link, whoever writes it, however many write at once, and whatever dies."""

import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select

from agency.domain.binding import content_hash
from agency.domain.chain import row_text
from agency.domain.terms.governance import AuditAction
from agency.records import chain, chain_rows, chain_walk
from agency.records.append_only import APPEND_ONLY, CHAINED
from agency.records.bulk import add_missing
from agency.records.engine import open_records, reading, records
from agency.records.migrate import VERSIONS, upgrade
from agency.records.tables import AuditEvent, Base, GatePass, LedgerLink, Waiver
from config.settings import CHECKOUT
from tests.databases import PostgresqlServer, SqliteFiles
from tests.ledger_of_tea import write_ledger
from tests.records.chained import waive
from tests.small_agency import found
from tests.tampering import tamper

WRITERS, EACH = 4, 12
TEA = "01JDVZ0000000000000000TEA1"
CHANGE = {
    "created_at": datetime(2026, 11, 23, 2, 0, 0, 120, tzinfo=UTC),
    "entity": "content_items",
    "entity_id": "茶",
    "before": {"比例": 0.1, "weekly": 3},
    "after": {"比例": 1.0, "weekly": None},
}


def flaws(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [str(flaw.kind) for flaw in chain_walk.flaws(session.connection())]


def counted(engine: Engine, table: type[Base]) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_every_row_of_the_ledger_has_its_link_and_the_chain_is_whole(engine: Engine) -> None:
    write_ledger(engine)

    with reading(engine) as session:
        bound = dict(session.execute(select(LedgerLink.table_name, func.count()).group_by(LedgerLink.table_name)).all())
        written = {name: session.scalar(select(func.count()).select_from(Base.metadata.tables[name])) for name in bound}

    assert flaws(engine) == []
    assert bound == written
    assert {"gate_rounds", "decisions", "gate_passes", "refused_answers", "audit_events"} <= set(bound)


def test_nothing_that_is_bound_may_be_changed_by_the_database_itself() -> None:
    assert set(APPEND_ONLY) >= CHAINED


def test_the_same_row_hashes_alike_on_both_engines(
    sqlite_files: SqliteFiles, postgresql_server: PostgresqlServer
) -> None:
    told = []
    for databases in (sqlite_files, postgresql_server):
        with databases.migrated() as url:
            engine = open_records(url)
            with records(engine) as session:
                session.add(AuditEvent(id=TEA, action=AuditAction.CHANGED, **CHANGE))
                session.flush()
                told.append(chain_rows.texts_of(session.connection(), [("audit_events", TEA)]))
            engine.dispose()

    assert told[0] == told[1]
    assert '"created_at":"2026-11-23T02:00:00.000120Z"' in told[0]["audit_events", TEA]


def test_writers_at_once_make_one_unbroken_chain(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
    together = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        together.wait()
        for number in range(EACH):
            with records(engine) as session:
                waive(session, f"R{writer:02}/{number}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))

    assert flaws(engine) == []
    assert counted(engine, Waiver) == WRITERS * EACH


def test_what_is_taken_back_leaves_no_link(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
    before = counted(engine, LedgerLink)
    with suppress(ConnectionError), records(engine) as session:
        waive(session, "C2")
        session.flush()
        raise ConnectionError("断电了")

    assert counted(engine, LedgerLink) == before
    assert flaws(engine) == []


KILLED_BEFORE_THE_END = """
import os, signal, sys
from sqlalchemy import event
from agency.records.engine import open_records, records
from tests.records.chained import waive

with records(open_records(sys.argv[1])) as session:
    event.listen(session, "before_commit", lambda _: os.kill(os.getpid(), signal.SIGKILL))  # the link is written
    waive(session, "killed")
"""


def test_a_writer_that_is_killed_leaves_neither_row_nor_link_and_the_next_goes_on(
    records_url: str, engine: Engine
) -> None:
    with records(engine) as session:
        found(session)
    command = [sys.executable, "-c", KILLED_BEFORE_THE_END, records_url]
    killed = subprocess.run(command, cwd=CHECKOUT, check=False)
    with records(engine) as session:
        waive(session, "next")

    assert killed.returncode == -signal.SIGKILL
    assert flaws(engine) == []
    with reading(engine) as session:
        assert list(session.scalars(select(Waiver.rule))) == ["next"]


def test_a_savepoint_that_is_taken_back_takes_its_rows_and_no_others(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
        waive(session, "kept-before")
        with suppress(ConnectionError), session.begin_nested():
            waive(session, "taken-back")
            session.flush()
            raise ConnectionError("这一段不算")
        with session.begin_nested():
            waive(session, "kept-after")

    assert flaws(engine) == []
    with reading(engine) as session:
        assert set(session.scalars(select(Waiver.rule))) == {"kept-before", "kept-after"}


def test_a_statement_past_the_session_is_refused(engine: Engine) -> None:
    row = {"id": TEA, "round_id": "01JDVZ0000000000000000TEA2"}
    with pytest.raises(TypeError, match="gate_passes"), records(engine) as session:
        session.execute(insert(GatePass), [row])
    with pytest.raises(TypeError, match="gate_passes"), records(engine) as session:
        add_missing(session, GatePass, ("id", "round_id"), [(TEA, "01JDVZ0000000000000000TEA2")])


def test_a_column_that_comes_later_leaves_old_hashes_as_they_are(databases: SqliteFiles | PostgresqlServer) -> None:
    values = {"id": TEA, "rule": "C2"}

    assert row_text(values) == row_text({**values, "comes_later": None})
    assert row_text(values) != row_text({**values, "comes_later": ""})


def test_what_was_on_record_before_the_chain_is_bound_in_the_order_it_was_written(
    databases: SqliteFiles | PostgresqlServer, tmp_path: Path
) -> None:
    old = Path(shutil.copytree(VERSIONS, tmp_path / "versions"))
    later = [step for step in old.glob("[0-9]*.py") if step.name > "0028"]
    for step in later:
        step.unlink()
    with databases.empty() as url:
        upgrade(url, old)
        engine = open_records(url)
        with engine.begin() as connection:
            for number in (2, 1, 3):
                connection.execute(insert(AuditEvent), {**CHANGE, "id": f"{TEA[:-1]}{number}", "action": "changed"})

        upgrade(url)

        with reading(engine) as session:
            assert list(session.scalars(select(LedgerLink.row_id).order_by(LedgerLink.number))) == [
                f"{TEA[:-1]}{number}" for number in (1, 2, 3)
            ]
        assert flaws(engine) == []
        engine.dispose()


CLOSE_THE_GAP = """
    UPDATE ledger_links SET number = -(number - 1)
    WHERE number > (SELECT number FROM ledger_links WHERE table_name = 'refused_answers')
"""
SLIP_IN = """
    INSERT INTO waivers (id, subject_kind, subject_id, rule, reason, granted_by, created_at)
    SELECT '01JDVZ0000000000000000TEA9', 'project', 'BREEZE', 'C2', '补的', id, created_at FROM people WHERE code = 'YUN'
"""
TAMPERINGS = {
    "a comment is put into somebody's mouth": (
        ["UPDATE decisions SET comment = '我同意' WHERE seat = 0"],
        {"row_changed"},
    ),
    "a refusal is turned into an approval": (
        ["UPDATE decisions SET verdict = 'approved' WHERE verdict = 'sent_back'"],
        {"row_changed"},
    ),
    "what was shown is exchanged": (
        ["UPDATE gate_rounds SET content = '{}' WHERE number = 2"],
        {"row_changed", "content_changed"},
    ),
    "what was shown is exchanged, and its hash with it": (
        ["UPDATE gate_rounds SET content = '{}', content_hash = :empty WHERE number = 2"],
        {"row_changed"},
    ),
    "a refused answer disappears": (["DELETE FROM refused_answers"], {"row_missing"}),
    "a refused answer disappears with its link": (
        ["DELETE FROM refused_answers", "DELETE FROM ledger_links WHERE table_name = 'refused_answers'"],
        {"link_missing"},
    ),
    "a vote disappears with its link, and the numbers close the gap": (
        [
            CLOSE_THE_GAP,
            "DELETE FROM ledger_links WHERE table_name = 'refused_answers'",
            "DELETE FROM refused_answers",
            "UPDATE ledger_links SET number = -number WHERE number < 0",
        ],
        {"link_moved", "link_changed"},
    ),
    "a waiver is slipped in": (
        [
            SLIP_IN,
        ],
        {"row_unbound"},
    ),
    "a link is removed": (
        ["DELETE FROM ledger_links WHERE table_name = 'refused_answers'"],
        {"link_missing", "row_unbound"},
    ),
    "two links are exchanged": (
        [
            "UPDATE ledger_links SET number = -1 WHERE number = 3",
            "UPDATE ledger_links SET number = 3 WHERE number = 4",
            "UPDATE ledger_links SET number = 4 WHERE number = -1",
        ],
        {"link_moved", "link_changed"},
    ),
    "a link says another hash of its row": (
        ["UPDATE ledger_links SET row_hash = :empty WHERE table_name = 'gate_passes'"],
        {"link_changed", "row_changed"},
    ),
    "a link is dated back": (
        ["UPDATE ledger_links SET linked_at = '2020-01-01 00:00:00.000000' WHERE table_name = 'gate_passes'"],
        {"link_changed"},
    ),
    "the client's word is taken out of a passed round": (
        ["DELETE FROM decisions WHERE step = 1"],
        {"row_missing", "unearned"},
    ),
    "the needs of a pass are lowered": (
        ["UPDATE gate_passes SET needed = '[]'"],
        {"row_changed", "unearned"},
    ),
}


@pytest.mark.parametrize("done", TAMPERINGS)
def test_tampering_shows(engine: Engine, done: str) -> None:
    write_ledger(engine)
    statements, expected = TAMPERINGS[done]
    assert flaws(engine) == []

    tamper(engine, *statements, empty=content_hash({}))

    assert set(flaws(engine)) == expected


def test_a_row_that_was_spoilt_beyond_reading_is_told_and_stops_nothing(sqlite_files: SqliteFiles) -> None:
    """SQLite keeps anything anywhere."""
    with sqlite_files.migrated() as url:
        engine = open_records(url)
        write_ledger(engine)
        spoilt = "UPDATE gate_rounds SET content = '{]', due_on = 'never', created_at = x'ff', number = 'two' WHERE number = 2"
        tamper(engine, spoilt, "UPDATE decisions SET role = 'emperor', verdict = 'maybe' WHERE step = 1")

        assert set(flaws(engine)) == {"row_changed", "content_changed", "unearned"}
        engine.dispose()


def test_who_rewrites_everything_changes_the_end_that_others_have_noted(engine: Engine) -> None:
    write_ledger(engine)
    with reading(engine) as session:
        noted = chain.head(session)
    tamper(
        engine,
        "UPDATE decisions SET comment = '我同意' WHERE seat = 0",
        "DELETE FROM ledger_links",
    )
    with engine.begin() as connection:
        rows = [
            (name, row_id)
            for name in sorted(CHAINED)
            for row_id in connection.scalars(select(Base.metadata.tables[name].c.id))
        ]
        chain.bind(connection, rows, chain.now())

    assert flaws(engine) == []
    with reading(engine) as session:
        assert chain.link_hash(session, noted.number) != noted.hash
