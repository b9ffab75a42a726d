"""Dates in words, and the years of dates that tell none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.errors import BadInput
from agency.platforms.exports import moments, months
from agency.platforms.exports.grid import Cell

RECEIVED = date(2026, 3, 10)
SPANISH = [*months.SPANISH]


@pytest.mark.parametrize(
    "written",
    [
        "Aug 28, 2025",
        "August 28, 2025",
        "aug. 28, 2025",
        "28 August 2025",
        "28 de agosto de 2025",
        "28 ago 2025",
        "28 ago. 2025",
    ],
)
def test_a_day_with_a_month_in_words_is_read(written: str) -> None:
    assert moments.day(Cell(written, "date")) == date(2025, 8, 28)


@pytest.mark.parametrize("written", ["Aug 28", "Smarch 13, 2025", "Feb 30, 2025", "Aug 28, 2025 sharp", "August 2025"])
def test_what_is_no_day_in_words_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match="is not a date"):
        moments.day(Cell(written, "date"))


def test_a_year_that_rolls_over_is_counted_back_from_the_last_row() -> None:
    days = [date(2025, 2, 28) + timedelta(days=number) for number in range(365)]

    settled = months.counted_back([f"{day:%B} {day.day}" for day in days], RECEIVED)

    assert days[-1] == date(2026, 2, 27)
    assert settled == [day.isoformat() for day in days]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 366), st.integers(0, 300), st.booleans())
def test_a_series_of_any_length_up_to_a_year_comes_back(last: date, length: int, late: int, spanish: bool) -> None:
    days = [last - timedelta(days=back) for back in reversed(range(length))]
    written = [f"{day.day} de {SPANISH[day.month - 1]}" if spanish else f"{day:%B} {day.day}" for day in days]

    if (last.month, last.day) != (2, 29):  # a leap day could be years away
        assert months.counted_back(written, last + timedelta(days=late)) == [day.isoformat() for day in days]


def test_a_series_with_the_latest_day_first_gets_no_years() -> None:
    falling = ["February 27", "February 26"]

    assert months.counted_back(falling, RECEIVED) == falling


def test_what_tells_its_year_or_is_no_date_is_left_as_it_is() -> None:
    assert months.counted_back(["2026-02-26", "Total", "", 3.0, "Feb 27, 2026"], RECEIVED) == [
        *("2026-02-26", "Total", "", 3.0, "Feb 27, 2026")
    ]


def test_days_in_no_order_are_the_latest_that_have_come() -> None:
    assert months.most_recent(["March 10", "March 11", "8 de marzo", "March 2"], RECEIVED) == [
        *("2026-03-10", "2025-03-11", "2026-03-08", "2026-03-02")
    ]


def test_a_leap_day_is_looked_for_in_leap_years() -> None:
    assert months.most_recent(["February 29", "February 30"], RECEIVED) == ["2024-02-29", "February 30"]
