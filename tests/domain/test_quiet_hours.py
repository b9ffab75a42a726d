"""The hours in which nobody is disturbed."""

from datetime import datetime, time

import pytest

from agency.domain.calendar import BEIJING
from agency.domain.quiet_hours import QuietHours

NIGHT = QuietHours(time(22), time(8))


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [(on(26, 21, 59), False), (on(26, 22), True), (on(27, 0), True), (on(27, 7, 59), True), (on(27, 8), False)],
)
def test_the_night_begins_in_the_evening_and_ends_in_the_morning(moment: datetime, is_quiet: bool) -> None:
    assert NIGHT.hold(moment) is is_quiet


def test_a_noon_rest_does_not_reach_over_midnight() -> None:
    noon = QuietHours(time(12), time(14))

    assert noon.hold(on(26, 13))
    assert not noon.hold(on(26, 23))


def test_it_is_never_quiet_where_both_times_are_the_same() -> None:
    never = QuietHours(time(8), time(8))

    assert not never.hold(on(26, 8))
    assert not never.hold(on(26, 3))
    assert never.last_end(on(26, 9)) is None


def test_what_comes_in_the_evening_waits_for_the_next_morning() -> None:
    assert NIGHT.end_after(on(26, 23)) == on(27, 8)
    assert NIGHT.end_after(on(27, 1)) == on(27, 8)


def test_the_last_end_is_this_mornings_once_it_has_come() -> None:
    assert NIGHT.last_end(on(27, 8)) == on(27, 8)
    assert NIGHT.last_end(on(27, 7)) == on(26, 8)
