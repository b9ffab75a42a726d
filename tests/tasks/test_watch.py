"""The moment of a run moves on, with the time that passes and with what was slept, if only in name."""

from datetime import UTC, datetime, timedelta

from tasks.watch import Watch

NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_run_waits_for_the_pace_and_is_over_when_its_time_is_up():
    slept: list[float] = []
    watch = Watch(NOON, timedelta(seconds=90), slept.append)

    assert watch.wait_until(NOON + 50 * SECOND)
    assert watch.now() >= NOON + 50 * SECOND
    assert not watch.is_over
    assert not watch.wait_until(NOON + 91 * SECOND)
    assert [round(seconds) for seconds in slept] == [50]


def test_nobody_sleeps_for_minutes_to_see_whether_a_channel_has_recovered():
    slept: list[float] = []

    assert not Watch(NOON, timedelta(hours=1), slept.append).wait_until(NOON + timedelta(minutes=2))
    assert slept == []
