"""The six tables given back: what is taken and by whom signed, what is refused and why, and what nobody may slip through."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select, text

from agency.domain.calendar import BEIJING
from agency.domain.terms.accounts import AccountStatus
from agency.errors import BadInput
from agency.records.tables import Account, AuditEvent, ContentItem, Person, ReportSubmission, Shoot, TablesGivenBack
from tasks.opening import records
from tasks.table_edits import preview_tables, take_tables
from tasks.table_edits_summary import page, summary
from tasks.table_edits_values import EditPlan, SheetFate
from tests import small_agency
from tests.given_tables import Formula, Sheet, give, header, standing, table_of

TODAY = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def agency(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)
        other = small_agency.cast("LIN")
        other.code, other.name, other.active = "LAO", "老编导", False
        session.add(other)
        shoot = Shoot(
            code="20261211-SHE",
            shoot_on=date(2026, 12, 11),
            starts_at=datetime(2026, 12, 11, 1, 0, tzinfo=UTC),
            director_id=id_of("LIN", session),
            photographer_id=id_of("SHE", session),
        )
        session.add(shoot)
        session.flush()
        item = session.scalars(select(ContentItem)).one()
        session.execute(
            text(
                "INSERT INTO shoot_items (id, shoot_id, content_id, status, deviations, created_at, updated_at, rev)"
                " VALUES ('01HX0000000000000000000001', :shoot, :item, 'planned', '', :now, :now, 1)"
            ),
            {"shoot": shoot.id, "item": item.id, "now": TODAY.replace(tzinfo=None)},
        )


def id_of(code: str, session: Any = None) -> str:
    if session is not None:
        return str(session.scalars(select(Person.id).where(Person.code == code)).one())
    with records() as own:
        return id_of(code, own)


def content(**written: Any) -> Sheet:
    return Sheet(table="content", rows=[standing("content", "BREEZE-001", **written)])


def accounts(**written: Any) -> Sheet:
    return Sheet(table="accounts", rows=[standing("accounts", "BREEZE-DY", **written)])


def shoots(**written: Any) -> Sheet:
    return Sheet(table="shoots", rows=[standing("shoots", "20261211-SHE", **written)])


def book(folder: Path, *sheets: Sheet, name: str = "六张表.xlsx") -> Path:
    return give(folder / name, *sheets)


def take(path: Path, by: str = "WU") -> EditPlan:
    """Give a workbook back as a person who has seen its preview."""
    return take_tables(path, id_of(by), frozenset({preview_tables(path).key}))


def fates(plan: EditPlan) -> dict[str, str]:
    return {sheet.table.code: sheet.fate.value for sheet in plan.sheets}


def reasons(plan: EditPlan) -> list[str]:
    return [refusal.reason for sheet in plan.sheets for refusal in sheet.refusals]


def stands(table: str, column: str, code: str) -> Any:
    """Return what the database holds, past everything that wrote it."""
    with records() as session:
        return session.execute(text(f"SELECT {column} FROM {table} WHERE code = :code"), {"code": code}).scalar_one()  # noqa: S608


@pytest.mark.usefixtures("agency")
class TestTaken:
    def test_every_change_is_shown_before_it_is_written_and_nothing_is_written_by_showing_it(self, tmp_path: Path):
        plan = preview_tables(book(tmp_path, content(title="秋天第一杯", director="林晓", note="改标题")))

        assert fates(plan) == {"content": "taken"}
        assert f"| 2 | BREEZE-001 | {header('content', 'title')} | 夏日新品 | 秋天第一杯 |" in page(plan)
        assert f"第2行 BREEZE-001“{header('content', 'note')}”:空 → 改标题" in summary(plan, written=False)
        assert stands("content_items", "title", "BREEZE-001") == "夏日新品"
        with records() as session:
            assert session.scalar(select(func.count()).select_from(TablesGivenBack)) == 0

    def test_what_is_taken_is_on_record_under_the_name_of_who_gave_it_back(self, tmp_path: Path):
        take(
            book(
                tmp_path,
                content(title="秋天第一杯", planned_publish_at="12月24日 19:30", talent="达达", pillar="探店"),
                accounts(handle="qingfeng_new", status="暂停", verify_expires_on="2027年3月1日", custodian="商陆"),
            ),
            by="WU",
        )

        with records() as session:
            item, account = session.scalars(select(ContentItem)).one(), session.scalars(select(Account)).one()
            given = session.scalars(select(TablesGivenBack)).one()
            trail = session.execute(
                select(AuditEvent.actor, AuditEvent.reason, AuditEvent.entity, AuditEvent.before, AuditEvent.after)
                .where(AuditEvent.actor.is_not(None), AuditEvent.entity != "tables_given_back")
                .order_by(AuditEvent.entity)
            ).all()
        assert (item.title, item.pillar, item.rev) == ("秋天第一杯", "探店", 2)
        assert item.planned_publish_at == datetime(2026, 12, 24, 19, 30, tzinfo=BEIJING)
        assert (account.handle, account.status) == ("qingfeng_new", AccountStatus.PAUSED)
        assert (account.verify_expires_on, account.custodian_id) == (date(2027, 3, 1), id_of("SHANG"))
        assert (given.file_name, given.given_by_id, given.taken, given.edits) == (
            "六张表.xlsx",
            id_of("WU"),
            ["accounts", "content"],
            7,
        )
        assert [(row.actor, row.reason, row.entity) for row in trail] == [
            ("WU", "交回六张表:六张表.xlsx", "accounts"),
            ("WU", "交回六张表:六张表.xlsx", "content_items"),
        ]
        assert (trail[1].before["title"], trail[1].after["title"]) == ("夏日新品", "秋天第一杯")

    @pytest.mark.parametrize("silence", ["", "   ", "无数据", "-", None])
    def test_an_empty_cell_never_erases(self, tmp_path: Path, silence: str | None):
        path = book(
            tmp_path, content(title=silence, director=silence, planned_publish_at=silence, planned_shoot_on=silence)
        )

        assert fates(take(path)) == {"content": "unchanged"}
        assert stands("content_items", "title", "BREEZE-001") == "夏日新品"

    @pytest.mark.parametrize(
        "written",
        [
            {"title": " 夏日新品 "},
            {"director": "LIN"},
            {"director": "林晓（LIN）"},
            {"planned_shoot_on": "2026/12/11"},
            {"planned_shoot_on": 46_367},
            {"planned_publish_at": "2026-12-21 18:00"},
            {"planned_publish_at": "12月21日"},
        ],
    )
    def test_what_stood_there_in_another_hand_is_no_change(self, tmp_path: Path, written: dict[str, Any]):
        assert fates(preview_tables(book(tmp_path, content(**written)))) == {"content": "unchanged"}

    def test_the_value_of_a_formula_counts(self, tmp_path: Path):
        take(book(tmp_path, content(title=Formula(formula='="秋天"&"第一杯"', value="秋天第一杯"))))

        assert stands("content_items", "title", "BREEZE-001") == "秋天第一杯"

    def test_a_text_that_looks_like_a_formula_is_a_text(self, tmp_path: Path):
        take(book(tmp_path, content(note="=cmd()")))

        assert stands("content_items", "note", "BREEZE-001") == "=cmd()"

    def test_rows_and_columns_that_are_missing_change_nothing(self, tmp_path: Path):
        hidden = frozenset({"title", "director", "note"})
        sheet = Sheet(table="content", rows=[standing("content", "BREEZE-001", pillar="探店")], without=hidden)

        assert fates(take(book(tmp_path, sheet, Sheet(table="accounts", rows=[])))) == {
            "accounts": "unchanged",
            "content": "taken",
        }
        assert stands("content_items", "title", "BREEZE-001") == "夏日新品"
        assert stands("accounts", "name", "BREEZE-DY") == "清风小铺"

    def test_what_is_said_of_a_day_begins_its_report(self, tmp_path: Path):
        row = {"code": "BREEZE-DY 2026-11-24", "rev": 0, "actions": "回复评论 40 条", "problems": ""}
        path = book(tmp_path, Sheet(table="days", rows=[row, {"code": "BREEZE-DY 2026-11-23", "rev": 0}]))

        take(path)

        with records() as session:
            report = session.scalars(select(ReportSubmission)).one()
        assert (report.period_key, report.actions, report.problems) == ("2026-11-24", "回复评论 40 条", "")
        assert report.due_at == datetime(2026, 11, 25, 10, 0, tzinfo=BEIJING)
        assert (report.submitted_at, report.rev, report.created_by) == (None, 1, "WU")
        later = {"code": "BREEZE-DY 2026-11-24", "rev": 1, "actions": "回复评论 45 条"}
        assert fates(take(book(tmp_path, Sheet(table="days", rows=[later])))) == {"days": "taken"}


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


@pytest.mark.usefixtures("agency")
class TestRefused:
    @pytest.mark.parametrize(("sheet", "written", "reason"), BAD, ids=[str(written) for _, written, _ in BAD])
    def test_a_bad_edit_is_refused_with_its_reason_and_nothing_of_its_sheet_is_written(
        self, tmp_path: Path, sheet: Any, written: dict[str, Any], reason: str
    ):
        path = book(tmp_path, sheet(**{"note": "也别写进去"} | written if sheet is not accounts else written))
        plan = take(path)

        assert list(fates(plan).values()) == ["refused"]
        assert any(reason in told for told in reasons(plan)), reasons(plan)
        with records() as session:
            assert session.scalar(select(func.count()).select_from(TablesGivenBack)) == 0
            assert session.scalars(select(AuditEvent.id).where(AuditEvent.actor.is_not(None))).all() == []

    def test_one_refused_cell_refuses_its_sheet_and_no_other(self, tmp_path: Path):
        plan = take(book(tmp_path, content(title="秋天第一杯", talent="吴敏"), accounts(name="清风新铺")))

        assert fates(plan) == {"accounts": "taken", "content": "refused"}
        assert "退回,整张不写入" in page(plan)
        assert stands("content_items", "title", "BREEZE-001") == "夏日新品"
        assert stands("accounts", "name", "BREEZE-DY") == "清风新铺"
        with records() as session:
            given = session.scalars(select(TablesGivenBack)).one()
        assert (given.taken, given.refused, given.edits) == (["accounts"], ["content"], 1)
        assert given.told[0]["reason"] == "吴敏 不是本项目的达人"

    def test_all_that_is_wrong_with_a_sheet_is_told_at_once(self, tmp_path: Path):
        plan = preview_tables(book(tmp_path, content(talent="吴敏", script_due_on="2026-12-10", title="一" * 21)))

        assert len(reasons(plan)) == 3

    def test_a_row_of_nobody_says_where_such_rows_come_from(self, tmp_path: Path):
        rows = [standing("content", "BREEZE-001"), {"code": "BREEZE-777", "title": "凭空多一条"}, {"title": "没有编码"}]
        plan = preview_tables(book(tmp_path, Sheet(table="content", rows=rows)))

        assert fates(plan) == {"content": "refused"}
        assert len(reasons(plan)) == 2
        assert all("由流程 launch-account(首批排期)或 hold-topic-meeting(选题会)排入" in told for told in reasons(plan))

    def test_a_code_in_two_rows_is_refused(self, tmp_path: Path):
        row = standing("content", "BREEZE-001")
        plan = preview_tables(book(tmp_path, Sheet(table="content", rows=[row, row | {"title": "另一个"}])))

        assert reasons(plan) == ["BREEZE-001 出现在多行:2、3,请只保留一行"]

    def test_two_sheets_that_contradict_each_other_are_told(self, tmp_path: Path):
        cuts = Sheet(table="cuts", rows=[standing("cuts", "BREEZE-001", planned_publish_at="2026-12-25 18:00")])
        plan = preview_tables(book(tmp_path, content(planned_publish_at="2026-12-24 18:00"), cuts))

        assert fates(plan) == {"content": "taken", "cuts": "refused"}
        assert reasons(plan) == ["同一件事在本文件的另一张表里填得不一样"]

    def test_days_in_two_sheets_are_judged_together(self, tmp_path: Path):
        """A later shoot needs a later cut: either alone would break the order."""
        cut = standing("cuts", "BREEZE-001", planned_first_cut_on="2026-12-16", planned_edit_due_on="2026-12-18")
        take(book(tmp_path, Sheet(table="cuts", rows=[cut])))
        later = {"planned_shoot_on": "2026-12-16", "planned_publish_at": "2026-12-25 18:00"}
        cut = standing("cuts", "BREEZE-001", planned_first_cut_on="2026-12-18", planned_edit_due_on="2026-12-22")

        alone = preview_tables(book(tmp_path, content(**later)))
        together = preview_tables(book(tmp_path, content(**later), Sheet(table="cuts", rows=[cut])))

        assert fates(alone) == {"content": "refused"}
        assert fates(together) == {"content": "taken", "cuts": "taken"}

    def test_a_handle_that_another_account_has_is_refused(self, tmp_path: Path):
        with records() as session:
            account = session.scalars(select(Account)).one()
            other = Account(
                code="HEAT-DY", project_id=account.project_id, platform=account.platform, name="热", handle="heat"
            )
            session.add(other)

        plan = preview_tables(book(tmp_path, accounts(handle="heat")))

        assert reasons(plan) == ["同平台的账号 HEAT-DY 已经用了这个平台号"]


@pytest.mark.usefixtures("agency")
class TestTwice:
    def test_the_same_file_again_changes_nothing_and_says_so(self, tmp_path: Path):
        path = book(tmp_path, content(title="秋天第一杯"))
        take(path)

        again = take(path, by="LIN")

        assert fates(again) == {"content": "known"}
        assert "这份文件之前已经写入过,没有改动任何数据" in summary(again, written=True)
        assert stands("content_items", "rev", "BREEZE-001") == 2

    def test_the_same_file_does_not_undo_what_was_changed_after_it(self, tmp_path: Path):
        path = book(tmp_path, content(title="秋天第一杯"))
        take(path)
        change(title="冬天第一杯")

        assert fates(take(path)) == {"content": "known"}
        assert stands("content_items", "title", "BREEZE-001") == "冬天第一杯"

    def test_a_sheet_that_was_refused_is_taken_from_the_same_file_when_its_reason_is_gone(self, tmp_path: Path):
        path = book(tmp_path, content(talent="吴敏"), accounts(name="清风新铺"))
        take(path)
        with records() as session:
            project = session.scalars(select(Account.project_id)).one()
            session.execute(
                text(
                    "INSERT INTO project_members (id, project_id, person_id, role, created_at, updated_at, rev)"
                    " VALUES ('01HX0000000000000000000009', :project, :person, 'talent', :now, :now, 1)"
                ),
                {"project": project, "person": id_of("WU", session), "now": TODAY.replace(tzinfo=None)},
            )

        assert fates(take(path)) == {"accounts": "known", "content": "taken"}

    def test_a_confirmation_counts_for_what_was_shown_and_nothing_else(self, tmp_path: Path):
        path = book(tmp_path, content(title="秋天第一杯"))
        seen = frozenset({preview_tables(path).key})
        book(tmp_path, content(title="别的标题"))

        with pytest.raises(BadInput, match="与确认时不同,什么都没有写入"):
            take_tables(path, id_of("WU"), seen)
        assert stands("content_items", "title", "BREEZE-001") == "夏日新品"


def change(actor: str = "LIN", **values: Any) -> None:
    """Let somebody change the content item by another way."""
    with records(actor=actor) as session:
        item = session.scalars(select(ContentItem)).one()
        for name, value in values.items():
            setattr(item, name, value)


@pytest.mark.usefixtures("agency")
class TestChangedUnderneath:
    def test_a_row_that_somebody_changed_since_is_refused_with_who_what_and_when(self, tmp_path: Path):
        path = book(tmp_path, content(note="甲方要改"))
        change(title="冬天第一杯")

        plan = take(path)

        (told,) = reasons(plan)
        assert "林晓把“标题”从 夏日新品 改为 冬天第一杯" in told
        assert "2026-11-25 12:0" in told
        assert "请下载最新的表再改" in told
        assert stands("content_items", "title", "BREEZE-001") == "冬天第一杯"
        assert stands("content_items", "note", "BREEZE-001") == ""

    def test_a_row_that_the_lead_did_not_touch_is_left_as_it_was_changed(self, tmp_path: Path):
        path = book(tmp_path, content(), accounts(name="清风新铺"))
        change(title="冬天第一杯", planned_shoot_on=date(2026, 12, 14), director_id=id_of("WU"))

        assert fates(take(path)) == {"accounts": "taken", "content": "unchanged"}
        assert stands("content_items", "title", "BREEZE-001") == "冬天第一杯"

    def test_a_change_of_what_the_table_does_not_write_is_nobodys_quarrel(self, tmp_path: Path):
        path = book(tmp_path, content(title="秋天第一杯"))
        change(production_run_id="run-1", priority=3)

        assert fates(take(path)) == {"content": "taken"}
        assert stands("content_items", "title", "BREEZE-001") == "秋天第一杯"

    def test_the_same_change_made_by_both_is_none(self, tmp_path: Path):
        path = book(tmp_path, content(title="冬天第一杯"))
        change(title="冬天第一杯")

        assert fates(take(path)) == {"content": "unchanged"}

    def test_a_change_that_left_no_trail_is_told_too(self, tmp_path: Path):
        path = book(tmp_path, content(title="秋天第一杯"))
        with records() as session:
            session.execute(text("UPDATE content_items SET rev = rev + 1"))

        assert "已说不清改了什么" in reasons(take(path))[0]

    @pytest.mark.parametrize("rev", ["", "三", 99])
    def test_a_row_whose_version_is_missing_or_invented_is_refused_when_it_changes(self, tmp_path: Path, rev: object):
        rows = [standing("content", "BREEZE-001", title="秋天第一杯") | {"rev": 1}]
        sheet = Sheet(table="content", rows=rows, with_version=rev != "")
        if rev == 99:
            rows[0]["rev"] = 99
        elif rev:
            sheet = Sheet(table="content", rows=[{k: v for k, v in rows[0].items() if k != "rev"}])

        assert "请下载最新的表再改" in reasons(preview_tables(book(tmp_path, sheet)))[0]

    def test_of_two_who_give_back_at_once_one_is_taken_and_the_other_told(self, tmp_path: Path):
        one, other = content(title="秋天第一杯"), content(title="冬天第一杯")
        first, second = book(tmp_path, one, name="一.xlsx"), book(tmp_path, other, name="二.xlsx")
        seen = frozenset({preview_tables(second).key})
        take(first, by="WU")

        plan = take_tables(second, id_of("LIN"), seen)

        assert "吴敏把“标题”从 夏日新品 改为 秋天第一杯" in reasons(plan)[0]
        assert stands("content_items", "title", "BREEZE-001") == "秋天第一杯"


@pytest.mark.usefixtures("agency")
class TestAlongWithIt:
    def test_a_shoot_that_moves_takes_its_times_and_its_videos_along(self, tmp_path: Path):
        plan = take(book(tmp_path, shoots(shoot_on="12月14日")))

        with records() as session:
            shoot, item = session.scalars(select(Shoot)).one(), session.scalars(select(ContentItem)).one()
        assert (shoot.shoot_on, item.planned_shoot_on) == (date(2026, 12, 14), date(2026, 12, 14))
        assert shoot.starts_at == datetime(2026, 12, 14, 1, 0, tzinfo=UTC)
        assert "2026-12-11 → 2026-12-14(随之改动:BREEZE-001)" in summary(plan, written=True)

    def test_a_shoot_that_moves_too_close_to_its_publication_is_refused(self, tmp_path: Path):
        plan = preview_tables(book(tmp_path, shoots(shoot_on="2026-12-21")))

        assert "发布(2026-12-21)必须在拍摄(2026-12-21)之后" in reasons(plan)[0]

    def test_a_time_alone_is_on_the_day_the_lead_moved_the_shoot_to(self, tmp_path: Path):
        take(book(tmp_path, shoots(shoot_on="12月14日", call_at="7:30", starts_at="8:30")))

        with records() as session:
            shoot = session.scalars(select(Shoot)).one()
        assert shoot.call_at == datetime(2026, 12, 14, 7, 30, tzinfo=BEIJING)
        assert shoot.starts_at == datetime(2026, 12, 14, 8, 30, tzinfo=BEIJING)


@pytest.mark.usefixtures("agency")
class TestFiles:
    def test_a_workbook_with_merged_cells_is_refused_where_they_are(self, tmp_path: Path):
        sheet = Sheet(table="content", rows=[standing("content", "BREEZE-001")], merged="K2:K3")

        assert reasons(preview_tables(book(tmp_path, sheet))) == ["有合并的单元格:K2:K3,请取消合并并逐格填写"]

    def test_a_formula_that_was_never_worked_out_is_refused(self, tmp_path: Path):
        place = table_of("content").place("title")
        plan = preview_tables(book(tmp_path, content(title=Formula(formula="=A1"))))

        assert reasons(plan) == [
            f"这些单元格是公式但没有计算结果:{chr(65 + place)}2,请用 Excel 或 WPS 打开、保存后再交回"
        ]

    def test_a_sheet_that_is_too_long_is_one_sentence(self, tmp_path: Path):
        rows = [standing("content", "BREEZE-001"), *({"code": f"X-{number}"} for number in range(50_001))]

        path = book(tmp_path, Sheet(table="content", rows=rows))

        with pytest.raises(BadInput, match=r"^六张表.xlsx.*50000 行"):
            preview_tables(path)

    @pytest.mark.parametrize(
        "content", [b"", b"PK\x03\x04 half a workbook", "不是表".encode(), b"\xd0\xcf\x11\xe0" * 200]
    )
    def test_garbage_is_one_sentence(self, tmp_path: Path, content: bytes):
        path = tmp_path / "坏.xlsx"
        path.write_bytes(content)

        with pytest.raises(BadInput, match=r"^坏.xlsx"):
            preview_tables(path)
        with pytest.raises(BadInput):
            take_tables(path, id_of("WU"), frozenset())


def test_days_of_a_year_hence_still_read_as_days(agency: None, tmp_path: Path):
    """What is planned over New Year is written without a year as often as not."""
    with records() as session:
        item = session.scalars(select(ContentItem)).one()
        item.planned_shoot_on, item.planned_publish_at = date(2026, 12, 28), TODAY + timedelta(days=40)

    take(book(tmp_path, content(planned_publish_at="1月8日 18:00", planned_shoot_on="1月4日")))

    with records() as session:
        item = session.scalars(select(ContentItem)).one()
    assert (item.planned_shoot_on, item.planned_publish_at) == (
        date(2027, 1, 4),
        datetime(2027, 1, 8, 18, 0, tzinfo=BEIJING),
    )
    assert SheetFate.TAKEN.value == "taken"
