"""Rates of works, alone and together."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.figures import WorkFigures
from agency.domain.performance import (
    definition,
    duration_band,
    pooled_mean,
    pooled_rate,
    rate_of,
    watch_ratio,
)
from agency.domain.terms.figures import WorkKind
from agency.domain.terms.performance import DurationBand, Imported, Rate

counts = st.integers(min_value=0, max_value=10**7)


def work(**figures: Any) -> WorkFigures:
    return WorkFigures(title="猫为什么踩奶", published_at=datetime(2026, 11, 2, 10, tzinfo=UTC), **figures)


FULL = work(plays=1000, likes=60, comments=20, shares=10, saves=10, follower_gain=-5, profile_visits=50)


@pytest.mark.parametrize(
    ("rate", "value"),
    [
        (Rate.LIKE_RATE, 0.06),
        (Rate.COMMENT_RATE, 0.02),
        (Rate.SHARE_RATE, 0.01),
        (Rate.SAVE_RATE, 0.01),
        (Rate.ENGAGEMENT, 0.1),
        (Rate.FOLLOW_RATE, -0.005),
        (Rate.PROFILE_CONVERSION, -0.1),
        (Rate.PROFILE_RATE, 0.05),
    ],
)
def test_every_rate_is_its_formula(rate: Rate, value: float) -> None:
    assert rate_of(rate, FULL) == pytest.approx(value)


@pytest.mark.parametrize("figures", [work(likes=6), work(plays=0, likes=0), work(plays=100)])
def test_without_plays_or_likes_there_is_no_like_rate(figures: WorkFigures) -> None:
    assert rate_of(Rate.LIKE_RATE, figures) is None


def test_a_part_that_is_not_told_leaves_the_engagement_unknown_rather_than_lower() -> None:
    assert rate_of(Rate.ENGAGEMENT, work(plays=1000, likes=60, comments=20, shares=10)) is None


def test_a_definition_names_what_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")
    assert definition(Rate.ENGAGEMENT) == "(likes + comments + shares + saves) / plays"

    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "zh_CN")
    assert definition(Rate.LIKE_RATE) == "点赞量 / 播放量"


def test_a_short_video_may_be_watched_more_than_once() -> None:
    assert watch_ratio(work(avg_watch_s=9.0, duration_ms=6_000)) == 1.5
    assert watch_ratio(work(avg_watch_s=9.0)) is None
    assert watch_ratio(work(avg_watch_s=9.0, duration_ms=0)) is None


def test_rates_together_are_a_ratio_of_sums_and_not_a_mean() -> None:
    pooled = pooled_rate(Rate.LIKE_RATE, [work(plays=10, likes=5), work(plays=990, likes=5)], kind=WorkKind.VIDEO)

    assert pooled.value == 0.01


def test_a_work_that_does_not_tell_is_left_out_on_both_sides_and_counted() -> None:
    pooled = pooled_rate(
        Rate.LIKE_RATE, [work(plays=100, likes=5), work(plays=900), work(likes=7)], kind=WorkKind.VIDEO
    )

    assert (pooled.value, pooled.works, pooled.left_out) == (0.05, 1, 2)


def test_pictures_are_never_pooled_with_videos() -> None:
    works = [work(plays=100, completion=0.1), work(plays=100, completion=0.2, kind=WorkKind.PICTURES)]

    assert pooled_mean(Imported.COMPLETION, works, kind=WorkKind.VIDEO).value == pytest.approx(0.1)
    assert pooled_mean(Imported.COMPLETION, works, kind=WorkKind.PICTURES).value == pytest.approx(0.2)


def test_nothing_pooled_is_unknown_and_not_zero() -> None:
    assert pooled_rate(Rate.LIKE_RATE, [], kind=WorkKind.VIDEO).value is None
    assert pooled_rate(Rate.LIKE_RATE, [work(plays=0, likes=0)], kind=WorkKind.VIDEO).value is None
    assert pooled_mean(Imported.COMPLETION, [work(plays=0, completion=0.0)], kind=WorkKind.VIDEO).value is None


@given(st.lists(st.tuples(counts, counts), min_size=1))
def test_a_rate_together_lies_between_the_lowest_and_the_highest_alone(pairs: list[tuple[int, int]]) -> None:
    works = [work(plays=plays, likes=likes) for plays, likes in pairs if plays]
    alone = [rate for one in works if (rate := rate_of(Rate.LIKE_RATE, one)) is not None]

    together = pooled_rate(Rate.LIKE_RATE, works, kind=WorkKind.VIDEO).value
    if together is None:
        assert alone == []
    else:
        assert min(alone) * (1 - 1e-9) <= together <= max(alone) * (1 + 1e-9)


@given(st.lists(st.tuples(st.integers(1, 10**7), st.floats(0, 1)), min_size=1))
def test_a_weighted_mean_lies_between_its_lowest_and_highest(pairs: list[tuple[int, float]]) -> None:
    works = [work(plays=plays, completion=rate) for plays, rate in pairs]
    rates = [rate for _plays, rate in pairs]

    mean = pooled_mean(Imported.COMPLETION, works, kind=WorkKind.VIDEO).value
    assert mean is not None
    assert min(rates) - 1e-9 <= mean <= max(rates) + 1e-9


@pytest.mark.parametrize(
    ("duration_ms", "band"),
    [
        (15_000, DurationBand.UP_TO_15_S),
        (15_001, DurationBand.UP_TO_60_S),
        (60_000, DurationBand.UP_TO_60_S),
        (180_000, DurationBand.UP_TO_3_MIN),
        (180_001, DurationBand.LONGER),
    ],
)
def test_an_end_of_a_band_belongs_to_the_shorter_one(duration_ms: int, band: DurationBand) -> None:
    assert duration_band(duration_ms) == band
