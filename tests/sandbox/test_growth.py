"""A counter at any moment, from its waves alone."""

from agency.sandbox.growth import Wave, level


def test_half_of_a_wave_is_reached_after_one_half_life() -> None:
    assert level((Wave(height=1_000, half_life_h=6),), 6) == 500


def test_nothing_is_counted_before_the_start() -> None:
    assert level((Wave(height=1_000, starts_h=48),), 48) == 0


def test_a_negative_wave_lets_the_counter_fall() -> None:
    likes = (Wave(height=100, half_life_h=1), Wave(height=-40, half_life_h=1, starts_h=24))

    assert level(likes, 24) == 100
    assert level(likes, 48) == 60


def test_a_counter_never_falls_below_nothing() -> None:
    assert level((Wave(height=-40),), 999) == 0


def test_a_counter_can_outgrow_32_bits() -> None:
    assert level((Wave(height=3_000_000_000, half_life_h=1),), 999) == 3_000_000_000
