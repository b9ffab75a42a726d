"""The deck, the month's report, the month's meeting and the table of operations say the same of one month (C1, C4, I10)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Metric
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.windows import window_of
from agency.records.tables import ContentItem, PlanTarget, Project
from tasks.month import results as month_results
from tasks.opening import records
from tasks.operations import material as operations_report_material
from tasks.review import material as review_material
from tasks.tables import six_tables
from tests.tasks.launched import account
from tests.tasks.month.before_meeting import fans, found_month, november_plan, work

NOVEMBER, SECOND_HALF = window_of("2026-11"), window_of("2026-11-H2")
AFTERWARDS = NOVEMBER.ends + timedelta(hours=11)
WISHED = {"plays": 50_000, "follower_gain": 40, "works_published": 3}


@pytest.fixture
def session(on_record: str) -> Iterator[Session]:
    with time_machine.travel(AFTERWARDS, tick=False), records() as session:
        found_month(session)
        november_plan(session, **WISHED)
        yield session


def november(session: Session) -> None:
    """Put an October work that went on, one that was taken plays away, one of November, one that was never seen, and fans."""
    october, midst = datetime(2026, 10, 12, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC)
    last_minute = NOVEMBER.ends - timedelta(minutes=1)
    work(session, "十月的老作品", october, (october + timedelta(days=3), 5_000), (midst, 5_700))
    work(session, "被平台回收", october, (october + timedelta(days=3), 800), (midst, 650))
    work(session, "十一月🔥新作品", midst, (midst + timedelta(days=1), 900), (midst + timedelta(days=9), 42_000))
    work(session, "最后一分钟", last_minute, (AFTERWARDS - timedelta(hours=1), 77))
    work(session, "看不到播放", midst)
    fans(session, 20, -5, 30, 0)


def planned(session: Session) -> None:
    """Plan three works: one came out in time, one an hour late, one never."""
    own, at = account(session).id, datetime(2026, 11, 10, 4, tzinfo=UTC)
    for number, late in enumerate((timedelta(), timedelta(hours=1), None)):
        day = at + timedelta(days=number)
        item = ContentItem(code=f"TEA-{number:03}", account_id=own, title="冬日热饮(虚构)", planned_publish_at=day)
        session.add(item)
        session.flush()
        if late is not None:
            came_out = work(session, f"按计划的第{number}条", day + late)
            came_out.content_id, came_out.planned_at, came_out.proof = item.id, day, f"https://example.com/{number}"
    session.flush()


def told_by_all(session: Session) -> list[dict[str, float | None]]:
    """Return what the deck, the report, the meeting and the table say of the account's targets."""
    project = session.scalars(select(Project)).one()
    code = account(session).code
    review = review_material.gather(session, project, SECOND_HALF, AFTERWARDS)
    deck = next(each for each in review.accounts if each.code == code).targets
    report = operations_report_material.gather(session, project, ReportPeriod.MONTH, NOVEMBER, AFTERWARDS).targets
    measured = month_results.measure(session, project, NOVEMBER, AFTERWARDS)
    meeting = month_results.result_lines(session, project, measured, NOVEMBER, AFTERWARDS)
    return [
        {line.metric.value: line.actual for line in deck},
        {line.metric.value: line.actual for line in report},
        {line.target.metric.value: line.actual for line in meeting},
        of_the_table(session, f"2026-11 {code}"),
    ]


def of_the_table(session: Session, key: str) -> dict[str, float | None]:
    """Return what the table of operations says of a line."""
    filled = next(each for each in six_tables.gather(session, AFTERWARDS) if each.table.code == "operations")
    row = next(row for row in filled.rows if row[filled.table.place("code")] == key)
    columns = {"plays": "plays_actual", "follower_gain": "fans_actual", "works_published": "works_actual"}
    return {metric: row[filled.table.place(column)] for metric, column in columns.items()}


def test_a_month_has_one_result_wherever_it_is_read(session: Session) -> None:
    november(session)
    expected = {"plays": 42_000 + 700 - 150, "follower_gain": 45, "works_published": 3}

    assert told_by_all(session) == [expected] * 4


def test_a_month_nobody_looked_at_has_no_result_anywhere(session: Session) -> None:
    assert told_by_all(session) == [dict.fromkeys(WISHED)] * 4


def test_a_planned_work_that_never_came_out_counts_wherever_the_month_is_read(session: Session) -> None:
    planned(session)
    session.scalars(select(PlanTarget)).first().metric = Metric.ON_TIME

    deck, report, meeting, _table = told_by_all(session)

    assert [each["on_time"] for each in (deck, report, meeting)] == [pytest.approx(1 / 3)] * 3
