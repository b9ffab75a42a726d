"""Half-months, ISO weeks and months of Beijing days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.windows import (
    Window,
    beginning_of,
    following,
    half_month,
    iso_week,
    month,
    previous,
    share_elapsed,
    window_of,
)
from agency.errors import BadInput
from config.policy import Policy

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
windows = st.builds(lambda kind, day: kind(day), st.sampled_from([half_month, iso_week, month]), days)


@pytest.mark.parametrize(
    ("day", "key", "first", "last"),
    [
        (date(2026, 11, 15), "2026-11-H1", date(2026, 11, 1), date(2026, 11, 15)),
        (date(2026, 11, 16), "2026-11-H2", date(2026, 11, 16), date(2026, 11, 30)),
        (date(2028, 2, 29), "2028-02-H2", date(2028, 2, 16), date(2028, 2, 29)),
        (date(2026, 12, 31), "2026-12-H2", date(2026, 12, 16), date(2026, 12, 31)),
    ],
)
def test_a_half_month_breaks_after_the_15th(day: date, key: str, first: date, last: date) -> None:
    assert half_month(day) == Window(key=key, first=first, last=last)


def test_an_agency_may_let_the_first_half_end_later_and_the_keys_stay() -> None:
    late = Policy(half_month_day=20)
    first, second = half_month(date(2026, 2, 20), late), half_month(date(2026, 2, 21), late)

    assert (first.key, first.last, second.key, second.first) == (
        "2026-02-H1", date(2026, 2, 20), "2026-02-H2", date(2026, 2, 21),
    )  # fmt: skip
    assert (window_of("2026-02-H1", late), window_of("2026-02-H2", late)) == (first, second)


@given(days, st.integers(10, 20))
def test_half_months_of_any_agency_follow_one_another(day: date, ends: int) -> None:
    window = half_month(day, Policy(half_month_day=ends))

    assert previous(window).ends == window.begins
    assert following(previous(window)) == window
    assert following(window) == half_month(following(window).first, Policy(half_month_day=ends))


def test_a_week_at_new_year_belongs_to_the_year_of_its_thursday() -> None:
    assert iso_week(date(2027, 1, 3)).key == "2026-W53"
    assert iso_week(date(2025, 12, 29)).key == "2026-W01"


def test_the_first_eight_hours_of_a_beijing_day_are_the_day_before_in_utc() -> None:
    november = month(date(2026, 11, 1))

    assert november.begins == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert november.holds(datetime(2026, 10, 31, 23, 59, tzinfo=UTC))
    assert not november.holds(datetime(2026, 11, 30, 16, tzinfo=UTC))


@given(windows)
def test_a_key_names_its_window(window: Window) -> None:
    assert window_of(window.key) == window


@given(windows)
def test_windows_of_a_kind_follow_one_another_without_gap_or_overlap(window: Window) -> None:
    assert previous(window).ends == window.begins
    assert following(window).begins == window.ends
    assert following(previous(window)) == window


@given(days)
def test_the_two_halves_make_the_month(day: date) -> None:
    halves = half_month(month(day).first), half_month(month(day).last)

    assert sum(half.days for half in halves) == month(day).days
    assert half_month(day) in halves


@given(days)
def test_every_day_lies_in_the_windows_it_is_asked_for(day: date) -> None:
    assert all(window.first <= day <= window.last for window in (half_month(day), iso_week(day), month(day)))
    assert all(window.holds(beginning_of(day)) for window in (half_month(day), iso_week(day), month(day)))


@pytest.mark.parametrize("key", ["2026-13", "2025-W53", "2026-11-H3", "2026", "november", "0000-01"])
def test_a_key_that_names_no_window_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match=key):
        window_of(key)


def test_the_share_elapsed_runs_from_0_to_1_and_no_further() -> None:
    november = month(date(2026, 11, 1))

    assert share_elapsed(november, november.begins) == 0
    assert share_elapsed(november, november.begins + timedelta(days=15)) == 0.5
    assert share_elapsed(november, november.ends + timedelta(days=3)) == 1
    assert share_elapsed(november, november.begins - timedelta(days=3)) == 0
