"""The verbs ``backup`` and ``restore`` as a person uses them at a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import CHECKOUT
from tests.databases import SqliteFiles
from tests.vault_of_tea import fill


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture
def key(on_record: str, tmp_path: Path) -> Path:
    """A house with rows and a key."""
    fill(on_record)
    file = tmp_path / "sealing.key"
    file.write_text("cHVyZWx5LWludmVudGVkLXB1cmVseS1pbnZlbnRlZCE=")
    return file


def said(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a verb."""
    command = [Path(sys.executable).with_name("shortvideo"), *words]
    told = {**os.environ, **environment}
    return subprocess.run(command, cwd=CHECKOUT, env=told, capture_output=True, text=True, check=False)


def test_a_house_is_backed_up_and_brought_back_in_another_home(key: Path, tmp_path: Path) -> None:
    taken = said("backup", "--to", str(tmp_path / "备份 夹"))
    assert taken.returncode == 0, taken.stderr
    (archive,) = (tmp_path / "备份 夹").glob("*.zip")
    assert archive.name in taken.stdout
    assert key.name in taken.stdout

    home = tmp_path / "新 家"
    back = said("restore", str(archive), "--into", str(home), SHORTVIDEO_RECORDS_URL=f"sqlite:///{home / 'records.db'}")

    assert back.returncode == 0, back.stderr
    assert (home / "records.db").stat().st_size > 0
    assert key.name in back.stdout
    assert not (home / key.name).exists()


@pytest.mark.usefixtures("key")
def test_what_cannot_be_restored_is_told_in_one_sentence_and_nothing_is_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_text("no backup (invented)")
    home = tmp_path / "new"

    back = said(
        "restore",
        str(tmp_path / "notes.zip"),
        "--into",
        str(home),
        SHORTVIDEO_RECORDS_URL=f"sqlite:///{home / 'records.db'}",
    )

    assert back.returncode == 1
    assert back.stderr.count("\n") == 1
    assert "notes.zip" in back.stderr
    assert not (home / "records.db").exists()
