"""Targets against the time that has passed."""

import pytest

from agency.domain.pace import forecast, pace
from agency.domain.terms.performance import Light
from config.policy import Policy

POLICY = Policy()


@pytest.mark.parametrize(
    ("actual", "light"),
    [
        (500, Light.GREEN),
        (450, Light.GREEN),
        (449, Light.AMBER),
        (375, Light.AMBER),
        (374, Light.RED),
        (-10, Light.RED),
    ],
)
def test_the_light_follows_the_time_that_has_passed(actual: int, light: Light) -> None:
    standing = pace(actual, 1000, 0.5, POLICY)

    assert standing is not None
    assert standing.light == light


def test_a_target_reached_early_is_ahead() -> None:
    standing = pace(1200, 1000, 0.5, POLICY)

    assert standing is not None
    assert (standing.target_rate, standing.pace) == (1.2, 2.4)


def test_the_agency_may_set_when_the_light_turns() -> None:
    patient = pace(374, 1000, 0.5, Policy(pace_red=0.5, pace_amber=0.7))

    assert patient is not None
    assert patient.light is Light.GREEN


@pytest.mark.parametrize(("target", "elapsed"), [(0, 0.5), (1000, 0.0)])
def test_without_a_target_or_before_the_month_there_is_no_pace(target: int, elapsed: float) -> None:
    assert pace(100, target, elapsed, POLICY) is None


def test_the_forecast_goes_on_at_the_median_day_and_skips_days_without_figures() -> None:
    assert forecast(1000, [10, None, 20, 900], 10) == 1200


def test_the_forecast_of_a_month_that_is_over_is_what_it_reached() -> None:
    assert forecast(1000, [], 0) == 1000


def test_without_a_known_day_there_is_no_forecast() -> None:
    assert forecast(1000, [None, None], 5) is None
