"""A restore that is killed at any of its last steps is there as a whole or not at all, once the next one has come by."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, event, inspect

from agency.errors import Misconfigured
from agency.records.archive.staging import prepared as staged_beside
from agency.records.archive.staging import sqlite_file
from config.own_database import PREFECT_FILE, RECORDS_FILE
from config.settings import Settings, settings
from shortvideo.doctor import finish_what_was_broken_off
from shortvideo.house.database import database_at_work, open_database
from shortvideo.processes import Processes
from shortvideo.progress import Progress
from tasks.backups.places import MATERIAL, PREFECT, RAW, RECORDS, Places, journal_of, restored_mark
from tasks.backups.taking_place import Journal, draft_of, finish_broken_off, prepared, restoring_alone
from tests.databases import PostgresqlServer

FORMER, RESTORED = "从前的(虚构)", "恢复的(虚构)"
ASIDE = "replaced_20261126_100000"
FILES = ((RAW, "ab/abcd.bin"), (MATERIAL, "清风/六张表.xlsx"))


@pytest.fixture(params=["sqlite", "postgresql"])
def houses(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Places]]:
    """Make houses, each with two databases and two files that all say what was there before."""
    numbers = count()
    with ExitStack() as stack:

        def house() -> Places:
            home = tmp_path / f"家 {next(numbers)}"
            if request.param == "sqlite":
                (home / "prefect").mkdir(parents=True)
                urls = [f"sqlite:///{home / file}" for file in (RECORDS_FILE, PREFECT_FILE)]
            else:
                server: PostgresqlServer = request.getfixturevalue("postgresql_server")
                urls = [stack.enter_context(server.empty()) for _database in range(2)]
            places = Places(*urls, {RAW: home / "files", MATERIAL: home / "material"}, home)
            for url in urls:
                write(url, FORMER)
            for folder, path in FILES:
                put(places.folders[folder] / path, FORMER)
            return places

        yield house


def put(place: Path, word: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(word, encoding="utf-8")


def write(url: str, word: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE told (word TEXT)")
        connection.exec_driver_sql(f"INSERT INTO told VALUES ('{word}')")  # noqa: S608 - our own words
    engine.dispose()


def word_in(url: str) -> str | None:
    engine = create_engine(url)
    with engine.begin() as connection:
        word: str | None = connection.exec_driver_sql("SELECT word FROM told").scalar()
        assert sqlite_file(url) or "restoring" not in inspect(connection).get_schema_names()
    engine.dispose()
    return word


def restore(places: Places) -> None:
    """Do what a restore does, without an archive."""
    journal = Journal(aside=ASIDE, databases={PREFECT: True, RECORDS: True}, files=FILES)
    with prepared(journal, places):
        for url in places.databases.values():
            with staged_beside(url) as staging:
                write(staging, RESTORED)
        for folder, path in FILES:
            put(draft_of(places.folders[folder] / path), RESTORED)


def survives(moment: int, work: Callable[[Places], object], places: Places) -> bool:
    """Let a process do this that is killed -9 before its step of this number; say whether it came to its end."""
    if (child := os.fork()) == 0:
        with suppress(BaseException):
            kill_before(moment)
            work(places)
            os._exit(0)
        os._exit(1)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status == 0


def kill_before(moment: int) -> None:
    """Let this process be killed before a step of this number: a commit, or a change of what a file is called."""
    numbers = count()

    def step(*_told: object) -> None:
        if next(numbers) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def killing(method: Callable[..., object]) -> Callable[..., object]:
        def at_step(place: Path, *words: object, **more: object) -> object:
            if place.exists():
                step()
            return method(place, *words, **more)

        return at_step

    event.listen(Engine, "commit", step)
    for name in ("replace", "unlink"):
        setattr(Path, name, killing(getattr(Path, name)))


def told(places: Places) -> set[str | None]:
    """Return what is said by the databases and the files of a house; nothing half done lies about."""
    assert not journal_of(places.home).exists()
    assert not [file for folder in places.folders.values() for file in folder.rglob(".*")]
    files = {(places.folders[folder] / path).read_text(encoding="utf-8") for folder, path in FILES}
    for url in places.databases.values():
        file = sqlite_file(url)
        assert file is None or not list(file.parent.glob(f"{file.name}.restoring*"))
    return files | {word_in(url) for url in places.databases.values()}


def test_whenever_it_is_killed_all_of_it_is_old_or_all_of_it_is_new_and_what_was_there_is_kept(
    houses: Callable[[], Places],
):
    ends = []
    for places in killed_later_and_later(houses):
        survives(1, finish_broken_off, places)  # who comes to finish it is killed as well
        finish_broken_off(places)
        ends.append(told(places))
        assert restored_mark(places.home).exists() == (ends[-1] == {RESTORED})
        if ends[-1] == {RESTORED}:
            assert (places.home / ASIDE / RAW / "ab/abcd.bin").read_text(encoding="utf-8") == FORMER
            assert all(former_word(url) == FORMER for url in places.databases.values())

    assert ends.count({FORMER}) >= 3
    assert ends.count({RESTORED}) >= 6
    assert ends == sorted(ends, key=lambda end: end == {RESTORED})


def former_word(url: str) -> str | None:
    """Return what the database said that was set aside."""
    if file := sqlite_file(url):
        return word_in(f"sqlite:///{file.parent / ASIDE / file.name}")
    engine = create_engine(url)
    with engine.connect() as connection:
        word: str | None = connection.exec_driver_sql(f'SELECT word FROM "{ASIDE}".told').scalar()  # noqa: S608
    engine.dispose()
    return word


def killed_later_and_later(houses: Callable[[], Places]) -> Iterator[Places]:
    """Yield houses in which a restore was killed, each a step later than the one before."""
    for moment in count():
        places = houses()
        if survives(moment, restore, places):
            return
        yield places


def is_whole(places: Places) -> bool:
    journal = Journal.read(places.home)
    return journal is not None and journal.is_whole


def verb(chosen: Settings) -> None:
    with database_at_work(chosen):
        pass


def up(chosen: Settings) -> None:
    open_database(Processes(chosen.logs, {}), chosen, Progress())


@pytest.mark.parametrize("houses", ["sqlite"], indirect=True)
@pytest.mark.parametrize("comes", [verb, up, finish_what_was_broken_off], ids=["verb", "up", "doctor"])
def test_whoever_opens_the_records_next_finishes_it_first_and_says_so_once(
    comes: Callable[[Settings], None], houses: Callable[[], Places], capsys: pytest.CaptureFixture[str]
):
    places = next(house for house in killed_later_and_later(houses) if is_whole(house))
    chosen = settings().model_copy(
        update={
            "home": places.home,
            "records_url": places.records_url,
            "prefect_database_url": "",
            "files_directory": places.home / "material",
        }
    )

    for _time in range(2):
        comes(chosen)
        assert told(places) == {RESTORED}

    assert capsys.readouterr().out.count("已经补完") == 1


def test_while_it_is_at_work_nobody_finishes_it_from_outside(houses: Callable[[], Places]):
    places = houses()
    Journal(aside=ASIDE, databases={}, files=()).write(places.home)

    with restoring_alone(places.home), pytest.raises(Misconfigured, match="正在恢复"):
        finish_broken_off(places)

    assert Journal.read(places.home) is not None
