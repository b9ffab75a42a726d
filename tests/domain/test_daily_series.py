"""A day that leaps and a level that moves are found, and the strong weekend of every account is neither."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.daily_series import compare_day, level_shift, usual_before, weekday_parts
from agency.domain.terms.performance import Standing
from agency.domain.windows import half_month
from config.policy import Policy
from tests.domain.weeks import LAST, leaping, moved, weeks

HALF = half_month(LAST)
SUNDAY, TUESDAY = date(2026, 11, 8), date(2026, 11, 10)
POLICY = Policy()
SEEDS = range(40)
DAY = timedelta(days=1)


def standings(seed: int, **series: float) -> list[Standing]:
    counts = weeks(seed, **series)
    return [compare_day(counts, HALF.first + DAY * place, POLICY).standing for place in range(HALF.days)]


def test_a_day_five_times_the_usual_is_found_and_so_is_one_of_a_fifth():
    for times, standing in ((5.0, Standing.UNUSUALLY_HIGH), (0.2, Standing.UNUSUALLY_LOW)):
        found = [compare_day(leaping(weeks(seed), TUESDAY, times), TUESDAY, POLICY).standing for seed in SEEDS]
        assert found.count(standing) >= 34


def test_ordinary_days_are_hardly_ever_called_unusual():
    found = [standing for seed in SEEDS for standing in standings(seed)]

    assert len(found) == 600
    assert len(found) - found.count(Standing.ORDINARY) <= 10


def test_a_sunday_is_measured_by_sundays():
    quiet = weeks(7, noise=0.05)

    found = compare_day(quiet, SUNDAY, POLICY)

    assert found.standing is Standing.ORDINARY
    assert found.baseline == pytest.approx(9_000 * 1.42, rel=0.1)
    assert compare_day(quiet | {TUESDAY: quiet[SUNDAY]}, TUESDAY, POLICY).standing is Standing.UNUSUALLY_HIGH


def test_a_day_carries_what_it_was_measured_by():
    counts = leaping(weeks(3), TUESDAY, 8.0)

    found = compare_day(counts, TUESDAY, POLICY)

    assert (found.value, found.n, found.window) == (counts[TUESDAY], 56, "2026-09-15..2026-11-09")


def test_an_earlier_leap_does_not_hide_a_later_one():
    counts = leaping(leaping(weeks(3), TUESDAY - 7 * DAY, 50.0), TUESDAY, 8.0)

    assert compare_day(counts, TUESDAY, POLICY).standing is Standing.UNUSUALLY_HIGH


def test_a_day_is_never_judged_by_itself_or_by_a_later_one():
    counts = weeks(3)
    later = moved(counts, TUESDAY + DAY, 9.0)

    assert compare_day(later, TUESDAY, POLICY) == compare_day(counts, TUESDAY, POLICY)


@pytest.mark.parametrize("known", [0, 1, 27])
def test_too_few_days_before_are_not_enough_data_and_no_guess(known: int):
    counts = weeks(3, count=known + 1, last=TUESDAY)

    found = compare_day(counts, TUESDAY, POLICY)

    assert (found.standing, found.baseline, found.n) == (Standing.NOT_ENOUGH_DATA, None, known)


def test_weeks_without_a_single_sunday_do_not_tell_what_a_sunday_is():
    counts = {day: count for day, count in weeks(3).items() if day.weekday() != 6 or day == SUNDAY}

    assert compare_day(counts, SUNDAY, POLICY).standing is Standing.NOT_ENOUGH_DATA


def test_an_account_that_never_moves_tells_nothing_of_what_is_unusual():
    asleep = dict.fromkeys(weeks(3), 0)

    assert compare_day(asleep | {TUESDAY: 90}, TUESDAY, POLICY).standing is Standing.NOT_ENOUGH_DATA


def test_days_missing_in_between_are_missed_and_not_taken_for_zero():
    counts = {day: count for day, count in weeks(3).items() if day.day % 5}

    assert compare_day(counts, date(2026, 11, 9), POLICY).standing is Standing.ORDINARY
    assert usual_before(counts, TUESDAY).level == pytest.approx(usual_before(weeks(3), TUESDAY).level, abs=0.2)


def test_a_level_that_moved_is_found_with_its_day_and_both_levels():
    shift = level_shift(moved(weeks(4, noise=0.15), date(2026, 11, 6), 1.8), HALF)

    assert shift is not None
    assert shift.since == date(2026, 11, 6)
    assert shift.value / shift.baseline == pytest.approx(1.8, rel=0.2)
    assert (shift.n, shift.usual.n) == ((HALF.last - shift.since).days + 1, 56)


def test_the_day_on_which_a_level_moved_is_mostly_the_one_told():
    found = [level_shift(moved(weeks(seed, noise=0.15), date(2026, 11, 6), 1.8), HALF) for seed in SEEDS]
    off = [abs(shift.since - date(2026, 11, 6)) for shift in found if shift]

    assert sum(each <= DAY for each in off) >= 34


def test_most_levels_that_doubled_or_halved_are_found():
    for times in (2.0, 0.5):
        found = [level_shift(moved(weeks(seed), date(2026, 11, 6), times), HALF) for seed in SEEDS]
        assert sum(shift is not None for shift in found) >= 36


def test_a_level_that_stayed_is_hardly_ever_said_to_have_moved():
    assert sum(level_shift(weeks(seed), HALF) is not None for seed in SEEDS) <= 2


def test_a_single_leap_is_no_new_level():
    found = [level_shift(leaping(weeks(seed), TUESDAY, 20.0), HALF) for seed in SEEDS]

    assert sum(shift is not None for shift in found) <= 3


def test_a_level_that_came_back_within_the_window_has_not_moved():
    back = moved(moved(weeks(5, noise=0.15), date(2026, 11, 2), 3.0), date(2026, 11, 6), 1 / 3)

    assert level_shift(back, HALF) is None


def test_a_level_is_not_said_to_have_moved_where_too_few_days_tell():
    assert level_shift(weeks(5, count=40), HALF) is None
    assert level_shift({}, HALF) is None


@given(st.lists(st.integers(0, 10**9), min_size=28, max_size=70))
def test_the_parts_of_the_weekdays_come_to_nothing_together(counts: list[int]):
    days = [(LAST - DAY * place, float(count)) for place, count in enumerate(counts)]

    assert sum(weekday_parts(sorted(days)).values()) == pytest.approx(0, abs=1e-3)


@given(st.lists(st.integers(0, 10**9), min_size=57, max_size=57), st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_plays_never_stand_lower(past: list[int], one: int, other: int):
    counts = {TUESDAY - DAY * (place + 1): count for place, count in enumerate(past)}
    order = [Standing.UNUSUALLY_LOW, Standing.ORDINARY, Standing.UNUSUALLY_HIGH]
    low, high = (compare_day(counts | {TUESDAY: plays}, TUESDAY, POLICY).standing for plays in sorted((one, other)))

    assert low == high == Standing.NOT_ENOUGH_DATA or order.index(low) <= order.index(high)
