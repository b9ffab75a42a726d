"""A log never grows without end, and whoever writes to it does not notice."""

import threading
import time
from pathlib import Path

import pytest

from shortvideo.logs import bounds
from shortvideo.logs.bounds import keep_in_bounds, kept_in_bounds


def test_a_log_that_is_too_long_is_put_aside_and_its_writer_goes_on_at_the_beginning(tmp_path: Path):
    log = tmp_path / "worker.log"
    with log.open("ab") as words:
        words.write("旧的一行\n".encode() * 100)
        words.flush()

        assert keep_in_bounds(tmp_path, most_bytes=1000) == [log]
        words.write("新的一行\n".encode())

    assert log.read_text("utf-8") == "新的一行\n"
    assert (tmp_path / "worker.1.log").read_text("utf-8").count("旧的一行") == 100


def test_one_former_log_is_kept_and_never_put_aside_itself(tmp_path: Path):
    for number in range(3):
        (tmp_path / "worker.log").write_bytes(str(number).encode() * 2000)
        keep_in_bounds(tmp_path, most_bytes=1000)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["worker.1.log", "worker.log"]
    assert (tmp_path / "worker.1.log").read_bytes() == b"2" * 2000


def test_a_log_within_its_bounds_stays_whole(tmp_path: Path):
    (tmp_path / "files.log").write_bytes(b"x" * 1000)

    assert keep_in_bounds(tmp_path, most_bytes=1000) == []
    assert (tmp_path / "files.log").stat().st_size == 1000


def test_where_the_disk_has_no_room_for_the_copy_the_log_is_emptied_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "worker.log").write_bytes(b"x" * 2000)
    (tmp_path / "worker.1.log").mkdir()
    monkeypatch.setattr(Path, "unlink", lambda *_args, **_more: None)  # nor can a folder in the way be removed

    keep_in_bounds(tmp_path, most_bytes=1000)

    assert (tmp_path / "worker.log").stat().st_size == 0


def test_the_logs_are_kept_in_bounds_until_the_house_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bounds, "LOOKS_EVERY", 0.01)
    monkeypatch.setattr(bounds, "MEGABYTE", 1000)
    log = tmp_path / "worker.log"
    log.write_bytes(b"x" * 2000)

    with kept_in_bounds(tmp_path, megabytes=1):
        while log.stat().st_size:
            time.sleep(0.01)
    log.write_bytes(b"x" * 2000)

    assert [one for one in threading.enumerate() if one.name == "logs-in-bounds"] == []
    assert log.stat().st_size == 2000
