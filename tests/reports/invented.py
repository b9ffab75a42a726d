"""Invented histories and days of an account, as the reports are handed them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.snapshots import History, Snapshot, at_ages, series
from agency.domain.terms.figures import Platform, Source, Visibility
from agency.domain.terms.performance import Counter
from agency.domain.windows import Window, window_of
from agency.reports.review_facts import AccountFacts

HALF: Window = window_of("2026-11-H1")
FIRST = datetime(2026, 10, 4, 4, tzinfo=UTC)


def history(number: int, plays: int, *, published_at: datetime | None = None, looks: int = 8, **more: Any) -> History:
    """A work seen each day at noon since its first; it grows by equal parts up to ``plays`` on its third day and stays."""
    out = published_at or FIRST + timedelta(days=number * 3)
    values: dict[str, Any] = {
        "title": f"第{number}碗面 #虚构",
        "item_id": f"@noodles+{number}==",
        "visibility": Visibility.PUBLIC,
        "completion_5s": 0.4,
        "bounce_2s": 0.3,
        "likes": plays // 20,
        "comments": 1,
        "shares": 1,
        "saves": 0,
    }
    shots = []
    for day in range(1, looks + 1):
        figures = WorkFigures(**values | more, published_at=out, plays=plays * min(day, 3) // 3)
        seen_at = out + timedelta(days=day)
        shots.append(Snapshot(work_id=f"work-{number}", observed_at=seen_at, source=Source.API, figures=figures))
    return shots


def days(first: date = HALF.first, count: int = 15, new_fans: int = 12) -> list[AccountDay]:
    """Days without a gap."""
    return [AccountDay(day=first + timedelta(days=n), plays_new=1_000 + n, new_fans=new_fans) for n in range(count)]


def weeks_before(plays: int = 1_000) -> list[AccountDay]:
    """Eight quiet weeks before the half-month, each day a little off the others."""
    first = HALF.first - timedelta(days=56)
    return [AccountDay(day=first + timedelta(days=n), plays_new=plays + n * 37 % 50, new_fans=12) for n in range(56)]


def facts(*histories: History, of_days: list[AccountDay] | None = None, code: str = "NOODLES-DY") -> AccountFacts:
    """An account with these works."""
    return AccountFacts(
        code=code,
        name="云端面馆(虚构)",
        platform=Platform.DOUYIN,
        histories={history[0].work_id: history for history in histories},
        plays_at_ages={history[0].work_id: plays_of(history) for history in histories},
        days=days() if of_days is None else of_days,
        until=HALF.last,
    )


def plays_of(history: History) -> dict[int, int]:
    """The plays of a work at the ages at which it was seen."""
    seen = series(Counter.PLAYS, history, Source.API)
    return at_ages(seen, history[0].figures.published_at, (1, 2, 3, 7, 14, 30))


USUAL = tuple(history(number, 3_000) for number in range(9))  # 4 to 28 October, one every three days
IN_THE_HALF = datetime(2026, 11, 4, 4, tzinfo=UTC)
