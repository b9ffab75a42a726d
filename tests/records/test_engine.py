"""A unit of work commits or leaves nothing, writers wait for one another, and readers wait for nobody."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from agency.domain.terms.figures import Platform
from agency.records.engine import reading, records
from agency.records.tables import Account, Client

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
