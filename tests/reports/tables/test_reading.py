"""A workbook that came back: its tables found in any order and under any name, its rows by their codes."""

from collections.abc import Sequence
from typing import Any

from agency.locale import _
from agency.reports.tables.reading import GivenBook, RawSheet, is_ours, read_book
from agency.reports.tables.six import six_tables
from tests.given_tables import header, table_of

CODE, TITLE, NOTE = (header("content", column) for column in ("code", "title", "note"))


def read(*sheets: RawSheet) -> GivenBook:
    return read_book(sheets, six_tables())


def sheet(*rows: Sequence[Any], name: str = "", **other: Any) -> RawSheet:
    return RawSheet(name=name or table_of("content").name, rows=rows, **other)


def whole_header(table: str) -> list[str]:
    return [*(column.name for column in table_of(table).columns), _("version")]


def test_tables_are_found_whatever_the_order_of_the_sheets_and_told_in_their_own():
    book = read(
        sheet(whole_header("shoots"), name=table_of("shoots").name),
        sheet(["随手记"], name="我的备注"),
        sheet(whole_header("accounts"), name=table_of("accounts").name),
    )

    assert [one.table.code for one in book.sheets] == ["accounts", "shoots"]
    assert book.others == ("我的备注",)


def test_a_sheet_that_was_renamed_is_known_by_its_headers():
    book = read(sheet(whole_header("content"), name="12月排期"))

    assert [(one.table.code, one.name) for one in book.sheets] == [("content", "12月排期")]


def test_a_copy_of_a_sheet_is_not_taken_for_a_second_one():
    name = table_of("content").name
    book = read(sheet(whole_header("content")), sheet(whole_header("content"), name=f"{name} (2)"))

    assert [one.name for one in book.sheets] == [name]
    assert book.others == (f"{name} (2)",)


def test_a_row_is_told_by_its_code_wherever_its_columns_stand():
    book = read(sheet([NOTE, "我的栏", CODE, _("version")], ["雨天备选", "x", "BREEZE-001", 3.0]))

    (row,) = book.sheets[0].rows
    assert (row.number, row.code, row.version) == (2, "BREEZE-001", 3)
    assert row.cells == {"note": "雨天备选", "code": "BREEZE-001"}


def test_a_title_above_the_header_does_not_hide_it_and_rows_are_counted_as_the_spreadsheet_does():
    book = read(
        sheet(["清风 12 月排期"], [], [CODE, TITLE], ["BREEZE-001", "夏日新品"], ["", ""], ["BREEZE-002", "冬"])
    )

    assert [(row.number, row.code) for row in book.sheets[0].rows] == [(4, "BREEZE-001"), (6, "BREEZE-002")]


def test_columns_left_out_and_columns_of_the_leads_own_are_remarked():
    told = read(sheet([CODE, TITLE, "客户说"], ["BREEZE-001", "夏日新品", "好"])).sheets[0].remarks

    assert told[0].startswith("表里没有这些栏目,它们不变:")
    assert NOTE in told[0]
    assert told[1] == "自己加的栏目,不读取:客户说"


def test_a_sheet_without_the_column_of_codes_is_refused_as_a_whole():
    (found,) = read(sheet([TITLE, NOTE], ["夏日新品", ""])).sheets

    assert (found.rows, found.faults) == ((), (f"缺少“{CODE}”这一栏,无法认出每一行,请把这一栏加回来",))


def test_a_code_in_two_rows_and_a_column_twice_are_told():
    (found,) = read(sheet([CODE, TITLE, TITLE], ["BREEZE-001", "甲", "乙"], ["BREEZE-001", "丙", "丁"])).sheets

    assert found.faults == (f"有重名的栏目:{TITLE},请删掉多余的一栏", "BREEZE-001 出现在多行:2、3,请只保留一行")


def test_merged_cells_are_told_but_not_those_of_a_title_above_the_header():
    rows = ["清风排期"], [CODE, TITLE], ["BREEZE-001", "甲"], ["BREEZE-002", ""]

    assert read(sheet(*rows, merged=["A1:C1"])).sheets[0].faults == ()
    assert read(sheet(*rows, merged=["A1:C1", "B3:B4"])).sheets[0].faults == (
        "有合并的单元格:B3:B4,请取消合并并逐格填写",
    )


def test_a_formula_without_a_result_is_told_where_it_stands():
    (found,) = read(sheet([CODE, TITLE, "我的栏"], ["BREEZE-001", "", ""], unknown=[(1, 1), (1, 2)])).sheets

    assert found.faults == ("这些单元格是公式但没有计算结果:B2,请用 Excel 或 WPS 打开、保存后再交回",)


def test_a_workbook_of_another_kind_is_none_of_ours():
    assert not is_ours(["Sheet1", "作品列表"], six_tables())
    assert read(sheet(["作品名称", "播放量"], ["第一碗面", 1], name="Sheet1")).sheets == ()
