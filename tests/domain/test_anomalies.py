"""What is out of the ordinary comes with its evidence."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from agency.domain.anomalies import bounce_rose, fallen_counters, no_plays, not_public, odd_plays
from agency.domain.figures import WorkFigures
from agency.domain.snapshots import Snapshot
from agency.domain.terms.figures import Source, Visibility
from agency.domain.terms.performance import AnomalyKind
from agency.domain.windows import half_month
from config.policy import Policy

PUBLISHED = datetime(2026, 11, 2, 10, tzinfo=UTC)
FIRST_HALF = half_month(date(2026, 11, 1))
POLICY = Policy()


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")


def seen(hours: float = 48, source: Source = Source.API, **figures: Any) -> Snapshot:
    return Snapshot(
        work_id="cat",
        observed_at=PUBLISHED + timedelta(hours=hours),
        source=source,
        figures=WorkFigures(title="猫为什么踩奶", published_at=PUBLISHED, **figures),
    )


def test_a_bounce_far_above_the_usual_is_told() -> None:
    anomaly = bounce_rose(seen(bounce_2s=0.45), [0.30] * 8, POLICY)

    assert anomaly is not None
    assert (anomaly.work_id, anomaly.value, anomaly.baseline, anomaly.n) == ("cat", 0.45, 0.30, 8)
    assert anomaly.message == "45.0% left within 2 seconds, 30.0% is usual"


@pytest.mark.parametrize(
    ("bounce", "earlier"), [(0.40, [0.30] * 8), (None, [0.30] * 8), (0.45, [0.30] * 7), (0.10, [0.30] * 8)]
)
def test_a_usual_an_unknown_and_a_lower_bounce_are_not(bounce: float | None, earlier: list[float]) -> None:
    assert bounce_rose(seen(bounce_2s=bounce), earlier, POLICY) is None


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

    (anomaly,) = fallen_counters(history, FIRST_HALF)
    assert (anomaly.value, anomaly.baseline, anomaly.window) == (58, 60, "2026-11-05T10:00:00+00:00")
    assert anomaly.message == "likes fell from 60 to 58: withdrawn or corrected by the platform"


def test_a_follower_gain_may_fall_without_a_word() -> None:
    assert list(fallen_counters([seen(24, follower_gain=5), seen(48, follower_gain=-2)], FIRST_HALF)) == []


def test_an_export_of_yesterday_has_not_fallen_behind_an_answer_of_today() -> None:
    history = [seen(24, plays=900), seen(25, Source.EXPORT, plays=700), seen(48, plays=950)]

    assert list(fallen_counters(history, FIRST_HALF)) == []


def test_a_fall_belongs_to_the_window_in_which_it_was_seen() -> None:
    history = [seen(24, plays=900), seen(24 * 15, plays=800)]
    second_half = half_month(date(2026, 11, 16))

    assert list(fallen_counters(history, FIRST_HALF)) == []
    assert [fall.value for fall in fallen_counters(history, second_half)] == [800]


PLAYS: Sequence[int] = (900, 1_000, 1_100, 1_200, 800, 1_050, 950, 1_150)


@pytest.mark.parametrize("plays", [40_000, 50])
def test_plays_far_from_those_of_the_works_before_are_told_with_their_evidence(plays: int) -> None:
    anomaly = odd_plays(seen(), plays, PLAYS, 3, POLICY)

    assert anomaly is not None
    assert (anomaly.kind, anomaly.value, anomaly.baseline, anomaly.n) == (AnomalyKind.ODD_PLAYS, plays, 1_025, 8)
    assert anomaly.message == f"{plays} plays after 3 days, 1025 is usual (n=8 works)"


def test_ordinary_plays_and_those_with_too_few_works_before_are_not() -> None:
    assert odd_plays(seen(), 1_300, PLAYS, 3, POLICY) is None
    assert odd_plays(seen(), 40_000, PLAYS[:7], 3, POLICY) is None


def test_only_as_many_works_before_are_asked_as_the_agency_wants() -> None:
    long_ago = [1_000_000] * 30

    anomaly = odd_plays(seen(), 40_000, [*long_ago, *PLAYS], 3, Policy(compared_works=8))

    assert anomaly is not None
    assert anomaly.n == 8
