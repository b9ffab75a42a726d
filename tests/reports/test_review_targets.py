"""A month's targets at the end of a half-month: what is counted up has a pace, what is not known has none."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from agency.domain.figures import AccountDay
from agency.domain.month_results import AccountMonth, results
from agency.domain.snapshots import History
from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Light
from agency.domain.terms.plans import TargetLevel
from agency.domain.windows import month_so_far, window_of
from agency.reports.review_sections import TargetLine
from agency.reports.review_targets import MonthSoFar, Target, target_line, whole_line
from config.policy import Policy
from tests.reports.invented import IN_THE_HALF, days, history

FIRST_HALF, SECOND_HALF = window_of("2026-11-H1"), window_of("2026-11-H2")


def target(metric: Metric, value: float, *, at_most: bool = False) -> Target:
    return Target(metric=metric, value=value, level=TargetLevel.MUST_REACH, is_at_most=at_most)


def so_far(
    *works: History, half: str = "2026-11-H1", days: Sequence[AccountDay] = (), published: int | None = None
) -> MonthSoFar:
    window = month_so_far(window_of(half))
    came_to = AccountMonth(histories=works, days=days, outcomes=(), published=published)
    return MonthSoFar(account="云端面馆", window=window, results=results([came_to], window), days=days)


def line(metric: Metric, value: float, month: MonthSoFar, *, at_most: bool = False) -> TargetLine:
    return target_line(target(metric, value, at_most=at_most), month, Policy())


def test_the_second_half_counts_from_the_first_of_the_month():
    assert month_so_far(SECOND_HALF).first == date(2026, 11, 1)
    assert month_so_far(SECOND_HALF).last == date(2026, 11, 30)
    assert month_so_far(FIRST_HALF).last == date(2026, 11, 15)


def test_half_of_a_target_in_half_of_the_month_keeps_pace():
    found = line(Metric.PLAYS, 6_000, so_far(history(1, 3_000, published_at=IN_THE_HALF)))

    assert (found.actual, found.reached, found.elapsed, found.light) == (3_000, 0.5, 0.5, Light.GREEN)


def test_a_third_of_it_is_red():
    found = line(Metric.PLAYS, 9_000, so_far(history(1, 3_000, published_at=IN_THE_HALF)))

    assert found.light is Light.RED


def test_nothing_known_is_neither_reached_nor_behind():
    found = line(Metric.PLAYS, 6_000, so_far())

    assert (found.actual, found.reached, found.light, found.forecast) == (None, None, None, None)


def test_an_account_that_was_never_seen_has_not_published_nothing():
    assert line(Metric.WORKS_PUBLISHED, 5, so_far()).actual is None
    assert line(Metric.WORKS_PUBLISHED, 5, so_far(published=0)).actual == 0


def test_new_fans_are_those_of_the_days_and_the_days_that_are_left_bring_the_median():
    found = line(Metric.FOLLOWER_GAIN, 400, so_far(days=days(new_fans=12)))

    assert (found.actual, found.forecast) == (180, 180 + 12 * 15)


def test_at_the_end_of_the_month_the_forecast_is_what_came_in():
    whole = days(first=date(2026, 11, 1), count=30, new_fans=12)

    found = line(Metric.FOLLOWER_GAIN, 400, so_far(half="2026-11-H2", days=whole))

    assert (found.elapsed, found.forecast) == (1.0, 360)


def test_followers_are_the_last_that_were_told_and_have_no_pace():
    told = [*days(count=2)]
    told[0] = told[0].__class__(day=told[0].day, followers_total=4_000)

    found = line(Metric.FOLLOWERS, 5_000, so_far(days=told))

    assert (found.actual, found.elapsed, found.light) == (4_000, None, Light.AMBER)


@pytest.mark.parametrize(("left", "light"), [(0.2, Light.GREEN), (0.5, Light.RED)])
def test_a_rate_that_is_to_stay_low_is_green_below_its_target(left: float, light: Light):
    month = so_far(history(1, 3_000, published_at=IN_THE_HALF, bounce_2s=left))

    assert line(Metric.BOUNCE_2S, 0.4, month, at_most=True).light is light


def test_a_rate_over_several_works_is_a_ratio_of_sums():
    small = history(1, 300, published_at=IN_THE_HALF, likes=150)
    big = history(2, 3_000, published_at=IN_THE_HALF + timedelta(hours=1), likes=0)

    assert line(Metric.LIKE_RATE, 0.05, so_far(small, big)).actual == pytest.approx(150 / 3_300)


def test_a_metric_that_nobody_can_tell_here_is_no_data():
    assert line(Metric.COST_PER_FAN, 3, so_far(history(1, 3_000, published_at=IN_THE_HALF))).actual is None


def test_a_whole_projects_target_is_the_sum_of_what_its_accounts_know():
    one = line(Metric.PLAYS, 9_000, so_far(history(1, 3_000, published_at=IN_THE_HALF)))
    silent = line(Metric.PLAYS, 9_000, so_far())

    found = whole_line(target(Metric.PLAYS, 9_000), "清风夏日", [one, silent], Policy())

    assert (found.account, found.actual, found.light) == ("清风夏日", 3_000, Light.RED)


def test_the_rates_of_several_accounts_are_not_added_up():
    one = line(Metric.LIKE_RATE, 0.05, so_far(history(1, 3_000, published_at=IN_THE_HALF)))

    assert whole_line(target(Metric.LIKE_RATE, 0.05), "清风夏日", [one, one], Policy()).actual is None
