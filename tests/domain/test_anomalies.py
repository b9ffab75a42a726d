"""What is out of the ordinary comes with its evidence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from agency.domain.anomalies import bounce_rose, fallen_counters, losing_fans, missing_days, no_plays, not_public
from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.snapshots import Snapshot
from agency.domain.terms.figures import Visibility
from agency.domain.terms.performance import AnomalyKind
from agency.domain.windows import half_month

PUBLISHED = datetime(2026, 11, 2, 10, tzinfo=UTC)
FIRST_HALF = half_month(date(2026, 11, 1))


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")


def seen(hours: float = 48, **figures: Any) -> Snapshot:
    return Snapshot(
        work_id="cat",
        observed_at=PUBLISHED + timedelta(hours=hours),
        figures=WorkFigures(title="猫为什么踩奶", published_at=PUBLISHED, **figures),
    )


def fans(*net: int | None, first: date = date(2026, 11, 1)) -> list[AccountDay]:
    return [AccountDay(day=first + timedelta(days=index), new_fans=count) for index, count in enumerate(net)]


def test_two_days_running_with_fewer_fans_are_told_with_their_sum() -> None:
    (anomaly,) = losing_fans(fans(5, -3, -4, 2, -1))

    assert anomaly.kind == AnomalyKind.LOSING_FANS
    assert (anomaly.value, anomaly.n, anomaly.window) == (-7, 2, "2026-11-02..2026-11-03")
    assert anomaly.message == "2 days running with fewer fans, -7 in all"


def test_days_with_a_gap_or_an_unknown_day_between_them_are_not_running() -> None:
    assert list(losing_fans(fans(-3, None, -4, 0, -1))) == []
    assert list(losing_fans([*fans(-3), *fans(-4, first=date(2026, 11, 3))])) == []


def test_days_may_come_in_any_order() -> None:
    assert len(list(losing_fans(reversed(fans(-3, -4, -1))))) == 1


def test_a_day_without_figures_is_missing_and_a_day_to_come_is_not() -> None:
    anomaly = missing_days(fans(1, 2, first=date(2026, 11, 2)), FIRST_HALF, until=date(2026, 11, 4))

    assert anomaly is not None
    assert (anomaly.value, anomaly.n) == (2, 4)
    assert anomaly.message == "no figures for 2 of 4 days: 2026-11-01, 2026-11-04"


def test_a_window_with_every_day_and_one_that_has_not_begun_miss_nothing() -> None:
    assert missing_days(fans(*range(15)), FIRST_HALF, until=date(2026, 11, 20)) is None
    assert missing_days([], FIRST_HALF, until=date(2026, 10, 30)) is None


def test_a_bounce_far_above_the_usual_is_told() -> None:
    anomaly = bounce_rose(seen(bounce_2s=0.45), [0.30] * 8)

    assert anomaly is not None
    assert (anomaly.work_id, anomaly.value, anomaly.baseline, anomaly.n) == ("cat", 0.45, 0.30, 8)
    assert anomaly.message == "45.0% left within 2 seconds, 30.0% is usual"


@pytest.mark.parametrize(
    ("bounce", "earlier"), [(0.40, [0.30] * 8), (None, [0.30] * 8), (0.45, [0.30] * 7), (0.10, [0.30] * 8)]
)
def test_a_usual_an_unknown_and_a_lower_bounce_are_not(bounce: float | None, earlier: list[float]) -> None:
    assert bounce_rose(seen(bounce_2s=bounce), earlier) is None


def test_a_public_work_without_a_play_after_a_day_may_be_limited() -> None:
    anomaly = no_plays(seen(24, plays=0, visibility=Visibility.PUBLIC))

    assert anomaly is not None
    assert "public for 24 hours" in anomaly.message


@pytest.mark.parametrize(
    "snapshot",
    [
        seen(23, plays=0, visibility=Visibility.PUBLIC),
        seen(48, plays=0, visibility=Visibility.PRIVATE),
        seen(48, plays=0),
        seen(48, visibility=Visibility.PUBLIC),
        seen(48, plays=1, visibility=Visibility.PUBLIC),
    ],
)
def test_a_young_a_private_and_an_untold_work_are_not(snapshot: Snapshot) -> None:
    assert no_plays(snapshot) is None


def test_a_work_that_the_public_cannot_see_is_told() -> None:
    anomaly = not_public(seen(visibility=Visibility.NOT_SUITABLE))

    assert anomaly is not None
    assert anomaly.kind == AnomalyKind.NOT_PUBLIC
    assert not_public(seen(visibility=Visibility.PUBLIC)) is None
    assert not_public(seen()) is None


def test_a_counter_that_falls_is_told_at_the_moment_it_fell() -> None:
    history = [seen(24, likes=60), seen(48, likes=None), seen(72, likes=58), seen(96, likes=70)]

    (anomaly,) = fallen_counters(history)
    assert (anomaly.value, anomaly.baseline, anomaly.window) == (58, 60, "2026-11-05T10:00:00+00:00")
    assert anomaly.message == "likes fell from 60 to 58: withdrawn or corrected by the platform"


def test_a_follower_gain_may_fall_without_a_word() -> None:
    assert list(fallen_counters([seen(24, follower_gain=5), seen(48, follower_gain=-2)])) == []
