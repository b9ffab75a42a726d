"""The six tables given back after somebody else changed the same rows: what stands, what is told, and to whom."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import text

from tasks.edits.table_edits import preview_tables, take_tables
from tasks.opening import records
from tests.given_tables import Sheet, standing
from tests.tasks import giving
from tests.tasks.giving import accounts, book, change, content, fates, id_of, reasons, stands, take


@pytest.fixture(autouse=True)
def agency(on_record: str) -> Iterator[None]:
    with time_machine.travel(giving.TODAY):
        giving.found()
        yield


def test_a_row_that_somebody_changed_since_is_refused_with_who_what_and_when(tmp_path: Path):
    path = book(tmp_path, content(note="甲方要改"))
    change(title="冬天第一杯")

    plan = take(path)

    (told,) = reasons(plan)
    assert "林晓把“标题”从 夏日新品 改为 冬天第一杯" in told
    assert "2026-11-25 12:0" in told
    assert "请下载最新的表再改" in told
    assert stands("content_items", "title", "BREEZE-001") == "冬天第一杯"
    assert stands("content_items", "note", "BREEZE-001") == ""


def test_a_row_that_the_lead_did_not_touch_is_left_as_it_was_changed(tmp_path: Path):
    path = book(tmp_path, content(), accounts(name="清风新铺"))
    change(title="冬天第一杯", planned_shoot_on=date(2026, 12, 14), director_id=id_of("WU"))

    assert fates(take(path)) == {"accounts": "taken", "content": "unchanged"}
    assert stands("content_items", "title", "BREEZE-001") == "冬天第一杯"


def test_a_change_of_what_the_table_does_not_write_is_nobodys_quarrel(tmp_path: Path):
    path = book(tmp_path, content(title="秋天第一杯"))
    change(production_run_id="run-1", priority=3)

    assert fates(take(path)) == {"content": "taken"}
    assert stands("content_items", "title", "BREEZE-001") == "秋天第一杯"


def test_a_lead_mends_a_refused_sheet_in_the_same_workbook_and_writes_more_into_the_one_that_was_taken(tmp_path: Path):
    name, more = accounts(name="清风新铺"), accounts(name="清风新铺", subject="清风茶饮(虚构)")
    bad, mended = content(talent="林小"), content(talent="达达", note="已改")
    take(book(tmp_path, bad, name))

    assert fates(take(book(tmp_path, mended, more))) == {"accounts": "taken", "content": "taken"}
    assert stands("accounts", "subject", "BREEZE-DY") == "清风茶饮(虚构)"


def test_the_same_change_made_by_both_is_none(tmp_path: Path):
    path = book(tmp_path, content(title="冬天第一杯"))
    change(title="冬天第一杯")

    assert fates(take(path)) == {"content": "unchanged"}


def test_a_change_that_left_no_trail_is_told_too(tmp_path: Path):
    path = book(tmp_path, content(title="秋天第一杯"))
    with records() as session:
        session.execute(text("UPDATE content_items SET rev = rev + 1"))

    assert "已说不清改了什么" in reasons(take(path))[0]


@pytest.mark.parametrize("rev", ["", "三", 99])
def test_a_row_whose_version_is_missing_or_invented_is_refused_when_it_changes(tmp_path: Path, rev: object):
    rows = [standing("content", "BREEZE-001", title="秋天第一杯") | {"rev": 1}]
    sheet = Sheet(table="content", rows=rows, with_version=rev != "")
    if rev == 99:
        rows[0]["rev"] = 99
    elif rev:
        sheet = Sheet(table="content", rows=[{k: v for k, v in rows[0].items() if k != "rev"}])

    assert "请下载最新的表再改" in reasons(preview_tables(book(tmp_path, sheet)))[0]


def test_of_two_who_give_back_at_once_one_is_taken_and_the_other_told(tmp_path: Path):
    one, other = content(title="秋天第一杯"), content(title="冬天第一杯")
    first, second = book(tmp_path, one, name="一.xlsx"), book(tmp_path, other, name="二.xlsx")
    seen = frozenset({preview_tables(second).key})
    take(first, by="WU")

    plan = take_tables(second, id_of("LIN"), seen)

    assert "吴敏把“标题”从 夏日新品 改为 秋天第一杯" in reasons(plan)[0]
    assert stands("content_items", "title", "BREEZE-001") == "秋天第一杯"
