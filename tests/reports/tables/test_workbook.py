"""The workbook of the six tables as a spreadsheet reads it: nothing is a formula, and every cell takes only what it may."""

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from agency.reports.sheet import Format
from agency.reports.tables.column import Column, Due
from agency.reports.tables.six import six_tables
from agency.reports.tables.table import Filled, Table
from agency.reports.tables.workbook import write_tables
from tests.reports.tables.opened import (
    MAIN,
    cells,
    conditions_for,
    hidden_sheets,
    names,
    records,
    rules_for,
    xml_of,
)

MADE_AT = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
EVIL = '=cmd|"/C calc"!A1'
SHEET = "虚构表"
SIX = ["账号总表", "运营总表", "日报表", "内容排期表", "拍摄排期表", "剪辑上线排期表"]
PEOPLE = tuple(f"示例同事{number:02}" for number in range(60))


def table(*more: Column) -> Table:
    """A table with a code, a title, a due day with the moment it was done, a word, and whatever more."""
    return Table(
        code="invented",
        name=SHEET,
        clause="C4",
        key="code",
        standing="status",
        at_rest=("已停止",),
        columns=(
            Column(code="code", name="编码", means="虚构的编码", width=14),
            Column(code="title", name="标题", means="虚构的标题", longest=20, editable=True),
            Column(
                code="due_on",
                name="截止",
                means="虚构",
                format=Format.DAY,
                editable=True,
                due=Due(near=3, done="done_at"),
            ),
            Column(code="done_at", name="完成", means="虚构", format=Format.MOMENT),
            Column(code="status", name="状态", means="虚构", choices=("进行中", "已停止"), red=("进行中",)),
            *more,
        ),
    )


