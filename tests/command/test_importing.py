"""The verb ``import``: what a person at a terminal sees before anything is written, and what a script gets."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from agency.records.tables import ImportBatch, Publication, TablesGivenBack
from config.settings import CHECKOUT
from shortvideo.importing import Manner, import_files
from tasks.opening import records
from tests import small_agency
from tests.command.terminal import SHORTVIDEO, at_a_terminal
from tests.creator_centre import NOODLES, UMBRELLA, export, rows_of
from tests.databases import SqliteFiles
from tests.given_tables import Sheet, give, standing


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    """What an import does to the records is tested on both databases, in ``tests/tasks``."""
    return sqlite_files


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


def run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the verb as a script does."""
    return subprocess.run([SHORTVIDEO, "import", *words], cwd=CHECKOUT, capture_output=True, text=True, check=False)


def answered(answer: str, *words: str | Path) -> str:
    """Run the verb at a terminal, answer its question, and return what was shown."""
    _code, shown = at_a_terminal("import", *words, answer=answer)
    return shown


def test_a_script_writes_at_once_and_is_told_the_same(tmp_path: Path):
    done = run(export(tmp_path, NOODLES, UMBRELLA))

    assert (done.returncode, done.stderr) == (0, "")
    assert "新增 2 行,有变化 0 行,无变化 0 行,待判定 0 行,未能读取 0 行(已写入)" in done.stdout
    assert rows_of(ImportBatch, Publication) == [1, 2]


def test_a_preview_writes_nothing_and_needs_no_account(tmp_path: Path):
    done = run("--preview", export(tmp_path, NOODLES))

    assert done.returncode == 0
    assert "新增 1 行" in done.stdout
    assert "(尚未写入)" in done.stdout
    assert rows_of(ImportBatch, Publication) == [0, 0]


@pytest.mark.parametrize(("answer", "written"), [("是\n", 1), ("yes\n", 1), ("n\n", 0), ("\n", 0)])
def test_at_a_terminal_nothing_is_written_without_a_yes(tmp_path: Path, answer: str, written: int):
    shown = answered(answer, export(tmp_path, NOODLES))

    assert "(尚未写入)" in shown
    assert ("没有写入任何数据" in shown) is not bool(written)
    assert rows_of(ImportBatch) == [written]


def test_at_a_terminal_yes_beforehand_asks_nothing(tmp_path: Path):
    shown = answered("", "--yes", export(tmp_path, NOODLES))

    assert "以上内容要写入吗" not in shown
    assert rows_of(ImportBatch) == [1]


def test_a_folder_stands_for_its_files_and_an_empty_one_is_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    export(tmp_path / "下载", NOODLES, name="一.xlsx")
    export(tmp_path / "下载", UMBRELLA, name="二.xlsx")
    (tmp_path / "空").mkdir()

    assert import_files([tmp_path / "下载"], "BREEZE-DY") == 0
    assert import_files([tmp_path / "空"]) == 1

    assert rows_of(ImportBatch) == [2]
    assert capsys.readouterr().out.endswith("没有可导入的文件。\n")


def test_it_goes_on_after_a_file_that_cannot_be_read_and_ends_with_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    good = export(tmp_path, NOODLES, UMBRELLA)

    assert import_files([tmp_path / "不存在.xlsx", good], "BREEZE-DY") == 1

    told = capsys.readouterr().out
    assert "不存在.xlsx:打不开文件" in told
    assert "新增 2 行" in told
    assert "数据时间 2026-11-16 09:20" in told


def test_an_end_of_input_is_a_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))

    assert import_files([export(tmp_path, NOODLES)], manner=Manner.ASK) == 0
    assert rows_of(ImportBatch) == [0]


def tables(folder: Path, **written: object) -> Path:
    row = standing("content", "BREEZE-001", **written)
    return give(folder / "六张表.xlsx", Sheet(table="content", rows=[row]))


def test_a_script_gives_tables_back_under_a_code_and_not_without(tmp_path: Path):
    path = tables(tmp_path, title="秋天第一杯")

    nobody, stranger, done = run(path), run("--by", "NOBODY", path), run("--by", "WU", path)

    assert [nobody.returncode, stranger.returncode, done.returncode] == [1, 1, 0]
    assert "还没有写明由谁交回,什么都没有写入" in nobody.stdout
    assert "NOBODY" in stranger.stdout
    assert "夏日新品 → 秋天第一杯" in done.stdout
    assert "(已写入)" in done.stdout
    assert rows_of(TablesGivenBack) == [1]


def test_at_a_terminal_tables_ask_for_the_code_of_who_gives_them_back(tmp_path: Path):
    shown = answered("是\nWU\n", tables(tmp_path, title="秋天第一杯"))

    assert "六张表要由系统里的人交回。请输入您的人员编号" in shown
    assert rows_of(TablesGivenBack) == [1]


def test_refused_tables_end_a_script_with_their_reasons(tmp_path: Path):
    done = run("--by", "WU", tables(tmp_path, talent="林小"))

    assert done.returncode == 1
    assert "系统里没有叫“林小”的人" in done.stdout
