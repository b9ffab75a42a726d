"""What people brought in is in the backup as it came: of this machine, and of another's that shares the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from agency.records.archive.unpacking import opened
from agency.records.tables.base import now
from config.settings import settings
from tasks.backups.packing import take_archive
from tasks.backups.places import RAW
from tasks.files import file_store
from tasks.files.file_store import place_of
from tasks.imports.exports import bring_in
from tasks.imports.inbox import settled_files, take_file
from tasks.opening import records, records_engine
from tests import small_agency
from tests.creator_centre import NOODLES, UMBRELLA, export
from tests.databases import SqliteFiles


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture
def agency(on_record: str) -> Iterator[None]:
    with records() as session:
        small_agency.found(session)
    yield
    records_engine(on_record).dispose()


def in_backup(folder: Path) -> dict[str, bytes]:
    """Take a backup and return its raw files by their places."""
    with opened(take_archive(settings(), folder).path) as archive:
        files = [file for file in archive.manifest.files if file.folder == RAW]
        return {file.path: archive.read(file.member).read() for file in files}


def faults_about_files(folder: Path) -> list[str]:
    faults = take_archive(settings(), folder).manifest.faults
    return [fault for fault in faults if "prefect.db" not in fault]


@pytest.mark.usefixtures("agency")
def test_every_file_that_was_put_away_as_done_is_in_the_backup_by_its_content(tmp_path: Path) -> None:
    """docs/operations.md says so of ``inbox-done``; only the notes beside the files are not."""
    settled_files.fn()
    inbox = settings().inbox_directory
    export(inbox, NOODLES, name="一.xlsx")
    export(inbox / "BREEZE-DY", UMBRELLA, name="二.xlsx")
    with time_machine.travel(now().timestamp() + 31):
        told = [take_file.fn(waiting) for waiting in settled_files.fn()]
    done = [path for path in (settings().home / "inbox-done").rglob("*") if path.is_file() and path.suffix != ".txt"]

    kept = in_backup(tmp_path / "backups").values()

    assert [one.is_refused for one in told if one] == [False, False]
    assert len(done) == 2
    assert {path.read_bytes() for path in done} <= set(kept)


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The house shares a store with another machine."""
    monkeypatch.setenv("SHORTVIDEO_FILES_STORE", f"file://{tmp_path / 'share'}")
    settings.cache_clear()


def read_on_the_other_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Import an export on another machine, with the same records, and return what it held."""
    home = settings().home
    monkeypatch.setenv("SHORTVIDEO_HOME", str(tmp_path / "办公室"))
    settings.cache_clear()
    path = export(tmp_path / "桌面", NOODLES)
    bring_in(path)
    monkeypatch.setenv("SHORTVIDEO_HOME", str(home))
    settings.cache_clear()
    return path.read_bytes()


@pytest.mark.usefixtures("agency", "shared")
def test_what_another_machine_read_is_fetched_out_of_the_store_into_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = read_on_the_other_machine(tmp_path, monkeypatch)

    (kept,) = in_backup(tmp_path / "backups").items()

    assert kept[1] == content
    assert (settings().home / "files" / kept[0]).stat().st_mode & 0o077 == 0
    assert faults_about_files(tmp_path / "backups") == []


@pytest.mark.usefixtures("agency", "shared")
def test_what_the_store_has_lost_is_named_and_the_rest_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_on_the_other_machine(tmp_path, monkeypatch)
    (lost,) = file_store.store().find(file_store.root())
    file_store.store().rm_file(lost)
    assert place_of(file_store.Content(Path(lost).name, 0)) == lost

    (fault,) = faults_about_files(tmp_path / "backups")

    assert Path(lost).name in fault
