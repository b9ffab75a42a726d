from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.calendar import Calendar, beijing_day

CALENDAR = Calendar()
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 2, 14), True),
        (date(2026, 9, 20), True),
    ],
    ids=["Monday", "Sunday", "National Day", "make-up Saturday", "make-up Saturday in spring", "make-up Sunday"],
)
def test_make_up_workdays_are_worked_and_holidays_are_not(day: date, works: bool) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_the_agencys_own_entry_outranks_the_official_calendar() -> None:
    own = Calendar({date(2026, 11, 23): False, date(2026, 11, 22): True})

    assert own.previous_working_day(date(2026, 11, 24)) == date(2026, 11, 22)


def test_a_year_without_make_up_days_is_not_settled() -> None:
    assert CALENDAR.settled(2026)
    assert not CALENDAR.settled(2027)


def test_an_unsettled_year_still_has_its_weekdays() -> None:
    assert CALENDAR.is_working_day(date(2027, 3, 1))
    assert not CALENDAR.is_working_day(date(2027, 2, 27))


def test_a_lead_who_enters_a_make_up_day_settles_the_year() -> None:
    assert Calendar({date(2027, 2, 20): True}).settled(2027)


def test_a_day_off_or_an_ordinary_monday_entered_settles_nothing() -> None:
    saturday, monday = date(2027, 2, 13), date(2027, 3, 1)

    assert not Calendar({saturday: False, monday: True}).settled(2027)


def test_the_week_of_the_spring_festival_has_no_working_day() -> None:
    assert not CALENDAR.has_working_day(date(2026, 2, 16), date(2026, 2, 22))


def test_a_week_has_a_working_day_when_only_its_last_is_one() -> None:
    assert CALENDAR.has_working_day(date(2026, 11, 21), date(2026, 11, 23))
    assert not CALENDAR.has_working_day(date(2026, 11, 21), date(2026, 11, 22))


def test_eight_hours_of_a_beijing_day_lie_in_the_utc_day_before() -> None:
    assert beijing_day(datetime(2026, 11, 22, 15, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert beijing_day(datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        beijing_day(datetime(2026, 11, 23))  # noqa: DTZ001 - the case under test


def test_counting_by_no_days_rolls_off_a_day_off() -> None:
    sunday = date(2026, 11, 22)

    assert CALENDAR.working_days_before(sunday, 0) == date(2026, 11, 20)
    assert CALENDAR.working_days_after(sunday, 0) == date(2026, 11, 23)


@given(DAYS, st.integers(1, 30))
def test_going_back_and_forth_ends_where_it_began(day: date, count: int) -> None:
    start = CALENDAR.on_or_before(day)

    assert CALENDAR.working_days_after(CALENDAR.working_days_before(start, count), count) == start


@given(DAYS, st.integers(1, 20))
def test_between_two_counted_days_lie_exactly_so_many_working_days(day: date, count: int) -> None:
    reached = CALENDAR.working_days_before(day, count)
    passed = [reached + timedelta(days=step) for step in range((day - reached).days)]

    assert sum(map(CALENDAR.is_working_day, passed)) == count
