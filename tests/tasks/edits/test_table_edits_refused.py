"""The six tables given back: each kind of bad edit, with its reason, and nothing of its sheet written."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from agency.errors import BadInput
from agency.records.tables import (
    Account,
    AuditEvent,
    TablesGivenBack,
)
from tasks.edits.summary import page
from tasks.edits.table_edits import preview_tables, take_tables
from tasks.opening import records
from tests.given_tables import Formula, Sheet, standing, table_of
from tests.tasks import giving
from tests.tasks.giving import accounts, book, content, fates, id_of, reasons, shoots, stands, take


@pytest.fixture(autouse=True)
def agency(on_record: str) -> Iterator[None]:
    with time_machine.travel(giving.TODAY):
        giving.found()
        yield


BAD_CONTENT = [
    ({"title": "这个标题一共有二十一个字所以它实在是太长了呀"}, "最多20个"),
    ({"title": "👨‍👩‍👧‍👦" * 21}, "最多20个"),
    ({"director": "林小"}, "系统里没有叫“林小”的人"),
    ({"director": "吴敏"}, "吴敏 不是本项目的编导"),
    ({"director": "老编导"}, "老编导 已停用"),
    ({"talent": "贾方"}, "贾方 不是本项目的达人"),
    ({"planned_shoot_on": "十二月十一"}, "不是日期,请写成 2026-11-25 这样"),
    ({"planned_shoot_on": "2026-02-30"}, "不是日期"),
    ({"planned_shoot_on": "2026-11-24"}, "2026-11-24 已经过去"),
    ({"planned_publish_at": "2026-11-24 18:00"}, "2026-11-24 已经过去"),
    ({"planned_publish_at": "晚上八点"}, "不是日期时间"),
    ({"planned_publish_at": "2026-12-11 09:00"}, "发布(2026-12-11)必须在拍摄(2026-12-11)之后"),
    ({"script_due_on": "2026-12-09"}, "2026-12-11 拍摄前 3 天同步,最晚 2026-12-08"),
    ({"script_due_on": "2026-12-08", "copy_due_on": "2026-12-07"}, "提前 3 个工作日,最晚 2026-12-03"),
    ({"planned_first_cut_on": "2026-12-11"}, "初剪 2026-12-11 必须在拍摄(2026-12-11)之后"),
    ({"account": "别家小铺"}, "这一栏不能在这里改,系统里是“清风小铺”"),
    ({"platform": "快手"}, "这一栏不能在这里改,系统里是“抖音”"),
]
BAD_ACCOUNTS = [
    ({"status": "运营得很好"}, "不在可选项内,只能填:"),
    ({"homepage_url": "见群公告"}, "不是网址"),
    ({"custodian": "贾方"}, "贾方 不是公司内部人员"),
    ({"operator": "佘光"}, "佘光 不是本项目的运营"),
    ({"verify_expires_on": "永久"}, "不是日期"),
    ({"project": "HEAT"}, "这一栏不能在这里改,系统里是“BREEZE”"),
]
BAD_SHOOTS = [
    ({"shoot_on": "11月20日"}, "2026-11-20 已经过去"),
    ({"call_at": "10:00"}, "集合、开机、收工要按先后排"),
    ({"ends_at": "2026-12-12 30:00"}, "不是日期时间"),
    ({"starts_at": "2026-12-12 09:00"}, "不在拍摄当天(2026-12-11)"),
    ({"fallback_on": "2026-12-10"}, "必须在拍摄日(2026-12-11)之后"),
    ({"photographer": "简洁"}, "简洁 不是本项目的摄影师"),
]
BAD = [
    *((content, written, reason) for written, reason in BAD_CONTENT),
    *((accounts, written, reason) for written, reason in BAD_ACCOUNTS),
    *((shoots, written, reason) for written, reason in BAD_SHOOTS),
]


@pytest.mark.parametrize(("sheet", "written", "reason"), BAD, ids=[str(written) for _, written, _ in BAD])
def test_a_bad_edit_is_refused_with_its_reason_and_nothing_of_its_sheet_is_written(
    tmp_path: Path, sheet: Any, written: dict[str, Any], reason: str
):
    path = book(tmp_path, sheet(**{"note": "也别写进去"} | written if sheet is not accounts else written))
    plan = take(path)

    assert list(fates(plan).values()) == ["refused"]
    assert any(reason in told for told in reasons(plan)), reasons(plan)
    with records() as session:
        assert session.scalar(select(func.count()).select_from(TablesGivenBack)) == 0
        assert session.scalars(select(AuditEvent.id).where(AuditEvent.actor.is_not(None))).all() == []


def test_one_refused_cell_refuses_its_sheet_and_no_other(tmp_path: Path):
    plan = take(book(tmp_path, content(title="秋天第一杯", talent="吴敏"), accounts(name="清风新铺")))

    assert fates(plan) == {"accounts": "taken", "content": "refused"}
    assert "退回,整张不写入" in page(plan)
    assert stands("content_items", "title", "BREEZE-001") == "夏日新品"
    assert stands("accounts", "name", "BREEZE-DY") == "清风新铺"
    with records() as session:
        given = session.scalars(select(TablesGivenBack)).one()
    assert (given.taken, given.refused, given.edits) == (["accounts"], ["content"], 1)
    assert given.told[0]["reason"] == "吴敏 不是本项目的达人"


def test_all_that_is_wrong_with_a_sheet_is_told_at_once(tmp_path: Path):
    plan = preview_tables(book(tmp_path, content(talent="吴敏", script_due_on="2026-12-10", title="一" * 21)))

    assert len(reasons(plan)) == 3


def test_a_row_of_nobody_says_where_such_rows_come_from(tmp_path: Path):
    rows = [standing("content", "BREEZE-001"), {"code": "BREEZE-777", "title": "凭空多一条"}, {"title": "没有编码"}]
    plan = preview_tables(book(tmp_path, Sheet(table="content", rows=rows)))

    assert fates(plan) == {"content": "refused"}
    assert len(reasons(plan)) == 2
    assert all("由流程 launch-account(首批排期)或 hold-topic-meeting(选题会)排入" in told for told in reasons(plan))


def test_a_code_in_two_rows_is_refused(tmp_path: Path):
    row = standing("content", "BREEZE-001")
    plan = preview_tables(book(tmp_path, Sheet(table="content", rows=[row, row | {"title": "另一个"}])))

    assert reasons(plan) == ["BREEZE-001 出现在多行:2、3,请只保留一行"]


def test_two_sheets_that_contradict_each_other_are_told(tmp_path: Path):
    cuts = Sheet(table="cuts", rows=[standing("cuts", "BREEZE-001", planned_publish_at="2026-12-25 18:00")])
    plan = preview_tables(book(tmp_path, content(planned_publish_at="2026-12-24 18:00"), cuts))

    assert fates(plan) == {"content": "taken", "cuts": "refused"}
    assert reasons(plan) == ["同一件事在本文件的另一张表里填得不一样"]


def test_days_in_two_sheets_are_judged_together(tmp_path: Path):
    """A later shoot needs a later cut: either alone would break the order."""
    cut = standing("cuts", "BREEZE-001", planned_first_cut_on="2026-12-16", planned_edit_due_on="2026-12-18")
    take(book(tmp_path, Sheet(table="cuts", rows=[cut])))
    later = {"planned_shoot_on": "2026-12-16", "planned_publish_at": "2026-12-25 18:00"}
    cut = standing("cuts", "BREEZE-001", planned_first_cut_on="2026-12-18", planned_edit_due_on="2026-12-22")

    alone = preview_tables(book(tmp_path, content(**later)))
    together = preview_tables(book(tmp_path, content(**later), Sheet(table="cuts", rows=[cut])))

    assert fates(alone) == {"content": "refused"}
    assert fates(together) == {"content": "taken", "cuts": "taken"}


def test_a_handle_that_another_account_has_is_refused(tmp_path: Path):
    with records() as session:
        account = session.scalars(select(Account)).one()
        other = Account(
            code="HEAT-DY", project_id=account.project_id, platform=account.platform, name="热", handle="heat"
        )
        session.add(other)

    plan = preview_tables(book(tmp_path, accounts(handle="heat")))

    assert reasons(plan) == ["同平台的账号 HEAT-DY 已经用了这个平台号"]


def test_a_workbook_with_merged_cells_is_refused_where_they_are(tmp_path: Path):
    sheet = Sheet(table="content", rows=[standing("content", "BREEZE-001")], merged="K2:K3")

    assert reasons(preview_tables(book(tmp_path, sheet))) == ["有合并的单元格:K2:K3,请取消合并并逐格填写"]


def test_a_formula_that_was_never_worked_out_is_refused(tmp_path: Path):
    place = table_of("content").place("title")
    plan = preview_tables(book(tmp_path, content(title=Formula(formula="=A1"))))

    assert reasons(plan) == [f"这些单元格是公式但没有计算结果:{chr(65 + place)}2,请用 Excel 或 WPS 打开、保存后再交回"]


def test_a_sheet_that_is_too_long_is_one_sentence(tmp_path: Path):
    rows = [standing("content", "BREEZE-001"), *({"code": f"X-{number}"} for number in range(50_001))]

    path = book(tmp_path, Sheet(table="content", rows=rows))

    with pytest.raises(BadInput, match=r"^六张表.xlsx.*50000 行"):
        preview_tables(path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a workbook", "不是表".encode(), b"\xd0\xcf\x11\xe0" * 200])
def test_garbage_is_one_sentence(tmp_path: Path, content: bytes):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)

    with pytest.raises(BadInput, match=r"^坏.xlsx"):
        preview_tables(path)
    with pytest.raises(BadInput):
        take_tables(path, id_of("WU"), frozenset())
