"""Figures that cannot be true together are doubted and kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agency.domain.consistency import doubled_rows, doubts
from agency.domain.figures import WorkFigures
from agency.domain.terms.governance import RuleSeverity

PUBLISHED = datetime(2026, 11, 2, 10, tzinfo=UTC)


def work(**figures: Any) -> WorkFigures:
    return WorkFigures(title="猫为什么踩奶", published_at=PUBLISHED, **figures)


def rules(figures: WorkFigures, observed_at: datetime = PUBLISHED + timedelta(days=1)) -> list[str]:
    return [finding.rule for finding in doubts(figures, observed_at=observed_at)]


@pytest.mark.parametrize(
    ("figures", "rule"),
    [
        (work(completion=0.4, completion_5s=0.3, duration_ms=30_000), "I9-completion-order"),
        (work(bounce_2s=0.7, completion_5s=0.4), "I9-bounce-and-stay"),
        (work(avg_watch_s=40.0, duration_ms=10_000), "I9-watch-time"),
        (work(plays=10, likes=11), "I9-more-reactions-than-plays"),
        (work(plays=10, saves=11), "I9-more-reactions-than-plays"),
    ],
)
def test_what_cannot_be_is_doubted(figures: WorkFigures, rule: str) -> None:
    assert rules(figures) == [rule]


@pytest.mark.parametrize(
    "figures",
    [
        work(),
        work(completion=0.4, completion_5s=0.3, duration_ms=4_000),
        work(completion=0.4, completion_5s=0.3),
        work(completion=0.3, completion_5s=0.3, bounce_2s=0.7, duration_ms=30_000),
        work(avg_watch_s=12.0, duration_ms=10_000),
        work(plays=10, likes=10),
        work(likes=10),
    ],
)
def test_what_can_be_and_what_is_not_told_is_not_doubted(figures: WorkFigures) -> None:
    assert rules(figures) == []


def test_a_work_cannot_be_seen_before_it_is_published() -> None:
    assert rules(work(), observed_at=PUBLISHED - timedelta(seconds=1)) == ["I9-future-publication"]


def test_a_doubt_stops_nothing() -> None:
    (doubt,) = doubts(work(plays=10, likes=11), observed_at=PUBLISHED + timedelta(days=1))

    assert doubt.severity is RuleSeverity.WARNS


def test_a_row_that_stands_twice_is_told_once() -> None:
    other = WorkFigures(title="猫为什么踩奶", published_at=PUBLISHED + timedelta(seconds=1))

    assert len(doubled_rows([work(plays=1), work(plays=2), other])) == 1
    assert doubled_rows([work(), other]) == ()
