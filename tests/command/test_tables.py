"""The verb ``tables`` as a person uses it at a terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import CHECKOUT
from tasks.opening import records
from tests import small_agency
from tests.databases import SqliteFiles
from tests.reports.tables import opened

SIX = ["账号总表", "运营总表", "日报表", "内容排期表", "拍摄排期表", "剪辑上线排期表"]


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


def tables(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the verb."""
    command = [Path(sys.executable).with_name("shortvideo"), "tables", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, env=os.environ, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("agency")
def test_the_six_tables_are_written_where_a_person_wants_them(tmp_path: Path):
    said = tables("--to", str(tmp_path / "六张表.xlsx"), "--project", "BREEZE")

    assert said.returncode == 0, said.stderr
    assert "六张表.xlsx" in said.stdout
    assert opened.names(tmp_path / "六张表.xlsx")[:6] == SIX
    assert opened.records(tmp_path / "六张表.xlsx", "账号总表")[0]["编号"] == "BREEZE-DY"


@pytest.mark.usefixtures("agency")
def test_without_a_place_the_file_is_kept_with_the_others(tmp_path: Path):
    said = tables()

    (file,) = tmp_path.rglob("six-tables-*.xlsx")
    assert str(file) in said.stdout.replace("\n", "")
    assert said.returncode == 0, said.stderr


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--project", "NOWHERE"), "NOWHERE"),
        (("--to", "tables.csv"), "tables.csv"),
        (("--to", "no/such/folder/tables.xlsx"), "文件夹"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: tuple[str, ...], sentence: str):
    said = tables(*arguments)

    assert said.returncode == 1
    assert sentence in said.stderr
    assert "Traceback" not in said.stderr
