"""Gains of a period and values at equal age."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.figures import WorkFigures
from agency.domain.snapshots import Snapshot, all_at_age, at_age, gain
from agency.domain.terms.figures import WorkKind
from agency.domain.terms.performance import Counter
from agency.domain.windows import half_month

OCTOBER = datetime(2026, 10, 20, 4, tzinfo=UTC)
FIRST_HALF = half_month(date(2026, 11, 1))
ONE_DAY = timedelta(days=1)


def seen(
    *moments: tuple[datetime, int | None],
    published_at: datetime = OCTOBER,
    work_id: str = "cat",
    kind: WorkKind = WorkKind.VIDEO,
) -> list[Snapshot]:
    return [
        Snapshot(
            work_id=work_id,
            observed_at=moment,
            figures=WorkFigures(title="猫为什么踩奶", published_at=published_at, kind=kind, plays=plays),
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


def test_the_nearest_snapshot_stands_for_an_age() -> None:
    history = seen((OCTOBER + timedelta(hours=20), 500), (OCTOBER + timedelta(hours=30), 700))

    assert at_age(Counter.PLAYS, history, ONE_DAY) == 500


def test_of_two_equally_near_the_earlier_counts() -> None:
    history = seen((OCTOBER + timedelta(hours=20), 500), (OCTOBER + timedelta(hours=28), 700))

    assert at_age(Counter.PLAYS, history, ONE_DAY) == 500


def test_beyond_the_tolerance_an_age_is_unknown() -> None:
    history = seen((OCTOBER + timedelta(hours=37), 900))

    assert at_age(Counter.PLAYS, history, ONE_DAY) is None
    assert at_age(Counter.PLAYS, history, ONE_DAY, tolerance=timedelta(hours=13)) == 900


def test_a_snapshot_that_does_not_tell_does_not_stand_for_an_age() -> None:
    history = seen((OCTOBER + ONE_DAY, None), (OCTOBER + timedelta(hours=30), 700))

    assert at_age(Counter.PLAYS, history, ONE_DAY) == 700


def test_works_are_compared_in_the_order_of_their_publication_and_by_kind() -> None:
    later = seen((november(3), 80), published_at=november(2), work_id="dog")
    earlier = seen((OCTOBER + ONE_DAY, 500))
    pictures = seen((november(3), 9), published_at=november(2), work_id="album", kind=WorkKind.PICTURES)
    unseen = seen((november(9), 70), published_at=november(2), work_id="bird")

    found = all_at_age(Counter.PLAYS, [later, earlier, pictures, unseen, []], ONE_DAY, kind=WorkKind.VIDEO)
    assert list(found.items()) == [("cat", 500), ("dog", 80)]
