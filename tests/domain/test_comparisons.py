"""Values against the account's own history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.comparisons import compare_counts, compare_rates
from agency.domain.terms.performance import Standing
from config.policy import Policy

POLICY = Policy()
PLAYS = [900, 1_000, 1_100, 1_200, 800, 1_050, 950, 1_150]
BOUNCES = [0.30, 0.31, 0.29, 0.33, 0.28, 0.32, 0.30, 0.31]


@pytest.mark.parametrize(
    ("plays", "standing"),
    [
        (1_300, Standing.ORDINARY),
        (40_000, Standing.UNUSUALLY_HIGH),
        (50, Standing.UNUSUALLY_LOW),
        (0, Standing.UNUSUALLY_LOW),
    ],
)
def test_plays_are_judged_on_a_log_scale(plays: int, standing: Standing) -> None:
    comparison = compare_counts(plays, PLAYS, "2026-11-H1", POLICY)

    assert comparison.standing == standing
    assert (comparison.value, comparison.baseline, comparison.n) == (plays, 1_025, 8)
    assert comparison.window == "2026-11-H1"


def test_seven_works_are_not_enough_and_still_shown_as_evidence() -> None:
    comparison = compare_counts(40_000, PLAYS[:7], "2026-11-H1", POLICY)

    assert (comparison.standing, comparison.n, comparison.baseline) == (Standing.NOT_ENOUGH_DATA, 7, 1_000)


def test_no_works_at_all_give_no_baseline() -> None:
    assert compare_rates(0.3, [], "2026-11-H1", POLICY).baseline is None


def test_a_history_that_never_moves_tells_nothing_of_what_is_unusual() -> None:
    assert compare_counts(5, [0] * 20, "2026-11-H1", POLICY).standing == Standing.NOT_ENOUGH_DATA


@pytest.mark.parametrize(
    ("bounce", "standing"),
    [(0.33, Standing.ORDINARY), (0.45, Standing.UNUSUALLY_HIGH), (0.10, Standing.UNUSUALLY_LOW)],
)
def test_rates_are_judged_by_quartile_fences(bounce: float, standing: Standing) -> None:
    assert compare_rates(bounce, BOUNCES, "2026-11-H1", POLICY).standing == standing


@given(st.lists(st.integers(0, 10**8), min_size=8, max_size=60))
def test_a_value_in_the_middle_of_its_history_is_never_unusual(earlier: list[int]) -> None:
    middle = sorted(earlier)[len(earlier) // 2]

    verdicts = {
        compare_counts(middle, earlier, "w", POLICY).standing,
        compare_rates(middle, earlier, "w", POLICY).standing,
    }
    assert verdicts <= {Standing.ORDINARY, Standing.NOT_ENOUGH_DATA}


@given(st.lists(st.integers(0, 10**8), min_size=8, max_size=60), st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_plays_never_stand_lower(earlier: list[int], one: int, other: int) -> None:
    order = [Standing.UNUSUALLY_LOW, Standing.ORDINARY, Standing.UNUSUALLY_HIGH]
    low, high = (compare_counts(plays, earlier, "w", POLICY).standing for plays in sorted((one, other)))

    assert low == high == Standing.NOT_ENOUGH_DATA or order.index(low) <= order.index(high)


def test_the_agency_may_set_what_is_unusual_and_how_many_works_tell_it() -> None:
    strict = Policy(anomaly_score=1.0, anomaly_works=3)

    assert compare_counts(1_300, PLAYS, "w", strict).standing is Standing.UNUSUALLY_HIGH
    assert compare_counts(40_000, PLAYS[:3], "w", strict).standing is Standing.UNUSUALLY_HIGH
