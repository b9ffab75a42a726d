from datetime import UTC, date, datetime, timedelta

import pytest

from agency.domain.calendar import BEIJING, Calendar
from agency.domain.terms.engagement import Severity
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.timers import case_due, incident_due, is_on_time, notice_due, report_due, snapshots_due
from config.policy import Policy

POLICY = Policy()
CALENDAR = Calendar()
TEN_IN_BEIJING = datetime(2026, 12, 7, 2, tzinfo=UTC)


def test_the_group_hears_of_a_work_within_five_minutes() -> None:
    assert notice_due(TEN_IN_BEIJING, POLICY) - TEN_IN_BEIJING == timedelta(minutes=5)


@pytest.mark.parametrize(
    ("severity", "minutes"), [(Severity.GRAVE, 15), (Severity.MEDIUM, 120), (Severity.LIGHT, 1440)]
)
def test_the_graver_a_case_the_sooner_its_owner_is_told(severity: Severity, minutes: int) -> None:
    assert case_due(severity, TEN_IN_BEIJING, POLICY) - TEN_IN_BEIJING == timedelta(minutes=minutes)


@pytest.mark.parametrize(("severity", "due"), [(Severity.GRAVE, "23:55"), (Severity.MEDIUM, "10:00")])
def test_the_hours_of_a_case_found_at_night_begin_in_the_morning_unless_it_is_grave(
    severity: Severity, due: str
) -> None:
    at_night = datetime(2026, 11, 28, 23, 40, tzinfo=BEIJING)

    assert f"{case_due(severity, at_night, POLICY).astimezone(BEIJING):%H:%M}" == due


def test_an_incident_goes_to_the_coordinator_after_the_agencys_own_hours() -> None:
    assert incident_due(TEN_IN_BEIJING, Policy(incident_hours=2)) - TEN_IN_BEIJING == timedelta(hours=2)


def test_a_work_is_recorded_at_five_ages() -> None:
    ages = [(moment - TEN_IN_BEIJING).days for moment in snapshots_due(TEN_IN_BEIJING, POLICY)]

    assert ages == [1, 3, 7, 14, 30]


@pytest.mark.parametrize(("minutes", "on_time"), [(0, True), (30, True), (-30, True), (31, False), (-31, False)])
def test_half_an_hour_either_way_is_on_time(minutes: int, on_time: bool) -> None:
    assert is_on_time(TEN_IN_BEIJING, TEN_IN_BEIJING + timedelta(minutes=minutes), POLICY) is on_time


@pytest.mark.parametrize(
    ("period", "last_day", "due"),
    [
        (ReportPeriod.DAY, date(2026, 12, 6), TEN_IN_BEIJING),
        (ReportPeriod.DAY, date(2026, 9, 30), datetime(2026, 10, 1, 2, tzinfo=UTC)),
        (ReportPeriod.WEEK, date(2026, 12, 6), datetime(2026, 12, 7, 4, tzinfo=UTC)),
        (ReportPeriod.WEEK, date(2026, 10, 4), datetime(2026, 10, 8, 4, tzinfo=UTC)),
        (ReportPeriod.MONTH, date(2026, 11, 30), datetime(2026, 12, 2, 10, tzinfo=UTC)),
        (ReportPeriod.MONTH, date(2026, 9, 30), datetime(2026, 10, 9, 10, tzinfo=UTC)),
    ],
    ids=[
        "a day",
        "a day before a holiday",
        "a week",
        "a week before a Monday off",
        "a month",
        "a month before a holiday",
    ],
)
def test_a_report_is_due_when_the_agency_works_again_but_a_days_report_always(
    period: ReportPeriod, last_day: date, due: datetime
) -> None:
    assert report_due(period, last_day, CALENDAR, POLICY) == due
