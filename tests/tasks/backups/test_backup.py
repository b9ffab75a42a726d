"""A backup of the agency's house and its restore elsewhere: rows, files and keys, and what is refused."""

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.domain.terms.files import FileKind
from agency.errors import BadInput, Misconfigured
from agency.records.archive.manifest import MEMBER
from agency.records.archive.unpacking import check, opened
from agency.records.locks import held
from agency.records.named import by_code
from agency.records.tables import KeptFile, Person, TakenBackup
from agency.records.tables.base import now
from config.settings import CHECKOUT, Settings, settings
from tasks.backups.keeping import is_beside
from tasks.backups.packing import take_archive
from tasks.backups.proving import prove_and_note
from tasks.backups.restoring import restore
from tasks.backups.taking import ONE_AT_A_TIME, remove_superfluous, take_backup
from tasks.files.downloads import keep, material_folder
from tasks.opening import looking, records, records_engine
from tests.databases import PostgresqlServer, SqliteFiles
from tests.vault_of_tea import fill

KEY = "cHVyZWx5LWludmVudGVkLXB1cmVseS1pbnZlbnRlZCE="
EXPORT = "收件/抖音 导出(虚构).csv"


@pytest.fixture
def house(on_record: str) -> Settings:
    """A house that Prefect was never opened in, with rows, material, a raw import, something in its inbox, and two keys."""
    fill(on_record)
    home = settings().home
    workbook = material_folder("BREEZE") / "六张表 11月.xlsx"
    workbook.write_bytes(b"six tables (invented)")
    with records() as session:
        keep(session, workbook, kind=FileKind.SIX_TABLES, title="六张表(虚构)")
    for place, content in {
        "files/ab/abcd.bin": b"raw",
        f"inbox/{EXPORT}": b"plays",
        "inbox-done/2026-11-01/x.csv": b"done",
        "sealing.key": KEY.encode(),
        "password": b"not-a-real-password",
    }.items():
        path = home / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return settings()


ENGINES = pytest.mark.parametrize("elsewhere", ["sqlite_files", "postgresql_server"], indirect=True)


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    """From engine to engine rows go in tests/records/test_archive.py."""
    return sqlite_files


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, on_record: str, tmp_path: Path) -> Iterator[Settings]:
    """Another machine's settings, on the engine that the test asks for."""
    engine: SqliteFiles | PostgresqlServer = request.getfixturevalue(getattr(request, "param", "sqlite_files"))
    with engine.empty() as url:
        home = tmp_path / "另一台 机器"
        folders = {"files_directory": home / "material", "inbox_directory": home / "inbox"}
        yield settings().model_copy(update={"home": home, "records_url": url, "prefect_database_url": "", **folders})


def people_of(chosen: Settings) -> list[str]:
    engine = records_engine(chosen.records_url)
    with engine.connect() as connection:
        found = list(connection.scalars(select(Person.name).order_by(Person.code)))
    engine.dispose()
    records_engine.cache_clear()
    return found


def holdings(home: Path, folders: tuple[str, ...] = ("material", "files", "inbox", "inbox-done")) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for folder in folders
        for path in (home / folder).rglob("*")
        if path.is_file()
    }


@ENGINES
def test_a_house_comes_back_on_another_machine_with_rows_and_files(house: Settings, elsewhere: Settings) -> None:
    taken = take_archive(house, house.home / "备份 夹")
    restored = restore(taken.path, elsewhere, now())

    assert people_of(elsewhere) == people_of(house)
    before = holdings(house.home)
    del before["inbox-done/2026-11-01/x.csv"]  # its content lies among the raw files
    assert holdings(elsewhere.home) == before
    assert restored.aside is None


def test_the_keys_stay_at_home_and_it_is_said_which_ones_are_lacking(house: Settings, elsewhere: Settings) -> None:
    taken = take_archive(house, house.home / "backups")
    restored = restore(taken.path, elsewhere, now())

    assert restored.lacking == ("password", "sealing.key")
    assert not (elsewhere.home / "sealing.key").exists()
    assert KEY.encode() not in b"".join(read_all(taken.path))


def test_the_keys_go_along_when_asked_for_and_only_their_owner_reads_them(house: Settings, elsewhere: Settings) -> None:
    taken = take_archive(house, house.home / "backups", with_keys=True)
    restored = restore(taken.path, elsewhere, now())

    key = elsewhere.home / "sealing.key"
    assert restored.lacking == ()
    assert key.read_text() == KEY
    assert key.stat().st_mode & 0o077 == 0


def read_all(path: Path) -> Iterator[bytes]:
    with opened(path) as archive:
        for member in archive.manifest.members:
            yield archive.read(member).read()
        yield archive.manifest.model_dump_json().encode()


def test_another_key_counts_as_lacking(house: Settings, elsewhere: Settings) -> None:
    elsewhere.home.mkdir()
    (elsewhere.home / "sealing.key").write_text(KEY[::-1])
    taken = take_archive(house, house.home / "backups")

    assert "sealing.key" in restore(taken.path, elsewhere, now()).lacking


def test_a_file_that_is_gone_or_was_changed_is_named_and_the_rest_is_taken(house: Settings) -> None:
    gone = material_folder("BREEZE") / "不见了.pdf"
    gone.write_bytes(b"gone")
    with records() as session:
        keep(session, gone, kind=FileKind.SIX_TABLES, title="不见了(虚构)")
    gone.unlink()
    (material_folder("BREEZE") / "六张表 11月.xlsx").write_bytes(b"written over")

    faults = take_archive(house, house.home / "backups").manifest.faults

    assert [name for name in ("prefect.db", "不见了.pdf", "六张表 11月.xlsx") if name in "".join(faults)]
    assert len(faults) == 3