def row(code: str = "0012345678901234567890", title: str = "夏日新品", **more: Any) -> list[Any]:
    values = {"due_on": date(2026, 12, 1), "done_at": "", "status": "进行中"} | more
    return [code, title, *values.values()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "虚构 tables.xlsx"


def written(path: Path, *rows: list[Any], **more: Any) -> Path:
    filled = Filled(table=table(), rows=rows, revs=range(7, 7 + len(rows)), **more)
    write_tables([filled], path, made_at=MADE_AT)
    return path


def test_a_title_that_looks_like_a_formula_stays_a_title(path: Path):
    written(path, row(title=EVIL), row(title="@SUM(1)"), row(title="+1"))

    assert [one["标题"] for one in records(path, SHEET)] == [EVIL, "@SUM(1)", "+1"]
    assert not list(xml_of(path, SHEET).iter(f"{MAIN}f"))


def test_an_id_of_digits_keeps_its_zeros_and_all_its_digits(path: Path):
    written(path, row())

    assert records(path, SHEET)[0]["编码"] == "0012345678901234567890"


def test_an_emoji_and_a_line_break_come_through(path: Path):
    written(path, row(title="👨‍👩‍👧‍👦🪁纸鸢\n第二行"))

    assert records(path, SHEET)[0]["标题"] == "👨‍👩‍👧‍👦🪁纸鸢\n第二行"


def test_a_moment_is_shown_on_beijings_clock(path: Path):
    written(path, row(done_at=datetime(2026, 11, 30, 16, 30, tzinfo=UTC)))

    assert str(records(path, SHEET)[0]["完成"]) == "2026-12-01 00:30:00"
    assert records(path, SHEET)[0]["截止"] == date(2026, 12, 1)


def test_what_is_missing_says_so_and_a_cell_to_be_filled_in_is_empty(path: Path):
    written(path, row(title=None, due_on=None, done_at=None, status=""))

    assert records(path, SHEET)[0] == {
        "编码": "0012345678901234567890", "标题": "", "截止": "", "完成": "无数据", "状态": "", "版本": 7,
    }  # fmt: skip


def test_the_header_and_the_key_stay_in_sight(path: Path):
    pane = next(xml_of(written(path, row()), SHEET).iter(f"{MAIN}pane"))

    assert pane.attrib["state"] == "frozen"
    assert (pane.attrib["ySplit"], pane.attrib["xSplit"]) == ("1", "1")


def test_the_rows_can_be_filtered(path: Path):
    found = next(xml_of(written(path, row(), row()), SHEET).iter(f"{MAIN}autoFilter"))

    assert found.attrib["ref"] == "A1:F3"


def test_the_version_of_a_row_is_there_and_not_seen(path: Path):
    written(path, row(), row("B"))

    assert [one["版本"] for one in records(path, SHEET)] == [7, 8]
    last = list(xml_of(path, SHEET).iter(f"{MAIN}col"))[-1]
    assert (last.attrib["min"], last.attrib["hidden"]) == ("6", "1")


def test_only_what_may_be_edited_stands_on_a_pale_ground(path: Path):
    written(path, row())
    styles = zipfile.ZipFile(path).read("xl/styles.xml").decode()
    data = {cell.attrib["r"]: cell.attrib.get("s") for cell in xml_of(path, SHEET).iter(f"{MAIN}c")}

    assert "FFFFF9E3" in styles
    assert data["B2"] != data["A2"]


def test_a_closed_list_takes_only_its_words(path: Path):
    (rule,) = rules_for(written(path, row()), SHEET, "状态")

    assert rule.attrib["type"] == "list"
    assert rule.findtext(f"{MAIN}formula1") == '"进行中,已停止"'


def test_a_long_list_lies_on_a_sheet_that_is_not_seen(path: Path):
    who = Column(code="editor", name="剪辑师", means="虚构", is_person=True, editable=True)
    filled = Filled(table=table(who), rows=[[*row(), PEOPLE[3]]], revs=[1], choices={"editor": PEOPLE})
    write_tables([filled], path, made_at=MADE_AT)

    (rule,) = rules_for(path, SHEET, "剪辑师")
    assert rule.findtext(f"{MAIN}formula1") == "'选项'!$A$2:$A$61"
    assert [line[0] for line in cells(path, "选项")[1:]] == list(PEOPLE)
    assert hidden_sheets(path) == ["选项"]


def test_a_day_takes_a_day_and_a_title_warns_of_its_length(path: Path):
    written(path, row())

    (day,), (title,) = rules_for(path, SHEET, "截止"), rules_for(path, SHEET, "标题")
    assert day.attrib["type"] == "date"
    assert (title.attrib["type"], title.attrib["errorStyle"]) == ("textLength", "warning")
    assert title.findtext(f"{MAIN}formula1") == "20"


def test_overdue_and_due_soon_stand_out_by_the_day_on_which_the_workbook_is_read(path: Path):
    late, soon = conditions_for(written(path, row()), SHEET, "截止")

    assert late == (
        'OR(AND(ISNUMBER($C2),NOT(ISNUMBER($D2)),NOT(OR($E2="已停止")),INT(N($C2))<TODAY()),'
        "AND(ISNUMBER($C2),ISNUMBER($D2),INT(N($D2))>INT(N($C2))))"
    )
    assert soon.endswith("INT(N($C2))>=TODAY(),INT(N($C2))<=TODAY()+3)")


def test_a_word_that_stands_out_does(path: Path):
    assert conditions_for(written(path, row()), SHEET, "状态") == ['"进行中"']


def test_the_last_sheet_says_what_each_column_means_and_whether_it_may_be_edited(path: Path):
    written(path, row())

    told = {line["列"]: line for line in records(path, "说明")}
    assert names(path)[-1] == "说明"
    assert told["标题"]["含义"] == "虚构的标题"
    assert (told["标题"]["可否修改"], told["编码"]["可否修改"]) == ("是", "")
    assert told["数据截至"]["含义"] == "数据截至 2026-12-01 00:30(北京时间)。"


def test_the_same_tables_at_the_same_moment_are_the_same_file(tmp_path: Path):
    first, second = written(tmp_path / "a.xlsx", row()), written(tmp_path / "b.xlsx", row())

    assert first.read_bytes() == second.read_bytes()


def test_a_workbook_that_cannot_be_written_leaves_the_one_that_is_there(path: Path):
    before = written(path, row()).read_bytes()

    with pytest.raises(TypeError):
        written(path, row(), row(done_at=object()))

    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_an_empty_agency_has_six_sheets_with_their_headers(path: Path):
    write_tables([Filled(table=each, rows=[]) for each in six_tables()], path, made_at=MADE_AT)

    assert names(path) == [*SIX, "说明"]
    for each in six_tables():
        assert cells(path, each.name)[0][: len(each.columns)] == [column.name for column in each.columns]
