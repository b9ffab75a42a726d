"""The house's own PostgreSQL, for real: who starts it, who takes it over, who ends it, and what of it survives a kill."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import psutil
import psycopg
import pytest

from agency.errors import Misconfigured
from config.own_database import socket_folder
from config.settings import CHECKOUT, Settings
from shortvideo.house import postgresql
from shortvideo.house.database import Database, database_at_work, demand_at_work, is_of_the_house, place_of
from shortvideo.house.postgresql import MAJOR, connect, is_at_work

PATIENCE_S = 60
STRANGER = 65534  # a user of every system who owns nothing
TAKE_AND_WAIT = """
import sys, time
from pathlib import Path
from config.settings import Settings
from shortvideo.house.database import Database
held = Database.taken(Settings(home=Path(sys.argv[1])))
print(held.pid, flush=True)
time.sleep(600)
"""
AS_A_STRANGER = """
import encodings.ascii, os, sys  # a Python in root's own folder can load nothing more after the change
from pathlib import Path
from config.settings import Settings
from shortvideo.house.database import database_at_work, place_of
from shortvideo.house.postgresql import connect
os.setgroups([]), os.setgid(int(sys.argv[2])), os.setuid(int(sys.argv[2]))
chosen = Settings(home=Path(sys.argv[1]))
with database_at_work(chosen), connect(place_of(chosen)) as line:
    print(line.execute("SELECT count(*) FROM pg_database WHERE datname IN ('records', 'prefect')").fetchone()[0])
"""


@pytest.fixture(autouse=True)
def _wished(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_DATABASE", "postgresql")
    for name in ("RECORDS_URL", "PREFECT_DATABASE_URL"):
        monkeypatch.delenv(f"SHORTVIDEO_{name}", raising=False)


@pytest.fixture
def chosen() -> Iterator[Settings]:
    """A new home beside pytest's own folders, which pytest closes again to the account that a server works as."""
    with home() as folder:
        yield Settings(home=folder)


@pytest.fixture(scope="module")
def furnished() -> Iterator[Settings]:
    """A home whose database was made before and is not at work; each test leaves it so."""
    with home() as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SHORTVIDEO_DATABASE", "postgresql")
            chosen = Settings(home=folder)
        with database_at_work(chosen):
            pass
        yield chosen


@contextmanager
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="house_") as folder:
        yield Path(folder)
        assert not is_at_work(place_of(Settings(home=Path(folder)))), "a server was left behind"
        rmtree(socket_folder(Path(folder)), ignore_errors=True)


def told(chosen: Settings, question: str) -> object:
    """Return what the server answers to a question."""
    with connect(place_of(chosen)) as line:
        row = line.execute(question).fetchone()
    return row[0] if row else None


def wait_until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def test_a_new_home_gets_both_databases_and_nobody_reaches_them_from_outside(chosen: Settings):
    with database_at_work(chosen):
        assert told(chosen, "SELECT count(*) FROM pg_database WHERE datname IN ('records', 'prefect')") == 2
        assert told(chosen, "SHOW listen_addresses") == ""
        assert told(chosen, "SHOW fsync") == "on"
        assert told(chosen, "SHOW timezone") == "UTC"
        assert told(chosen, "SELECT datcollate FROM pg_database WHERE datname = 'records'") == "C"
        for folder in (chosen.home / "postgresql", socket_folder(chosen.home)):
            assert folder.stat().st_mode & 0o077 == 0

    assert not is_at_work(place_of(chosen))


def test_the_records_and_prefect_find_it_by_their_addresses(furnished: Settings):
    with database_at_work(furnished):
        address = furnished.records_url.replace("+psycopg", "")
        with psycopg.connect(address) as line:
            assert line.info.dbname == "records"
    assert is_of_the_house(furnished)


def test_the_second_finds_it_at_work_and_the_last_one_to_leave_ends_it(furnished: Settings):
    first, second = Database.taken(furnished), Database.taken(furnished)
    assert first.pid == second.pid

    first.leave()
    assert told(furnished, "SELECT 1") == 1
    second.leave()

    assert not is_at_work(place_of(furnished))


def test_many_who_come_at_once_into_a_new_home_start_one_server(chosen: Settings):
    together = threading.Barrier(5)

    def come(_number: int) -> Database:
        together.wait()
        return Database.taken(chosen)

    with ThreadPoolExecutor(5) as threads:
        came = list(threads.map(come, range(5)))
    commands = [one.info["cmdline"] or [] for one in psutil.process_iter(["cmdline"])]

    assert len({each.pid for each in came}) == 1
    assert sum(str(chosen.home / "postgresql") in command for command in commands) == 1
    for each in came:
        each.leave()


