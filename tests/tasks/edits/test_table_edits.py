"""The six tables given back: what is taken, under whose name, what goes along with it, and the same file twice."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select

from agency.domain.calendar import BEIJING
from agency.domain.terms.accounts import AccountStatus
from agency.domain.terms.people import Role
from agency.errors import BadInput
from agency.records.tables import (
    Account,
    AuditEvent,
    ContentItem,
    ProjectMember,
    ReportSubmission,
    Shoot,
    TablesGivenBack,
)
from tasks.edits.summary import page, summary
from tasks.edits.table_edits import preview_tables, take_tables
from tasks.opening import records
from tests.given_tables import Formula, Sheet, header, standing
from tests.tasks import giving
from tests.tasks.giving import TODAY, accounts, book, change, content, fates, id_of, reasons, shoots, stands, take


@pytest.fixture(autouse=True)
def agency(on_record: str) -> Iterator[None]:
    with time_machine.travel(giving.TODAY):
        giving.found()
        yield


def test_every_change_is_shown_before_it_is_written_and_nothing_is_written_by_showing_it(tmp_path: Path):
    plan = preview_tables(book(tmp_path, content(title="秋天第一杯", director="林晓", note="改标题")))

    assert fates(plan) == {"content": "taken"}
    assert f"| 2 | BREEZE-001 | {header('content', 'title')} | 夏日新品 | 秋天第一杯 |" in page(plan)
    assert f"第2行 BREEZE-001“{header('content', 'note')}”:空 → 改标题" in summary(plan, written=False)
    assert stands("content_items", "title", "BREEZE-001") == "夏日新品"
    with records() as session:
        assert session.scalar(select(func.count()).select_from(TablesGivenBack)) == 0


def test_what_is_taken_is_on_record_under_the_name_of_who_gave_it_back(tmp_path: Path):
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
def test_an_empty_cell_never_erases(tmp_path: Path, silence: str | None):
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
def test_what_stood_there_in_another_hand_is_no_change(tmp_path: Path, written: dict[str, Any]):
    assert fates(preview_tables(book(tmp_path, content(**written)))) == {"content": "unchanged"}


def test_the_value_of_a_formula_counts(tmp_path: Path):
    take(book(tmp_path, content(title=Formula(formula='="秋天"&"第一杯"', value="秋天第一杯"))))

    assert stands("content_items", "title", "BREEZE-001") == "秋天第一杯"


def test_a_text_that_looks_like_a_formula_is_a_text(tmp_path: Path):
    take(book(tmp_path, content(note="=cmd()")))

    assert stands("content_items", "note", "BREEZE-001") == "=cmd()"


def test_many_changes_are_all_on_the_page_and_the_page_is_short_enough(tmp_path: Path):
    with records() as session:
        first = session.scalars(select(ContentItem)).one()
        more = (
            ContentItem(code=f"BREEZE-{number}", account_id=first.account_id, title=f"虚构的第{number}条", note="")
            for number in range(1001, 1801)
        )
        session.add_all(more)
    rows = [{"code": f"BREEZE-{number}", "rev": 1, "note": "全部顺延一周"} for number in range(1001, 1801)]

    shown = page(preview_tables(book(tmp_path, Sheet(table="content", rows=rows))))

    assert shown.count("全部顺延一周") == 800
    assert len(shown.encode()) < 1_000_000


def test_rows_and_columns_that_are_missing_change_nothing(tmp_path: Path):
    hidden = frozenset({"title", "director", "note"})
    sheet = Sheet(table="content", rows=[standing("content", "BREEZE-001", pillar="探店")], without=hidden)

    assert fates(take(book(tmp_path, sheet, Sheet(table="accounts", rows=[])))) == {
        "accounts": "unchanged",
        "content": "taken",
    }
    assert stands("content_items", "title", "BREEZE-001") == "夏日新品"
    assert stands("accounts", "name", "BREEZE-DY") == "清风小铺"


def test_what_is_said_of_a_day_begins_its_report(tmp_path: Path):
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


def test_the_same_file_again_changes_nothing_and_says_so(tmp_path: Path):
    path = book(tmp_path, content(title="秋天第一杯"))
    take(path)

    again = take(path, by="LIN")

    assert fates(again) == {"content": "known"}
    assert "这份文件之前已经写入过,没有改动任何数据" in summary(again, written=True)
    assert stands("content_items", "rev", "BREEZE-001") == 2


def test_the_same_file_does_not_undo_what_was_changed_after_it(tmp_path: Path):
    path = book(tmp_path, content(title="秋天第一杯"))
    take(path)
    change(title="冬天第一杯")

    assert fates(take(path)) == {"content": "known"}
    assert stands("content_items", "title", "BREEZE-001") == "冬天第一杯"


def test_a_sheet_that_was_refused_is_taken_from_the_same_file_when_its_reason_is_gone(tmp_path: Path):
    path = book(tmp_path, content(talent="吴敏"), accounts(name="清风新铺"))
    take(path)
    with records() as session:
        project = session.scalars(select(Account.project_id)).one()
        session.add(ProjectMember(project_id=project, person_id=id_of("WU", session), role=Role.TALENT))

    assert fates(take(path)) == {"accounts": "known", "content": "taken"}


def test_a_confirmation_counts_for_what_was_shown_and_nothing_else(tmp_path: Path):
    path = book(tmp_path, content(title="秋天第一杯"))
    seen = frozenset({preview_tables(path).key})
    book(tmp_path, content(title="别的标题"))

    with pytest.raises(BadInput, match="与确认时不同,什么都没有写入"):
        take_tables(path, id_of("WU"), seen)
    assert stands("content_items", "title", "BREEZE-001") == "夏日新品"


def test_a_shoot_that_moves_takes_its_times_and_its_videos_along(tmp_path: Path):
    plan = take(book(tmp_path, shoots(shoot_on="12月14日")))

    with records() as session:
        shoot, item = session.scalars(select(Shoot)).one(), session.scalars(select(ContentItem)).one()
    assert (shoot.shoot_on, item.planned_shoot_on) == (date(2026, 12, 14), date(2026, 12, 14))
    assert shoot.starts_at == datetime(2026, 12, 14, 1, 0, tzinfo=UTC)
    assert "2026-12-11 → 2026-12-14(随之改动:BREEZE-001 的计划)" in summary(plan, written=True)


def test_a_shoot_that_moves_too_close_to_its_publication_is_refused(tmp_path: Path):
    plan = preview_tables(book(tmp_path, shoots(shoot_on="2026-12-21")))

    assert "发布(2026-12-21)必须在拍摄(2026-12-21)之后" in reasons(plan)[0]


def test_a_time_alone_is_on_the_day_the_lead_moved_the_shoot_to(tmp_path: Path):
    take(book(tmp_path, shoots(shoot_on="12月14日", call_at="7:30", starts_at="8:30")))

    with records() as session:
        shoot = session.scalars(select(Shoot)).one()
    assert shoot.call_at == datetime(2026, 12, 14, 7, 30, tzinfo=BEIJING)
    assert shoot.starts_at == datetime(2026, 12, 14, 8, 30, tzinfo=BEIJING)


def test_days_of_a_year_hence_still_read_as_days(tmp_path: Path):
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
