"""The database itself keeps the ledger, the snapshots and the audit trail from being changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Source
from agency.domain.terms.files import FileKind
from agency.domain.terms.gates import Channel, Identity, SubjectKind, Verdict
from agency.domain.terms.governance import RuleSeverity
from agency.domain.terms.people import Role
from agency.domain.terms.reminders import ReminderStep
from agency.domain.terms.sharing import ReportPeriod
from agency.records.append_only import APPEND_ONLY
from agency.records.engine import open_records, records
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    AccountDaily,
    Base,
    CodeEnrolment,
    Decision,
    GatePass,
    GateRound,
    ImportBatch,
    ImportDecision,
    ImportQuestion,
    KeptFile,
    OperationsReport,
    Person,
    Project,
    Publication,
    RefusedAnswer,
    Reminder,
    RuleCheck,
    TablesGivenBack,
    UsedCode,
    VideoSnapshot,
    Waiver,
    WrongCode,
)
from tests.databases import PostgresqlServer, SqliteFiles
from tests.small_agency import found

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
GATE = {"subject_kind": SubjectKind.ACCOUNT, "subject_id": "BREEZE-DY", "gate": "S2"}

every_append_only_table = pytest.mark.parametrize("table", APPEND_ONLY)


@pytest.fixture(scope="module")
def history(databases: SqliteFiles | PostgresqlServer) -> Iterator[Engine]:
    """Lend records with at least one row in every append-only table; the audit trail writes its own."""
    with databases.migrated() as url:
        engine = open_records(url)
        with records(engine) as session:
            found(session)
            session.flush()
            write_ledger(session)
            write_figures(session)
            write_report(session)
            write_given_back(session)
            write_reminder(session)
            write_codes(session)
        yield engine
        engine.dispose()


def write_ledger(session: Session) -> None:
    lin = by_code(session, Person, "LIN")
    proposal = GateRound(**GATE, number=1, content={"persona": "茶馆掌柜"}, content_hash="a" * 64, exhibit="茶馆掌柜")
    session.add(proposal)
    session.flush()
    answer = {"person_id": lin.id, "role": Role.DIRECTOR, "verdict": Verdict.APPROVED, "decided_at": MONDAY}
    session.add_all(
        [
            Decision(round_id=proposal.id, seat=1, step=1, channel=Channel.FORM, identity=Identity.CLAIMED, **answer),
            GatePass(round_id=proposal.id),
            RefusedAnswer(**GATE, question="S2-1-1", claimed_person="LIN", answer={}, reasons=["自己不能批自己的"]),
            Waiver(
                subject_kind=SubjectKind.SHOOT, subject_id="RAINY", rule="R04", reason="下雨改期", granted_by=lin.id
            ),
        ]
    )


def write_report(session: Session) -> None:
    workbook = KeptFile(
        kind=FileKind.OPERATIONS_REPORT, title="日报", place="a.xlsx", sha256="c" * 64, bytes=1, made_at=MONDAY
    )
    session.add(workbook)
    session.flush()
    session.add(
        OperationsReport(
            project_id=by_code(session, Project, "BREEZE").id,
            period=ReportPeriod.DAY,
            period_key="2026-11-22",
            due_at=MONDAY,
            made_at=MONDAY,
            is_complete=True,
            figures_hash="d" * 64,
            page="一切按计划",
            short_text="一切按计划",
            workbook_id=workbook.id,
        )
    )


def write_given_back(session: Session) -> None:
    given = {"sha256": "e" * 64, "file_name": "六张表.xlsx", "kept_as": "ee.bin", "taken": ["content"], "edits": 3}
    session.add(TablesGivenBack(**given, given_by_id=by_code(session, Person, "LIN").id))


def write_reminder(session: Session) -> None:
    owed = {"rule": "S10", "subject_kind": "content_items", "subject_id": "BREEZE-001", "severity": RuleSeverity.BLOCKS}
    check = RuleCheck(**owed, due_at=MONDAY)
    session.add(check)
    session.flush()
    told = {"step": ReminderStep.AHEAD, "number": 1, "told": ["LIN"], "told_at": MONDAY}
    session.add(Reminder(check_id=check.id, due_at=MONDAY, **told))


def write_codes(session: Session) -> None:
    lin = by_code(session, Person, "LIN")
    enrolment = CodeEnrolment(person_id=lin.id, secret_sealed="gAAAA")
    session.add(enrolment)
    session.flush()
    session.add_all(
        [UsedCode(enrolment_id=enrolment.id, step=1, given_at=MONDAY), WrongCode(person_id=lin.id, given_at=MONDAY)]
    )


def write_figures(session: Session) -> None:
    account = by_code(session, Account, "BREEZE-DY")
    work = Publication(account_id=account.id, title="雨天的茶", published_at=MONDAY)
    session.add(work)
    session.flush()
    session.add_all(
        [
            VideoSnapshot(publication_id=work.id, observed_at=MONDAY, source=Source.API, plays=3_000_000_000),
            AccountDaily(account_id=account.id, day=date(2026, 11, 22), source=Source.API, new_fans=-12),
        ]
    )
    write_import(session, account)


def write_import(session: Session, account: Account) -> None:
    batch = ImportBatch(
        sha256="a" * 64,
        file_name="作品列表.xlsx",
        account_id=account.id,
        platform=account.platform,
        layout="douyin works",
    )
    session.add(batch)
    session.flush()
    asked = ImportQuestion(batch_id=batch.id, row_number=7, figures={"plays": 12}, reason="两条作品标题相同")
    session.add(asked)
    session.flush()
    lin = by_code(session, Person, "LIN")
    session.add(ImportDecision(question_id=asked.id, person_id=lin.id, decided_at=MONDAY))


def rows_of(table: str) -> object:
    return select(func.count()).select_from(Base.metadata.tables[table])


@every_append_only_table
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}"])
def test_a_written_row_is_neither_changed_nor_deleted(history: Engine, table: str, statement: str) -> None:
    column = next(iter(Base.metadata.tables[table].columns)).name

    with pytest.raises(IntegrityError, match=f"{table} is append-only"), history.begin() as connection:
        connection.execute(text(statement.format(table=table, column=column)))


@every_append_only_table
def test_a_written_row_is_not_swept_away_by_the_ways_round(history: Engine, table: str) -> None:
    """PostgreSQL has TRUNCATE, SQLite has INSERT OR REPLACE; neither fires the trigger of a plain DELETE by itself."""
    way_round = {
        "postgresql": f"TRUNCATE {table} CASCADE",
        "sqlite": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # noqa: S608 - a name of our own
    }
    with pytest.raises(IntegrityError, match="is append-only"), history.begin() as connection:
        connection.execute(text(way_round[history.dialect.name]))


@every_append_only_table
def test_every_table_had_something_to_lose(history: Engine, table: str) -> None:
    with history.begin() as connection:
        assert connection.scalar(rows_of(table)) > 0


def test_a_correction_is_the_next_revision_and_never_the_same_one(history: Engine) -> None:
    with records(history) as session:
        told = session.scalars(select(AccountDaily)).one()
        again = {"account_id": told.account_id, "day": told.day, "source": told.source, "new_fans": -11}
        session.add(AccountDaily(**again, revision=2))

    with pytest.raises(IntegrityError), records(history) as session:
        session.add(AccountDaily(**again, revision=2))
