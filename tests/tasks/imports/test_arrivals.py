"""A file that comes in is taken for what it is: an export, the six tables, or neither, told in one sentence."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
import xlsxwriter
from sqlalchemy import select

from agency.domain.terms.gates import SubjectKind
from agency.errors import BadInput, UnknownLayout
from agency.records.tables import ImportBatch, Project, TablesGivenBack
from config.settings import settings
from tasks.edits.inbox import put_aside, to_be_confirmed
from tasks.edits.reading import is_given_back
from tasks.imports.arrivals import bring_in_file, preview_file
from tasks.imports.exports import Confirmed
from tasks.imports.inbox import Waiting, take_file
from tasks.opening import records
from tests import small_agency
from tests.creator_centre import NOODLES, export, rows_of
from tests.given_tables import Sheet, give, standing
from tests.tasks.giving import id_of

TODAY = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def agency(on_record: str) -> Iterator[None]:
    with time_machine.travel(TODAY):
        with records() as session:
            small_agency.found(session)
        yield


def tables(folder: Path, name: str = "六张表.xlsx", sheet: str = "", **written: object) -> Path:
    row = standing("content", "BREEZE-001", **written)
    return give(folder / name, Sheet(table="content", rows=[row], name=sheet))


def confirmed(path: Path, by: str = "WU") -> Confirmed:
    return Confirmed(id_of(by), frozenset({preview_file(path).key}))


def test_an_export_is_no_table_and_a_table_is_no_export(tmp_path: Path):
    figures, given = export(tmp_path, NOODLES), tables(tmp_path, title="秋天第一杯")

    assert (is_given_back(figures), is_given_back(given)) == (False, True)
    assert (preview_file(figures).clause, preview_file(given).clause) == ("I9", "C4")
    bring_in_file(figures)
    bring_in_file(given, confirmed=confirmed(given))
    assert rows_of(ImportBatch, TablesGivenBack) == [1, 1]


def test_tables_whose_sheets_were_renamed_are_known_by_their_headers(tmp_path: Path):
    given = tables(tmp_path, sheet="12月", title="秋天第一杯")

    assert is_given_back(given)
    assert "“12月”改 1 处" in preview_file(given).summary


def test_a_workbook_of_another_kind_is_told_as_ever(tmp_path: Path):
    path = tmp_path / "报价.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("报价").write_row(0, 0, ["编号", "单价", "数量"])

    assert not is_given_back(path)
    with pytest.raises(UnknownLayout):
        preview_file(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x00" * 100, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 100])
def test_garbage_is_not_taken_for_tables(tmp_path: Path, content: bytes):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)

    assert not is_given_back(path)
    with pytest.raises(BadInput):
        bring_in_file(path, confirmed=Confirmed(id_of("WU"), frozenset()))


def test_nobody_gives_tables_back_without_a_name(tmp_path: Path):
    given = tables(tmp_path, title="秋天第一杯")

    with pytest.raises(BadInput, match="还没有写明由谁交回,什么都没有写入"):
        bring_in_file(given)
    assert rows_of(TablesGivenBack) == [0]


def test_tables_without_a_change_need_nobody(tmp_path: Path):
    arrival = bring_in_file(tables(tmp_path))

    assert (arrival.brings, arrival.is_refused) == (False, False)
    assert arrival.totals == "表里内容与系统一致,没有改动任何数据"


def test_those_are_asked_in_whose_project_something_changes(tmp_path: Path):
    arrival = preview_file(tables(tmp_path, title="秋天第一杯"))

    with records() as session:
        project = session.scalars(select(Project)).one()
    assert (arrival.codes, arrival.projects) == (("BREEZE",), (project.id,))
    assert (arrival.place.kind, arrival.place.subject_id) == (SubjectKind.PROJECT, project.id)


class TestInbox:
    def test_changed_tables_wait_for_a_name_and_are_put_away(self):
        waiting = Waiting(path=tables(settings().inbox_directory, title="秋天第一杯"))

        given = to_be_confirmed.fn(waiting)
        again = to_be_confirmed.fn(waiting)

        assert given is not None
        assert given == again  # a look that was broken off starts no second run
        assert Path(given.copy).read_bytes() == waiting.path.read_bytes()
        put = put_aside.fn(waiting, given)
        assert put is not None
        assert (put.is_refused, waiting.path.exists()) == (False, False)
        assert put.sentence.startswith("等待在运行“C4 · 交回六张表 · 六张表.xlsx”里确认")
        (note,) = (settings().home / "inbox-done").rglob("*.txt")
        assert "夏日新品 → 秋天第一杯" in note.read_text(encoding="utf-8-sig")

    def test_the_same_file_put_in_once_more_is_asked_about_once_more(self):
        folder = settings().inbox_directory
        first = to_be_confirmed.fn(Waiting(path=tables(folder, title="秋天第一杯")))
        (folder / "六张表.xlsx").unlink()
        second = to_be_confirmed.fn(Waiting(path=tables(folder, title="秋天第一杯")))

        assert first is not None
        assert second is not None
        assert first.once != second.once

    def test_tables_that_change_nothing_and_tables_all_refused_are_put_away_at_once(self):
        folder = settings().inbox_directory
        same = Waiting(path=tables(folder, name="同.xlsx"))
        bad = Waiting(path=tables(folder, name="错.xlsx", talent="林小"))

        assert (to_be_confirmed.fn(same), to_be_confirmed.fn(bad)) == (None, None)
        put, refused = take_file.fn(same), take_file.fn(bad)

        assert put is not None
        assert refused is not None
        assert (put.is_refused, refused.is_refused) == (False, True)
        (note,) = (settings().home / "inbox-refused").rglob("*.txt")
        assert "系统里没有叫“林小”的人" in note.read_text(encoding="utf-8-sig")
        assert rows_of(TablesGivenBack) == [0]
