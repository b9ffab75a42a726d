"""A disk that is full: one sentence, nothing half-written, and once room is made everything goes as ever."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agency.domain.terms.sharing import DeliveryStatus
from agency.errors import DiskFull
from agency.records.migrate import upgrade
from agency.records.tables import AuditEvent, Client, ImportBatch, Publication, VideoSnapshot
from config.settings import CHECKOUT, settings
from tasks.files.whole_files import write_whole
from tasks.messages.sending import send_due
from tasks.opening import records, records_engine
from tests import bots as local_bots
from tests import small_agency
from tests.creator_centre import NOODLES, UMBRELLA, export, rows_of
from tests.faults.disk import LEFT_OVER, Disk, small_disk
from tests.tasks import outbox
from tests.tasks.outbox import CHANNELS, NOON, message, put, statuses

ROOM_MB = 12
TABLES = (ImportBatch, Publication, VideoSnapshot, AuditEvent)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", ROOM_MB) as disk:
        yield disk


@pytest.fixture
def at_home(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """Let the house live on the small disk, its records in a file there."""
    monkeypatch.setenv("SHORTVIDEO_HOME", str(disk.folder))
    monkeypatch.setenv("SHORTVIDEO_DATABASE", "sqlite")
    monkeypatch.setenv("SHORTVIDEO_RECORDS_URL", f"sqlite:///{disk.folder}/records.db")
    settings.cache_clear()
    upgrade(settings().records_url)
    yield disk
    records_engine(settings().records_url).dispose()
    settings.cache_clear()


def verb(module: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a verb of the command as a person does."""
    command = [sys.executable, "-m", f"shortvideo.{module}", *words]
    return subprocess.run(command, cwd=CHECKOUT, env=dict(os.environ), check=False, capture_output=True, text=True)


def test_an_import_onto_a_full_disk_says_so_leaves_nothing_and_works_when_there_is_room(at_home: Disk, tmp_path: Path):
    with records() as session:
        small_agency.found(session)
    before = rows_of(*TABLES)
    path = export(tmp_path, *[NOODLES | {"作品名称": f"面 {number} " + "长" * 90} for number in range(400)], UMBRELLA)

    at_home.fill()
    refused = verb("importing", "write", "BREEZE-DY", "", str(path))

    assert refused.returncode == 1
    assert "磁盘满了" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr
    assert rows_of(*TABLES) == before
    assert [each for each in at_home.folder.rglob("*") if "files" in each.parts and each.is_file()] == []

    at_home.make_room()
    assert verb("importing", "write", "BREEZE-DY", "", str(path)).returncode == 0
    assert rows_of(*TABLES[:3]) == [1, 401, 401]


def test_records_on_a_full_disk_keep_what_they_had_and_nothing_of_the_unit_of_work(at_home: Disk):
    at_home.fill()

    with pytest.raises(DiskFull, match="磁盘"), records() as session:
        session.add_all(Client(code=f"C{number}", name="长" * 900) for number in range(400))

    at_home.make_room()
    assert rows_of(Client) == [0]
    with records() as session:
        small_agency.found(session)


def test_a_file_is_whole_or_not_there_and_no_draft_of_it_stays(disk: Disk):
    place = disk.folder / "reports" / "day.md"
    write_whole(place, b"yesterday")
    disk.fill()

    with pytest.raises(OSError, match="No space left"):
        write_whole(place, bytes(LEFT_OVER * 4))

    assert [file.name for file in place.parent.iterdir()] == ["day.md"]
    assert place.read_bytes() == b"yesterday"


@pytest.mark.parametrize("databases", ["sqlite_files"], indirect=True)
def test_the_six_tables_onto_a_full_disk_say_so_and_leave_no_half_of_a_workbook(
    on_record: str, disk: Disk, monkeypatch: pytest.MonkeyPatch
):
    with records() as session:
        small_agency.found(session)
    (disk.folder / "tables").mkdir()
    disk.fill()
    place = disk.folder / "tables" / "六张表.xlsx"

    refused = verb("tabling", "", str(place))

    assert refused.returncode == 1
    assert "磁盘满了" in refused.stderr
    assert list(place.parent.iterdir()) == []
    disk.make_room()
    assert verb("tabling", "", str(place)).returncode == 0
    assert place.exists()


def test_a_message_whose_claim_finds_no_room_is_not_sent_and_goes_out_once_when_there_is(
    at_home: Disk, monkeypatch: pytest.MonkeyPatch
):
    with local_bots.at_work() as bots:
        local_bots.connect(monkeypatch, bots, **CHANNELS)
        outbox.found()
        put("IN", *(message(f"第{number:02}件", urgent=True, body="长" * 900) for number in range(12)))
        at_home.fill()
        with pytest.raises(DiskFull):
            send_again_and_again(range(5))
        at_home.make_room()
        send_again_and_again(range(10, 40, 5))

    heard = {title: bots.count(title) for title in statuses()}
    assert all(count <= 1 for count in heard.values())
    assert all(heard[title] == 1 for title, state in statuses().items() if state is DeliveryStatus.SENT)
    assert set(statuses().values()) <= {DeliveryStatus.SENT, DeliveryStatus.UNCLEAR}


def send_again_and_again(minutes: range) -> None:
    """Send what is due at each of these minutes after noon."""
    for minute in minutes:
        send_due(NOON.replace(minute=minute), sleep=lambda _seconds: None)
