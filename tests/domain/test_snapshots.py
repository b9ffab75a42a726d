"""Gains of a period and values at equal age."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.calendar import beijing_day
from agency.domain.figures import WorkFigures
from agency.domain.snapshots import (
    Increment,
    Snapshot,
    Wanted,
    at_ages,
    gain,
    gains,
    increments,
    last_looks,
    series,
)
from agency.domain.terms.figures import Source
from agency.domain.terms.performance import Counter
from agency.domain.windows import half_month

OCTOBER = datetime(2026, 10, 20, 4, tzinfo=UTC)
FIRST_HALF = half_month(date(2026, 11, 1))
ONE_DAY = timedelta(days=1)


def seen(
    *moments: tuple[datetime, int | None],
    published_at: datetime = OCTOBER,
    source: Source = Source.API,
) -> list[Snapshot]:
    return [
        Snapshot(
            work_id="cat",
            observed_at=moment,
            source=source,
            figures=WorkFigures(title="猫为什么踩奶", published_at=published_at, plays=plays),
        )
        for moment, plays in moments
    ]


def november(day: int, hour: int = 1) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def test_a_gain_is_the_last_value_inside_less_the_last_before() -> None:
    history = seen((OCTOBER + ONE_DAY, 500), (OCTOBER + 5 * ONE_DAY, 900), (november(3), 1000), (november(14), 1300))

    assert gain(Counter.PLAYS, history, FIRST_HALF) == 400


def test_a_gain_may_be_negative() -> None:
    assert gain(Counter.PLAYS, seen((OCTOBER, 900), (november(3), 850)), FIRST_HALF) == -50


def test_a_work_published_in_the_window_began_at_zero() -> None:
    assert gain(Counter.PLAYS, seen((november(3), 850), published_at=november(2)), FIRST_HALF) == 850


@pytest.mark.parametrize(
    "history",
    [
        seen(),
        seen((OCTOBER, 900)),
        seen((november(3), 900)),
        seen((OCTOBER, 900), (november(3), None)),
        seen((OCTOBER, None), (november(3), 900)),
        seen((OCTOBER, 900), (november(16), 950)),
    ],
)
def test_a_gain_is_unknown_without_a_value_on_both_sides(history: list[Snapshot]) -> None:
    assert gain(Counter.PLAYS, history, FIRST_HALF) is None


def test_the_last_hours_of_a_window_are_beijing_hours() -> None:
    last_hour, next_window = november(15, hour=15), november(15, hour=16)

    assert gain(Counter.PLAYS, seen((OCTOBER, 900), (last_hour, 950), (next_window, 2000)), FIRST_HALF) == 50


@given(st.lists(st.integers(0, 10**7), min_size=3, max_size=20))
def test_gains_of_windows_in_a_row_add_up_to_the_whole(plays: list[int]) -> None:
    moments = [OCTOBER + 5 * ONE_DAY * index for index in range(len(plays))]
    history = seen(*zip(moments, plays, strict=True))
    windows = {half_month(moment.date()).key: half_month(moment.date()) for moment in moments}

    assert sum(gain(Counter.PLAYS, history, window) or 0 for window in windows.values()) == plays[-1]


def test_a_gain_takes_what_another_source_told_where_the_newest_look_is_silent() -> None:
    exports = seen((OCTOBER, 900), (november(3), 1000), source=Source.EXPORT)
    answers = seen((november(4), None))

    assert gain(Counter.PLAYS, [*exports, *answers], FIRST_HALF) == 100


def test_a_count_that_its_only_source_no_longer_tells_is_not_gained() -> None:
    assert gain(Counter.PLAYS, seen((OCTOBER, 900), (november(3), 1000), (november(4), None)), FIRST_HALF) is None


def test_every_counter_has_its_gain_and_one_never_told_has_none() -> None:
    found = gains(seen((OCTOBER, 900), (november(3), 950)), FIRST_HALF)

    assert found == dict.fromkeys(Counter) | {Counter.PLAYS: 50}


def test_the_last_looks_of_the_sources_stand_in_the_order_of_their_moments() -> None:
    history = [
        *seen((november(1), 1)),
        *seen((november(2), 2), source=Source.EXPORT),
        *seen((november(3), 3), (november(9), 9)),
    ]

    assert [shot.figures.plays for shot in last_looks(history, november(9))] == [2, 3]


def test_nothing_is_wanted_beyond_the_end_of_what_is_asked() -> None:
    wanted = Wanted(until=november(10), windows=(FIRST_HALF,))

    assert wanted.edges == (FIRST_HALF.begins, november(10))


def test_a_day_gains_what_its_last_look_has_over_the_last_look_of_the_day_before() -> None:
    plays = [(november(3, 1), 100), (november(3, 15), 180), (november(4, 1), 250)]

    assert increments(plays) == [Increment(first=date(2026, 11, 4), last=date(2026, 11, 4), gained=70)]


def test_days_are_beijing_days_and_days_without_a_look_belong_to_the_next_one() -> None:
    evening_in_beijing, next_day_in_beijing = november(3, 15), november(3, 16)
    plays = [(evening_in_beijing, 100), (next_day_in_beijing, 150), (november(7), 450)]

    assert increments(plays) == [
        Increment(first=date(2026, 11, 4), last=date(2026, 11, 4), gained=50),
        Increment(first=date(2026, 11, 5), last=date(2026, 11, 7), gained=300),
    ]


def test_a_day_that_lost_is_kept_negative_and_flagged() -> None:
    lost, still = increments([(november(3), 100), (november(4), 60), (november(5), 60)])

    assert (lost.gained, lost.fell) == (-40, True)
    assert (still.gained, still.fell) == (0, False)


def test_without_two_days_there_is_no_increment() -> None:
    assert increments([]) == increments([(november(3, 1), 5), (november(3, 9), 7)]) == []


@given(
    st.lists(
        st.tuples(st.integers(0, 2_000), st.integers(0, 10**7)), min_size=2, max_size=40, unique_by=lambda look: look[0]
    )
)
def test_increments_cover_every_day_once_and_add_up_to_the_whole(looks: list[tuple[int, int]]) -> None:
    plays = [(OCTOBER + timedelta(hours=hours), value) for hours, value in sorted(looks)]
    of_days = increments(plays)

    for one, following in pairwise(of_days):
        assert following.first == one.last + ONE_DAY
    first_day = [value for moment, value in plays if beijing_day(moment) == beijing_day(plays[0][0])]
    assert sum(each.gained for each in of_days) == plays[-1][1] - first_day[-1]


def test_a_series_is_of_one_source_and_of_the_looks_that_tell() -> None:
    history = [*seen((november(3), 5), (november(4), None)), *seen((november(5), 7), source=Source.EXPORT)]

    assert series(Counter.PLAYS, history, Source.API) == [(november(3), 5)]


def after(*looks: tuple[float, int]) -> list[tuple[datetime, int]]:
    return [(OCTOBER + timedelta(hours=hours), plays) for hours, plays in looks]


def test_the_nearest_look_stands_for_an_age() -> None:
    assert at_ages(after((20, 500), (30, 700)), OCTOBER, [1]) == {1: 500}


def test_of_two_equally_near_the_earlier_counts() -> None:
    assert at_ages(after((20, 500), (28, 700)), OCTOBER, [1]) == {1: 500}


def test_beyond_the_tolerance_an_age_is_left_out() -> None:
    late = after((37, 900))

    assert at_ages(late, OCTOBER, [1]) == {}
    assert at_ages(late, OCTOBER, [1], tolerance=timedelta(hours=13)) == {1: 900}
    assert at_ages([], OCTOBER, [1]) == {}


def test_an_age_at_which_nobody_looked_is_left_out() -> None:
    assert at_ages(after((24, 500), (170, 900)), OCTOBER, (1, 2, 3, 7)) == {1: 500, 7: 900}


@given(st.lists(st.integers(0, 800), unique=True, max_size=30), st.integers(1, 30))
def test_no_look_is_nearer_to_an_age_than_the_one_that_stands_for_it(hours: list[int], age: int) -> None:
    by_hour = after(*((hour, hour) for hour in sorted(hours)))
    off = [abs(hour - 24 * age) for hour in hours]

    found = at_ages(by_hour, OCTOBER, [age])

    assert (age in found) == any(hour <= 12 for hour in off)
    assert age not in found or abs(found[age] - 24 * age) == min(off)
