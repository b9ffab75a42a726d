"""Files on record: the same content for the same use is one row, however often and by however many it is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from agency.domain.terms.files import FileKind
from agency.records.engine import records
from agency.records.files import keep, newest_first
from agency.records.tables import AuditEvent, Client, KeptFile, Project
from agency.records.tables.base import new_id

NOON = datetime(2026, 11, 16, 4, tzinfo=UTC)
SUGAR, SALT = "5a" * 32, "0f" * 32


def project(session: Session, code: str) -> Project:
    client = Client(code=f"{code}-CLIENT", name="糖水铺(虚构)", industry="饮品")
    session.add(client)
    session.flush()
    row = Project(
        code=code, name="糖水铺代运营(虚构)", client_id=client.id, kickoff_on=NOON.date(), plan_due_on=NOON.date()
    )
    session.add(row)
    session.flush()
    return row


def deck(project_id: str | None = None, **told: Any) -> KeptFile:
    known = {
        "kind": FileKind.REVIEW_DECK,
        "title": "糖水铺 11月上半月复盘",
        "slot": "2026-11-H1",
        "place": "review/SUGAR/deck.pptx",
        "sha256": SUGAR,
        "bytes": 4_000_000_000,
        "made_at": NOON,
    }
    return KeptFile(**(known | told), project_id=project_id)


def rows(engine: Engine) -> int:
    with records(engine) as session:
        return session.scalar(select(func.count()).select_from(KeptFile)) or 0


@pytest.mark.parametrize("of_a_project", [True, False])
def test_the_same_content_for_the_same_use_is_the_same_row(engine: Engine, of_a_project: bool):
    with records(engine) as session:
        owner = project(session, "SUGAR").id if of_a_project else None
        first = keep(session, deck(owner))
    with records(engine) as session:
        again = keep(session, deck(owner, title="另一个标题", made_at=NOON + timedelta(days=1)))

    assert (again.id, again.title, again.made_at, again.bytes) == (first.id, first.title, NOON, 4_000_000_000)
    assert rows(engine) == 1


@pytest.mark.parametrize(
    "other", [{"kind": FileKind.REVIEW_PDF}, {"slot": "2026-11-H2"}, {"slot": ""}, {"sha256": SALT}], ids=str
)
def test_another_use_or_content_is_another_row(engine: Engine, other: dict[str, Any]):
    with records(engine) as session:
        owner = project(session, "SUGAR").id
        keep(session, deck(owner))
        keep(session, deck(owner, **other))
        keep(session, deck(None, **other))

    assert rows(engine) == 3


def test_the_same_content_of_two_projects_is_two_rows(engine: Engine):
    with records(engine) as session:
        keep(session, deck(project(session, "SUGAR").id))
        keep(session, deck(project(session, "SALT").id))
        keep(session, deck(None))

    assert rows(engine) == 3


@pytest.mark.parametrize("of_a_project", [True, False])
def test_of_many_who_keep_the_same_at_once_all_have_one_row(engine: Engine, of_a_project: bool):
    with records(engine) as session:
        owner = project(session, "SUGAR").id if of_a_project else None
    together = Barrier(8)

    def work(_number: int) -> str:
        together.wait()
        with records(engine) as session:
            return keep(session, deck(owner)).id

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(work, range(8)))

    assert len(ids) == rows(engine) == 1


def test_what_was_kept_in_a_unit_of_work_that_failed_is_not_on_record(engine: Engine):
    def fail() -> None:
        with records(engine) as session:
            keep(session, deck())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert rows(engine) == 0


@pytest.mark.parametrize("wrong", [{"title": " "}, {"place": ""}, {"bytes": -1}], ids=str)
def test_the_database_refuses_a_file_without_name_place_or_size(engine: Engine, wrong: dict[str, Any]):
    with pytest.raises(IntegrityError), records(engine) as session:
        keep(session, deck(**wrong))


def test_a_project_that_is_not_on_record_is_refused_and_not_taken_for_a_race(engine: Engine):
    with pytest.raises(IntegrityError), records(engine) as session:
        keep(session, deck(new_id()))


def test_a_kind_that_is_not_on_the_list_is_refused(engine: Engine):
    with pytest.raises(StatementError), records(engine) as session:
        keep(session, deck(kind="holiday_pictures"))


def test_a_kept_file_is_told_in_the_audit_trail(engine: Engine):
    with records(engine, actor="LIN") as session:
        kept = keep(session, deck())

    with records(engine) as session:
        (event,) = session.scalars(select(AuditEvent).where(AuditEvent.entity == "kept_files"))
    assert (event.entity_id, event.actor, event.after["sha256"]) == (kept.id, "LIN", SUGAR)


def test_the_newest_stand_first_with_their_projects_and_one_project_or_kind_can_be_asked_for(engine: Engine):
    with records(engine) as session:
        sugar, salt = project(session, "SUGAR"), project(session, "SALT")
        keep(session, deck(sugar.id, slot="old", made_at=NOON))
        keep(session, deck(salt.id, slot="new", made_at=NOON + timedelta(hours=2)))
        keep(session, deck(None, slot="own", kind=FileKind.SIX_TABLES, made_at=NOON + timedelta(hours=1)))

    def slots(**asked: Any) -> list[tuple[str, str | None]]:
        with records(engine) as session:
            return [(file.slot, of.code if of else None) for file, of in newest_first(session, **asked)]

    assert slots() == [("new", "SALT"), ("own", None), ("old", "SUGAR")]
    assert slots(project="SUGAR") == [("old", "SUGAR")]
    assert slots(kind=FileKind.SIX_TABLES) == [("own", None)]
    assert slots(project="SUGAR", kind=FileKind.SIX_TABLES) == []