def test_what_a_killed_house_left_at_work_is_taken_over_and_ended_with_the_next(furnished: Settings):
    house = subprocess.Popen(
        [sys.executable, "-c", TAKE_AND_WAIT, str(furnished.home)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    with house:
        assert house.stdout is not None
        left = int(house.stdout.readline())
        house.kill()
    assert is_at_work(place_of(furnished))

    taken = Database.taken(furnished)

    assert taken.pid == left
    taken.leave()
    assert not is_at_work(place_of(furnished))


def test_a_killed_server_is_brought_up_again_with_all_that_was_committed(furnished: Settings):
    held = Database.taken(furnished)
    with connect(held.place) as line:
        line.execute("DROP TABLE IF EXISTS boats; CREATE TABLE boats AS SELECT '纸船(虚构)' AS name")
    killed = held.pid
    assert killed
    kill(killed)
    wait_until(lambda: not is_at_work(held.place))

    held.hold()

    assert held.pid != killed
    assert told(furnished, "SELECT name FROM boats") == "纸船(虚构)"
    held.leave()


def test_a_process_id_that_became_somebody_elses_is_no_obstacle(furnished: Settings):
    lock_of_socket = socket_folder(furnished.home) / ".s.PGSQL.5432.lock"
    for left in (furnished.home / "postgresql" / "postmaster.pid", lock_of_socket):
        left.write_text(f"{os.getpid()}\n{furnished.home}/postgresql\n1\n5432\n\n\n", encoding="utf-8")

    with database_at_work(furnished):
        assert told(furnished, "SELECT 1") == 1


def test_a_set_up_that_was_killed_half_way_begins_anew(chosen: Settings):
    begun = chosen.home / "postgresql.new"
    begun.mkdir()
    (begun / "PG_VERSION").write_text(f"{MAJOR}\n", encoding="ascii")

    with database_at_work(chosen):
        assert told(chosen, "SELECT 1") == 1
    assert not begun.exists()


def test_the_folder_of_another_major_version_is_refused_and_not_touched(tmp_path: Path):
    data = tmp_path / "postgresql"
    data.mkdir()
    (data / "PG_VERSION").write_text("16\n", encoding="ascii")

    with pytest.raises(Misconfigured, match=rf"PostgreSQL 16.*{MAJOR}"):
        Database.taken(Settings(home=tmp_path))

    assert [file.name for file in data.iterdir()] == ["PG_VERSION"]
    assert not is_at_work(place_of(Settings(home=tmp_path)))


def test_a_home_with_a_path_too_long_for_a_socket_works(chosen: Settings):
    far = Settings(home=chosen.home / ("很远的文件夹 " * 5) / "home")

    with database_at_work(far):
        assert told(far, "SELECT 1") == 1
        assert socket_folder(far.home).stat().st_mode & 0o077 == 0
    rmtree(socket_folder(far.home))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_has_a_database_without_help_and_root_leaves_it_to_that_user(chosen: Settings):
    os.chown(chosen.home, STRANGER, STRANGER)
    command = [sys.executable, "-c", AS_A_STRANGER, str(chosen.home), str(STRANGER)]

    said = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "2\n"), said.stderr
    with database_at_work(chosen):
        assert told(chosen, "SELECT 1") == 1

    assert (chosen.home / "postgresql").stat().st_uid == STRANGER


def test_a_server_that_cannot_come_up_is_told_with_the_end_of_its_log(
    furnished: Settings, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(postgresql, "TUNED", {**postgresql.TUNED, "shared_buffers": "a teacup"})

    with pytest.raises(Exception, match="a teacup"):
        Database.taken(furnished)


def test_a_part_by_itself_says_that_its_database_is_not_at_work(furnished: Settings):
    with pytest.raises(Misconfigured, match="SHORTVIDEO_RECORDS_URL"):
        demand_at_work(furnished)

    with database_at_work(furnished):
        demand_at_work(furnished)


@pytest.mark.parametrize("is_open", [False, True], ids=["house closed", "house open"])
def test_a_verb_finds_the_records_whether_the_house_is_open_or_closed(furnished: Settings, is_open: bool):
    held = Database.taken(furnished) if is_open else None
    verb = [sys.executable, "-m", "shortvideo.migrating"]

    said = subprocess.run(
        verb,
        cwd=CHECKOUT,
        env={**os.environ, "SHORTVIDEO_HOME": str(furnished.home)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert is_at_work(place_of(furnished)) is is_open
    if held:
        held.leave()
