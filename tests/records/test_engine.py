"""A unit of work commits or leaves nothing, writers wait for one another, and readers wait for nobody."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from agency.domain.terms.figures import Platform
from agency.errors import RecordsAway
from agency.records import engine as engine_module
from agency.records.engine import open_records, reading, records
from agency.records.tables import Account, Client
from tests.databases import SqliteFiles

WRITERS = 8


def cloud_teahouse() -> Client:
    return Client(code="CLOUD", name="云上茶馆(虚构)")


def name_on_record(engine: Engine) -> str | None:
    with reading(engine) as session:
        return session.scalar(select(Client.name))


def test_what_was_written_is_there_for_the_next_one(engine: Engine) -> None:
    with records(engine) as session:
        session.add(cloud_teahouse())

    assert name_on_record(engine) == "云上茶馆(虚构)"


def test_an_error_on_the_way_leaves_nothing(engine: Engine) -> None:
    with suppress(ConnectionError), records(engine) as session:
        session.add(cloud_teahouse())
        session.flush()
        raise ConnectionError("the phone rang")

    assert name_on_record(engine) is None


def test_what_was_read_stays_readable_after_the_end(engine: Engine) -> None:
    with records(engine) as session:
        client = cloud_teahouse()
        session.add(client)

    assert client.name == "云上茶馆(虚构)"


def test_looking_keeps_no_change(engine: Engine) -> None:
    with records(engine) as session:
        session.add(cloud_teahouse())
    with reading(engine) as session:
        session.scalars(select(Client)).one().name = "renamed while looking"
        session.flush()

    assert name_on_record(engine) == "云上茶馆(虚构)"


def test_a_reader_waits_for_no_writer(engine: Engine) -> None:
    with records(engine) as session:
        session.add(cloud_teahouse())
        session.flush()

        assert name_on_record(engine) is None


def test_writers_that_read_first_all_get_their_turn(engine: Engine) -> None:
    at_once = Barrier(WRITERS)

    def count_and_add(number: int) -> None:
        at_once.wait()
        with records(engine) as session:
            session.scalar(select(func.count()).select_from(Client))
            session.add(Client(code=f"CLIENT-{number}", name=f"第{number}家(虚构)"))

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(count_and_add, range(WRITERS)))

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Client)) == WRITERS


def test_a_change_made_on_an_old_copy_is_refused(engine: Engine) -> None:
    with records(engine) as session:
        session.add(cloud_teahouse())
    with reading(engine) as session:
        old_copy = session.scalars(select(Client)).one()
    with records(engine) as session:
        session.scalars(select(Client)).one().name = "云下茶馆(虚构)"

    old_copy.name = "overwritten"
    with pytest.raises(StaleDataError), records(engine) as session:
        session.add(old_copy)

    assert name_on_record(engine) == "云下茶馆(虚构)"


def test_every_change_is_counted(engine: Engine) -> None:
    with records(engine) as session:
        client = cloud_teahouse()
        session.add(client)
    first = client.rev
    with records(engine) as session:
        session.add(client)
        client.industry = "茶饮"

    assert (first, client.rev) == (1, 2)


def test_an_account_of_no_project_is_refused(engine: Engine) -> None:
    stray = Account(code="STRAY", project_id="NOWHERE", platform=Platform.DOUYIN, name="无主小号")

    with pytest.raises(IntegrityError), records(engine) as session:
        session.add(stray)


def test_a_code_names_one_thing_only(engine: Engine) -> None:
    with records(engine) as session:
        session.add(cloud_teahouse())

    with pytest.raises(IntegrityError), records(engine) as session:
        session.add(cloud_teahouse())


def test_a_file_that_somebody_writes_into_without_an_end_is_one_sentence_and_nothing_is_written(
    sqlite_files: SqliteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "LOCK_PATIENCE_S", 0.2)
    with sqlite_files.migrated() as url:
        importing, answering = open_records(url), open_records(url)
        with records(importing) as session:
            session.add(cloud_teahouse())
            session.flush()
            with pytest.raises(RecordsAway, match=r"0\.2"), records(answering) as answer:
                answer.add(Client(code="LATE", name="来晚了(虚构)"))
        with records(answering) as again:
            again.add(Client(code="LATE", name="再来一次(虚构)"))
        with reading(importing) as session:
            assert sorted(session.scalars(select(Client.code))) == ["CLOUD", "LATE"]
        importing.dispose()
        answering.dispose()
