"""Which reports are owed over year's ends, holidays and long absences, and whether each was in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agency.domain.calendar import Calendar
from agency.domain.reporting import (
    before,
    has_come,
    is_tracked,
    last_ended,
    owed,
    publish_outcome,
    state_of,
    window_named,
    window_with,
)
from agency.domain.terms.reports import PublishOutcome, ReportState
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.timers import report_due
from agency.errors import BadInput
from config.policy import Policy

POLICY = Policy()
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
TEN = datetime(2026, 11, 24, 2, tzinfo=UTC)  # ten in Beijing, on a Tuesday
DAY, WEEK, MONTH = ReportPeriod.DAY, ReportPeriod.WEEK, ReportPeriod.MONTH


def keys(period: ReportPeriod, now: datetime, since: datetime = LONG_AGO, policy: Policy = POLICY) -> list[str]:
    return [window.key for window in owed(period, now, since, policy)]


@pytest.mark.parametrize(
    ("period", "key", "first", "last"),
    [
        (DAY, "2026-11-23", date(2026, 11, 23), date(2026, 11, 23)),
        (WEEK, "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        (WEEK, "2025-W01", date(2024, 12, 30), date(2025, 1, 5)),
        (MONTH, "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
    ],
    ids=["a day", "a week that ends in the next year", "a week that begins in the last one", "a leap month"],
)
def test_a_key_names_its_days(period: ReportPeriod, key: str, first: date, last: date):
    window = window_named(period, key)

    assert (window.key, window.first, window.last) == (key, first, last)


@pytest.mark.parametrize(
    ("period", "key"),
    [
        (DAY, "2026-02-30"),
        (DAY, "20261123"),
        (DAY, "2026-W47"),
        (DAY, "昨天"),
        (WEEK, "2025-W53"),
        (WEEK, "2026-11"),
        (MONTH, "2026-11-H1"),
        (MONTH, "2026-13"),
        (MONTH, ""),
    ],
)
def test_a_key_that_names_no_period_of_its_kind_is_refused(period: ReportPeriod, key: str):
    with pytest.raises(BadInput):
        window_named(period, key)


@pytest.mark.parametrize("period", list(ReportPeriod))
def test_the_periods_before_lie_end_to_end_over_two_years(period: ReportPeriod):
    window = window_with(period, date(2027, 1, 20))
    while window.first > date(2025, 1, 1):
        earlier = before(period, window)
        assert earlier.last + timedelta(days=1) == window.first
        assert window_named(period, earlier.key) == earlier
        window = earlier


def test_after_midnight_in_beijing_yesterday_is_over_though_a_server_in_utc_has_the_same_day_still():
    just_after = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

    assert last_ended(DAY, just_after).key == "2026-11-23"
    assert last_ended(DAY, just_after - timedelta(seconds=1)).key == "2026-11-22"


def test_a_week_and_a_month_end_at_midnight_in_beijing():
    new_year = datetime(2026, 12, 31, 16, tzinfo=UTC)

    assert last_ended(MONTH, new_year).key == "2026-12"
    assert last_ended(MONTH, new_year - timedelta(minutes=1)).key == "2026-11"
    assert last_ended(WEEK, datetime(2027, 1, 3, 16, tzinfo=UTC)).key == "2026-W53"


def test_after_four_days_with_the_machine_off_each_missed_day_is_owed_the_oldest_first():
    assert keys(DAY, TEN, policy=Policy(made_up_reports=3)) == ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"]


def test_nobody_is_flooded_with_reports_after_a_long_absence():
    assert len(keys(DAY, TEN)) == POLICY.made_up_reports + 1
    assert keys(DAY, TEN, policy=Policy(made_up_reports=0)) == ["2026-11-23"]


def test_a_project_owes_no_report_of_a_time_before_it_was_on_record_but_the_newest_is_made_all_the_same():
    afternoon = datetime(2026, 11, 22, 8, tzinfo=UTC)

    assert keys(DAY, TEN, since=afternoon) == ["2026-11-22", "2026-11-23"]
    assert keys(MONTH, TEN, since=afternoon) == ["2026-10"]
    assert not is_tracked(window_named(MONTH, "2026-10"), afternoon)
    assert is_tracked(window_named(DAY, "2026-11-22"), afternoon)


def test_a_report_that_was_due_is_missing_until_it_is_made_and_late_ever_after():
    due = TEN

    assert state_of(due, None, due) is ReportState.NOT_DUE
    assert state_of(due, None, due + timedelta(seconds=1)) is ReportState.MISSING
    assert state_of(due, due + timedelta(seconds=1), due + timedelta(days=9)) is ReportState.LATE
    assert state_of(due, due, due + timedelta(days=9)) is ReportState.ON_TIME


def test_the_month_is_reported_on_its_second_working_day_after_the_long_holiday_and_not_before():
    due = report_due(MONTH, date(2026, 9, 30), Calendar(), POLICY)  # 1 to 7 October are off

    assert due.date() == date(2026, 10, 9)
    assert not has_come(due, datetime(2026, 10, 8, 15, 59, tzinfo=UTC))
    assert has_come(due, datetime(2026, 10, 8, 16, tzinfo=UTC))


def test_the_agencys_own_days_off_move_a_week_and_a_month_but_no_day():
    closed = Calendar({date(2026, 11, 23): False, date(2026, 12, 1): False})

    assert report_due(WEEK, date(2026, 11, 22), closed, POLICY).date() == date(2026, 11, 24)
    assert report_due(MONTH, date(2026, 11, 30), closed, POLICY).date() == date(2026, 12, 3)
    assert report_due(DAY, date(2026, 11, 22), closed, POLICY).date() == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("minutes", "outcome"),
    [
        (0, PublishOutcome.ON_TIME),
        (30, PublishOutcome.ON_TIME),
        (-30, PublishOutcome.ON_TIME),
        (31, PublishOutcome.LATE),
        (-31, PublishOutcome.EARLY),
        (60 * 24 * 3, PublishOutcome.LATE),
    ],
)
def test_a_publication_is_judged_by_its_minutes(minutes: int, outcome: PublishOutcome):
    assert publish_outcome(TEN, TEN + timedelta(minutes=minutes), TEN + timedelta(days=9), POLICY) is outcome


def test_one_that_did_not_come_out_is_missed_only_when_its_half_hour_is_over():
    assert publish_outcome(TEN, None, TEN + timedelta(minutes=30), POLICY) is PublishOutcome.TO_COME
    assert publish_outcome(TEN, None, TEN + timedelta(minutes=31), POLICY) is PublishOutcome.MISSED


def test_one_whose_platform_tells_only_the_day_is_in_time_on_its_beijing_day():
    evening = datetime(2026, 11, 24, 12, tzinfo=UTC)
    midnight = datetime(2026, 11, 23, 16, tzinfo=UTC)  # of the 24th in Beijing

    assert publish_outcome(evening, midnight, evening, POLICY, to_the_day=True) is PublishOutcome.ON_TIME
    assert publish_outcome(evening, midnight, evening, POLICY) is PublishOutcome.EARLY
    day_after = midnight + timedelta(days=1)
    assert publish_outcome(evening, day_after, day_after, POLICY, to_the_day=True) is PublishOutcome.LATE
