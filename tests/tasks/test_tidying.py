"""The nightly tidying: everything that is over goes in one run, folders of days included, and nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import Engine, select

from agency.domain.terms.messages import DeliveryOutcome
from agency.domain.terms.retention import Passing
from agency.domain.terms.sharing import ChatChannel
from agency.errors import NotOnRecord
from agency.records.engine import open_records, reading, records
from agency.records.named import by_code
from agency.records.tables import DeliveryAttempt, Person
from tasks import tidying
from tasks.forgetting import forget
from tests.small_agency import found

TODAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LONG_AGO = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def engine(on_record: str) -> Iterator[Engine]:
    engine = open_records(on_record)
    yield engine
    engine.dispose()


def put(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("作品列表", encoding="utf-8")
    return folder / name


def test_many_more_than_one_unit_of_work_takes_go_in_one_run(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "AT_ONCE", 2)
    call = {"channel": ChatChannel.EMAIL, "notification_ids": [], "outcome": DeliveryOutcome.SENT}
    with records(engine) as session:
        session.add_all(DeliveryAttempt(started_at=LONG_AGO, **call) for _ in range(5))
        session.add(DeliveryAttempt(started_at=TODAY, **call))

    done = tidying.tidied(Passing.DELIVERY_CALLS, TODAY)

    assert (done.count, tidying.tidied(Passing.DELIVERY_CALLS, TODAY).count) == (5, 0)
    with reading(engine) as session:
        assert len(session.scalars(select(DeliveryAttempt.id)).all()) == 1


def test_folders_of_days_long_gone_are_removed_and_what_people_put_beside_them_is_not(
    on_record: str, tmp_path: Path
) -> None:
    gone = [
        put(tmp_path / "inbox-done" / "2026-01-05", "作品.xlsx"),
        put(tmp_path / "inbox-refused" / "2026-01-05", "x.csv"),
    ]
    stays = [
        put(tmp_path / "inbox-done" / "2026-11-20", "作品.xlsx"),
        put(tmp_path / "inbox-done" / "留着对账", "作品.xlsx"),
        put(tmp_path / "inbox-done", "2026-01-05.xlsx"),
        put(tmp_path / "elsewhere" / "2026-01-05", "合同.pdf"),
    ]
    (tmp_path / "inbox-done" / "2026-01-06").symlink_to(tmp_path / "elsewhere" / "2026-01-05")

    done = tidying.tidied(Passing.INBOX_FILES, TODAY)

    assert done.count == 2
    assert [path.exists() for path in [*gone, *stays]] == [False, False, True, True, True, True]


@pytest.mark.parametrize("what", Passing)
def test_where_nothing_is_over_nothing_goes(engine: Engine, what: Passing) -> None:
    with records(engine) as session, time_machine.travel(TODAY, tick=False):
        found(session)

    assert tidying.tidied(what, TODAY).count == 0


def test_who_has_left_is_forgotten_and_the_name_stays(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
        person = by_code(session, Person, "LIN")
        person.email, person.im_ids = "lin@example.invalid", {"feishu": "ou_invented"}

    assert [forget("LIN"), forget(" LIN ")] == ["林晓", "林晓"]

    with reading(engine) as session:
        person = by_code(session, Person, "LIN")
        assert (person.name, person.email, person.im_ids, person.active) == ("林晓", None, {}, False)


def test_nobody_is_forgotten_under_a_wrong_code(engine: Engine) -> None:
    with pytest.raises(NotOnRecord):
        forget("'; DROP TABLE people; --")