def test_a_house_is_not_replaced_unasked(house: Settings, elsewhere: Settings) -> None:
    taken = take_archive(house, house.home / "backups")
    restore(taken.path, elsewhere, now())
    raw = elsewhere.home / "files/ab/abcd.bin"
    raw.write_bytes(b"another")

    with pytest.raises(Misconfigured, match="--replace"):
        restore(taken.path, elsewhere, now())

    assert raw.read_bytes() == b"another"


@ENGINES
def test_what_is_replaced_is_kept_beside(house: Settings, elsewhere: Settings) -> None:
    taken = take_archive(house, house.home / "backups")
    restore(taken.path, elsewhere, now())
    (elsewhere.home / "files/ab/abcd.bin").write_bytes(b"another")

    restored = restore(taken.path, elsewhere, now(), replace=True)

    assert restored.aside is not None
    assert (elsewhere.home / restored.aside / "files/ab/abcd.bin").read_bytes() == b"another"
    assert (elsewhere.home / "files/ab/abcd.bin").read_bytes() == b"raw"


def test_an_archive_of_a_later_version_is_refused_and_nothing_is_touched(house: Settings, elsewhere: Settings) -> None:
    taken = take_archive(house, house.home / "backups")
    later = house.home / "later.zip"
    with zipfile.ZipFile(taken.path) as source, zipfile.ZipFile(later, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            head = taken.manifest.databases["records"].head or ""
            target.writestr(name, content.replace(f'"{head}"'.encode(), b'"9999"') if name == MEMBER else content)

    with pytest.raises(BadInput, match=r"later\.zip"):
        restore(later, elsewhere, now())

    assert not holdings(elsewhere.home)


def test_a_backup_is_put_on_record_and_proven_by_a_trial_that_leaves_nothing(house: Settings) -> None:
    take_backup(house)
    with looking() as session:
        (row,) = session.scalars(select(TakenBackup))
    before = set(house.backups_directory.iterdir())

    proof = prove_and_note(row, house)

    with looking() as session:
        noted = session.get_one(TakenBackup, row.id)
    assert proof.failed is None
    assert proof.rows == row.rows
    assert noted.proven_at is not None
    assert set(house.backups_directory.iterdir()) == before


def test_a_trial_of_a_damaged_archive_fails_and_says_so(house: Settings) -> None:
    taken = take_backup(house)
    content = taken.path.read_bytes()
    taken.path.write_bytes(content[: len(content) // 2])
    with looking() as session:
        (row,) = session.scalars(select(TakenBackup))

    proof = prove_and_note(row, house)

    with looking() as session:
        noted = session.get_one(TakenBackup, row.id)
    assert proof.failed is not None
    assert taken.path.name in proof.failed
    assert (noted.failed, noted.proven_at) == (proof.failed, None)


def test_two_at_once_are_one_and_the_other_is_told(house: Settings) -> None:
    with held(records_engine(house.records_url), ONE_AT_A_TIME), pytest.raises(Misconfigured):
        take_backup(house)

    assert not house.backups_directory.exists()


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(house: Settings) -> None:
    (house.home / "blocked").write_text("a file, no folder")

    with pytest.raises(Misconfigured, match="blocked"):
        take_archive(house, house.home / "blocked")


def test_old_archives_go_and_those_elsewhere_stay(house: Settings, tmp_path: Path) -> None:
    for _number in range(3):
        take_backup(house)
    apart = take_backup(house, tmp_path / "usb")
    with records() as session:
        for row in session.scalars(select(TakenBackup)):
            row.taken_at = row.taken_at.replace(microsecond=int(row.id[-3:], 36) % 1000)

    removed = remove_superfluous.fn()

    assert removed == 2
    assert len(list(house.backups_directory.iterdir())) == 1
    assert apart.path.exists()
    assert remove_superfluous.fn() == 0


def test_a_backup_killed_in_the_middle_leaves_no_archive_and_the_next_one_is_whole(house: Settings) -> None:
    (house.home / "inbox/large.bin").write_bytes(os.urandom(80_000_000))
    environment = {**os.environ, **house.environment()}
    command = [sys.executable, "-m", "shortvideo.backing_up", "", ""]
    child = subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=subprocess.DEVNULL)
    folder = house.backups_directory
    while not (folder.is_dir() and any(path.stat().st_size > 1_000_000 for path in folder.iterdir())):
        assert child.poll() is None
        time.sleep(0.005)
    child.kill()
    child.wait()
    assert not list(folder.glob("*.zip"))
    (house.home / "inbox/large.bin").unlink()

    taken = take_backup(house)

    with opened(taken.path) as archive:
        check(archive)
    assert list(folder.iterdir()) == [taken.path]


def test_a_folder_that_is_not_there_yet_lies_on_the_disk_of_the_one_above(tmp_path: Path) -> None:
    assert is_beside(tmp_path / "neu" / "noch neuer", tmp_path)


def test_the_restored_records_are_written_to_as_before(
    house: Settings, elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    restore(take_archive(house, house.home / "backups").path, elsewhere, now())
    monkeypatch.setenv("SHORTVIDEO_RECORDS_URL", elsewhere.records_url)
    monkeypatch.setenv("SHORTVIDEO_HOME", str(elsewhere.home))
    settings.cache_clear()

    with records() as session:
        by_code(session, Person, "LIN").name = "林大晓"
        kept = session.scalars(select(KeptFile)).one()

    assert (settings().files_directory / kept.place).read_bytes() == b"six tables (invented)"
    assert "林大晓" in people_of(elsewhere)
