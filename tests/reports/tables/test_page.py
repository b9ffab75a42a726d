"""The short table of the browser: the most urgent rows first, and every cell a text."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from agency.domain.terms import label
from agency.domain.terms.standings import ContentStanding
from agency.reports.tables import content, operations
from agency.reports.tables.page import Rank, count_urgent, page_rows, urgency
from agency.reports.tables.table import Filled, Row, Table

TODAY = date(2026, 12, 1)
TABLE = content.table()
DAY = timedelta(days=1)


def row(table: Table = TABLE, **told: Any) -> Row:
    """A row that says nothing but this."""
    return [told.get(column.code, "") for column in table.columns]


def item(code: str, standing: ContentStanding = ContentStanding.AWAITS_SHOOT, **told: Any) -> Row:
    return row(code=code, title="夏日新品", status=label(standing), **told)


def codes(*rows: Row, most: int = 10) -> list[str]:
    return [line["内容编码"] for line in page_rows(Filled(table=TABLE, rows=rows), TODAY, most)]


def test_the_longest_overdue_comes_first_and_what_is_due_soon_before_what_is_not():
    calm = item("CALM", planned_shoot_on=TODAY + 30 * DAY)
    soon = item("SOON", planned_shoot_on=TODAY + 2 * DAY)
    late = item("LATE", planned_shoot_on=TODAY - DAY)
    later = item("LATER", planned_shoot_on=TODAY - 9 * DAY)

    assert codes(calm, soon, late, later) == ["LATER", "LATE", "SOON", "CALM"]


def test_what_is_due_today_is_not_overdue():
    assert urgency(TABLE, item("TODAY", planned_shoot_on=TODAY), TODAY)[0] is Rank.SOON


def test_a_step_that_is_done_is_never_overdue():
    shot = item("SHOT", ContentStanding.AWAITS_CUT, planned_shoot_on=TODAY - 9 * DAY)
    confirmed = item(
        "CONFIRMED",
        ContentStanding.AWAITS_PUBLISHING,
        planned_edit_due_on=TODAY - DAY,
        client_confirmed_at=datetime(2026, 11, 29, tzinfo=UTC),
    )

    assert [urgency(TABLE, each, TODAY)[0] for each in (shot, confirmed)] == [Rank.CALM, Rank.CALM]


def test_nothing_is_due_of_what_is_live_or_stopped():
    overdue = {"planned_shoot_on": TODAY - DAY, "planned_publish_at": datetime(2026, 11, 1, tzinfo=UTC)}

    assert urgency(TABLE, item("LIVE", ContentStanding.LIVE, **overdue), TODAY)[0] is Rank.CALM
    assert urgency(TABLE, item("STOPPED", ContentStanding.STOPPED, **overdue), TODAY)[0] is Rank.YELLOW


def test_a_moment_is_overdue_by_its_day_in_beijing():
    at_half_past_midnight = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)  # of 1 December in Beijing

    rank, day, said = urgency(TABLE, item("DAWN", planned_publish_at=at_half_past_midnight), TODAY)

    assert (rank, day) == (Rank.SOON, TODAY)
    assert said == "计划发布:2026-12-01 到期"


def test_the_rows_that_do_not_fit_are_the_calm_ones():
    calm, late = item("CALM"), item("LATE", planned_shoot_on=TODAY - DAY)

    assert codes(calm, late, most=1) == ["LATE"]


def test_every_cell_is_text_in_the_format_of_its_column():
    table = operations.table()
    told = row(table, month="2026-11", account="清风小铺", plays_actual=1_234_567, plays_reached=0.5, overdue=None)
    (line,) = page_rows(Filled(table=table, rows=[told]), TODAY, 1)

    assert line == {
        "紧急": "–", "月份": "2026-11", "账号": "清风小铺", "播放实际": "1,234,567", "播放达成率": "50.00%",
        "进度灯": "–", "逾期": "无数据",
    }  # fmt: skip


def test_what_is_urgent_is_counted_red_words_too():
    table = operations.table()
    red = row(table, light="告急")

    assert count_urgent(Filled(table=table, rows=[red, row(table)]), TODAY) == 1
