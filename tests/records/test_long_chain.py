"""A ledger of a hundred thousand rows is verified and handed out in the memory that a short one takes."""

import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert

from agency.domain.terms.governance import AuditAction
from agency.records import chain, chain_walk
from agency.records.engine import open_records, reading
from agency.records.tables import AuditEvent
from agency.records.tables.base import new_ids
from tasks.ledger.export import export
from tests.databases import SqliteFiles

pytestmark = [pytest.mark.soak, pytest.mark.timeout(900)]

SHORT, MIDDLE, LONG, AT_ONCE = 6_000, 24_000, 100_000, 2_000
A_ROW = 500  # bytes that the writer of workbooks may keep of each row it has written
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def engine(sqlite_files: SqliteFiles) -> Iterator[Engine]:
    with sqlite_files.migrated() as url:
        engine = open_records(url)
        yield engine
        engine.dispose()


def grow(engine: Engine, rows: int) -> None:
    """Let the ledger grow by so many rows, bound as any others are."""
    for start in range(0, rows, AT_ONCE):
        with engine.begin() as connection:
            ids = new_ids(AT_ONCE)
            moments = [MONDAY + timedelta(seconds=start + number) for number in range(AT_ONCE)]
            told = {"action": AuditAction.CHANGED, "entity": "content_items", "before": {"title": "茶"}}
            connection.execute(
                insert(AuditEvent),
                [
                    {
                        "id": row_id,
                        "created_at": moment,
                        "entity_id": row_id,
                        "after": {"title": f"茶 {row_id}"},
                        **told,
                    }
                    for row_id, moment in zip(ids, moments, strict=True)
                ],
            )
            chain.bind(connection, [("audit_events", row_id) for row_id in ids], MONDAY)


def peak_of(work: Callable[[], object]) -> int:
    """Return how many bytes a piece of work held at most."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_longer_ledger_is_verified_in_the_same_memory_and_exported_in_little_more(
    engine: Engine, tmp_path: Path
) -> None:
    def verified() -> None:
        with reading(engine) as session:
            assert list(chain_walk.flaws(session.connection())) == []

    def exported() -> None:
        with reading(engine) as session:
            export(session, tmp_path / "ledger.xlsx")

    grow(engine, SHORT)
    short = peak_of(verified), peak_of(exported)
    grow(engine, MIDDLE - SHORT)
    middle = peak_of(exported)
    grow(engine, LONG - MIDDLE)
    long = peak_of(verified)

    with reading(engine) as session:
        assert chain.head(session).number == LONG
    assert long < 2 * short[0], (short, long)
    assert middle - short[1] < A_ROW * (MIDDLE - SHORT), (short, middle)
