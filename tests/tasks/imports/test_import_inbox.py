"""What lies in the inbox folder is imported and put away with a note; what is still being written is left alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from agency.records.tables import ImportBatch, Publication, VideoSnapshot
from config.settings import settings
from tasks.imports.exports import bring_in
from tasks.imports.inbox import PutAway, Waiting, page_of, settled_files, take_file
from tasks.opening import records
from tests import small_agency
from tests.creator_centre import NOODLES, UMBRELLA, another_account, export, rows_of


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


@pytest.fixture
def inbox() -> Path:
    settled_files.fn()
    return settings().inbox_directory


def sweep() -> list[PutAway]:
    """Look into the inbox half a minute later, and take what has settled."""
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=31)):
        return [file for waiting in settled_files.fn() if (file := take_file.fn(waiting)) is not None]


def put_away(name: str) -> dict[str, str]:
    """Return the notes of a folder of put-away files, by the names of the files that lie there."""
    files = [path for path in (settings().home / name).glob("20??-??-??/*") if path.suffix != ".txt"]
    return {path.name: Path(f"{path}.txt").read_text(encoding="utf-8-sig") for path in files}


def test_a_settled_file_is_imported_and_put_away_with_a_note_of_what_it_brought(inbox: Path):
    export(inbox, NOODLES, UMBRELLA)

    (told,) = sweep()

    assert (told.file, told.account, told.is_refused) == ("作品列表.xlsx", "BREEZE-DY", False)
    assert rows_of(Publication, VideoSnapshot) == [2, 2]
    assert list(inbox.iterdir()) == []
    assert "新增 2 行" in put_away("inbox-done")["作品列表.xlsx"]


def test_a_file_that_cannot_be_imported_is_put_among_the_refused_with_the_reason_and_stops_no_other(inbox: Path):
    (inbox / "a.xlsx").write_bytes("<html>请登录</html>".encode())
    export(inbox, NOODLES, name="b.xlsx")

    told = sweep()

    assert [(one.file, one.is_refused) for one in told] == [("a.xlsx", True), ("b.xlsx", False)]
    assert "网页" in put_away("inbox-refused")["a.xlsx"]
    assert list(put_away("inbox-done")) == ["b.xlsx"]


def test_a_file_of_unknown_columns_comes_back_with_a_layout_to_complete(inbox: Path):
    export(inbox, {"视频标题": "第一碗面", "上线日": "2026-11-03", "播放次数": "9800"}, name="企业号.xlsx")

    (told,) = sweep()

    assert "[[layout]]" not in told.sentence
    note = put_away("inbox-refused")["企业号.xlsx"]
    assert "config/layouts.toml" in note
    assert '"播放次数" = ' in note


def test_a_sub_folder_names_the_account_of_its_files(inbox: Path):
    with records() as session:
        another_account(session)
    export(inbox / "HEAT-DY", NOODLES, name="一.xlsx")
    export(inbox / "没有这个号", UMBRELLA, name="二.xlsx")

    told = sweep()

    assert [(one.account, one.is_refused) for one in told] == [("HEAT-DY", False), ("没有这个号", True)]
    assert "没有这个号" in put_away("inbox-refused")["二.xlsx"]


def test_a_file_that_was_written_a_moment_ago_is_left_until_it_has_settled(inbox: Path):
    export(inbox, NOODLES)

    assert settled_files.fn() == []
    assert len(sweep()) == 1


@pytest.mark.parametrize("name", [".hidden.xlsx", "~$作品列表.xlsx", "作品列表.xlsx.crdownload", "作品列表.part"])
def test_what_programs_leave_about_is_no_export(inbox: Path, name: str):
    (inbox / name).write_bytes(b"half a file")

    assert sweep() == []


def test_a_link_out_of_the_folder_is_not_followed(inbox: Path, tmp_path: Path):
    (inbox / "链接.xlsx").symlink_to(export(tmp_path / "elsewhere", NOODLES))

    assert sweep() == []


def test_a_file_whose_look_was_broken_off_after_its_import_is_put_away_by_the_next_one(inbox: Path):
    bring_in(export(inbox, NOODLES))

    (told,) = sweep()

    assert not told.is_refused
    assert rows_of(ImportBatch, VideoSnapshot) == [1, 1]
    assert "之前已为 BREEZE-DY 导入过" in put_away("inbox-done")["作品列表.xlsx"]


def test_a_file_that_somebody_else_took_meanwhile_is_no_news_and_leaves_no_note(inbox: Path):
    export(inbox, NOODLES).rename(inbox.parent / "taken.xlsx")

    assert take_file.fn(Waiting(path=inbox / "作品列表.xlsx")) is None
    assert not (settings().home / "inbox-refused").exists()


def test_two_files_of_one_name_on_one_day_are_both_kept(inbox: Path):
    export(inbox, NOODLES)
    sweep()
    export(inbox, UMBRELLA)
    sweep()

    assert sorted(put_away("inbox-done")) == ["作品列表 (2).xlsx", "作品列表.xlsx"]


def test_a_file_that_cannot_be_moved_stays_and_is_told(inbox: Path):
    (settings().home / "inbox-done").write_text("a file in the way", encoding="utf-8")
    export(inbox, NOODLES)

    (told,) = sweep()

    assert told.is_refused
    assert "无法移出收件文件夹" in told.sentence
    assert [path.name for path in inbox.iterdir()] == ["作品列表.xlsx"]


def test_the_page_says_what_is_to_be_done_and_tells_the_refused_files_first(inbox: Path):
    export(inbox, NOODLES, NOODLES, name="好.xlsx")
    (inbox / "坏_*.xlsx").write_bytes(b"PK\x03\x04 half a workbook")

    page = page_of(sweep())

    assert page.startswith("**未导入 1 个,已导入 1 个,待判定 2 行**")
    assert page.index("inbox-refused") < page.index("settle-import") < page.index("未导入 ·") < page.index("已导入 ·")
    assert "坏\\_\\*.xlsx" in page


def test_a_page_on_which_all_went_well_asks_nothing(inbox: Path):
    export(inbox, NOODLES)

    head, line = page_of(sweep()).split("\n\n")
    assert head == "**未导入 0 个,已导入 1 个,待判定 0 行**"
    assert line.startswith("- **作品列表.xlsx** → BREEZE\\-DY · 已导入 · 新增 1 行")
