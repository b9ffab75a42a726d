"""What a person is asked about a file, and what that person said, only grows; the first answer is the one that counts."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Platform, Visibility, WorkKind
from agency.errors import AlreadyDecided
from agency.records import imports
from agency.records.engine import reading, records
from agency.records.named import by_code
from agency.records.tables import Account, ImportBatch, ImportDecision, ImportQuestion, Person
from tests.small_agency import found

NOON = datetime(2026, 11, 3, 4, 30, 7, tzinfo=UTC)
NOODLES = WorkFigures(
    title="第一碗面", published_at=NOON, kind=WorkKind.PICTURES, visibility=Visibility.FRIENDS, plays=0, completion=0.41
)


@pytest.fixture
def asked(engine: Engine) -> ImportQuestion:
    with records(engine) as session:
        found(session)
        account = by_code(session, Account, "BREEZE-DY")
        batch = batch_of("a" * 64, account)
        assert imports.claim(session, batch)
        question = imports.question_of(batch.id, 2, NOODLES, rounded=["plays"], candidates=[], reason="像两条作品")
        session.add(question)
    return question


def batch_of(sha256: str, account: Account) -> ImportBatch:
    return ImportBatch(
        sha256=sha256, file_name="面.xlsx", account_id=account.id, platform=Platform.DOUYIN, layout="douyin works"
    )


def decided_by(session: Session, person: str, asked: ImportQuestion, moment: datetime = NOON) -> ImportDecision:
    return ImportDecision(
        question_id=asked.id, person_id=by_code(session, Person, person).id, decided_at=moment, flow_run_id=person
    )


def test_a_row_waits_with_exactly_the_figures_that_were_read(engine: Engine, asked: ImportQuestion):
    with reading(engine) as session:
        kept = imports.open_questions(session, asked.batch_id)

    assert [imports.figures_of(one) for one in kept] == [NOODLES]
    assert (kept[0].rounded, kept[0].figures["plays"], "likes" in kept[0].figures) == (["plays"], 0, False)


def test_a_file_is_claimed_once_and_the_loser_writes_nothing(engine: Engine, asked: ImportQuestion):
    with records(engine) as session:
        account = by_code(session, Account, "BREEZE-DY")
        assert not imports.claim(session, batch_of("a" * 64, account))
        assert imports.claim(session, batch_of("b" * 64, account))

    with reading(engine) as session:
        assert session.scalar(text("SELECT count(*) FROM import_batches")) == 2


def test_a_batch_that_points_to_nobody_is_no_lost_race(engine: Engine, asked: ImportQuestion):
    with records(engine) as session:
        batch = batch_of("c" * 64, by_code(session, Account, "BREEZE-DY"))
        batch.imported_by_id = "NOBODY"
        with pytest.raises(IntegrityError):
            imports.claim(session, batch)


def test_a_decided_row_is_no_longer_asked_and_a_second_answer_is_told_who_and_when(
    engine: Engine, asked: ImportQuestion
):
    with records(engine) as session:
        imports.decide(session, asked, decided_by(session, "LIN", asked))

    with records(engine) as session, pytest.raises(AlreadyDecided, match="第2行:林晓 已于 2026-11-03 12:30 作出判定"):
        imports.decide(session, asked, decided_by(session, "WU", asked))

    with reading(engine) as session:
        assert imports.open_questions(session, asked.batch_id) == []
        assert imports.undecided_batches(session) == []


@pytest.mark.parametrize("table", ["import_questions", "import_decisions"])
@pytest.mark.parametrize("statement", ["UPDATE {table} SET created_at = created_at", "DELETE FROM {table}"])
def test_neither_question_nor_decision_is_changed_or_deleted(
    engine: Engine, asked: ImportQuestion, table: str, statement: str
):
    with records(engine) as session:
        imports.decide(session, asked, decided_by(session, "LIN", asked))

    with pytest.raises(IntegrityError, match=f"{table} is append-only"), engine.begin() as connection:
        connection.execute(text(statement.format(table=table)))
