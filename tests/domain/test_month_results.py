"""What a month came to: what was planned and never came out counts, silence stays unknown, fans come from whoever tells."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.month_results import AccountMonth, on_time, results
from agency.domain.snapshots import History, Snapshot
from agency.domain.terms.figures import Metric, Source
from agency.domain.terms.reports import PublishOutcome
from agency.domain.windows import window_of

NOVEMBER = window_of("2026-11")
LATE, MISSED, ON_TIME, TO_COME = (
    PublishOutcome.LATE,
    PublishOutcome.MISSED,
    PublishOutcome.ON_TIME,
    PublishOutcome.TO_COME,
)


def of(*accounts: AccountMonth) -> dict[Metric, float | None]:
    return dict(results(accounts, NOVEMBER))


def account(*works: History, days: tuple[AccountDay, ...] = ()) -> AccountMonth:
    return AccountMonth(histories=works, days=days, outcomes=(), published=None)


def brought(fans: int) -> History:
    """Return the history of a work that came out in the month and brought so many fans."""
    out = NOVEMBER.begins + timedelta(days=2)
    figures = WorkFigures(title="一碗汤(虚构)", published_at=out, follower_gain=fans)
    return (Snapshot(work_id="SOUP", observed_at=out + timedelta(days=3), source=Source.EXPORT, figures=figures),)


@pytest.mark.parametrize(
    ("outcomes", "share"),
    [
        ((), None),
        ((TO_COME, TO_COME), None),
        ((ON_TIME, TO_COME), 1),
        ((ON_TIME, MISSED), 0.5),
        ((ON_TIME, LATE, MISSED, ON_TIME), 0.5),
    ],
    ids=[
        "nothing planned",
        "all still to come",
        "what is to come is left out",
        "one never came out",
        "late and missed",
    ],
)
def test_a_planned_work_that_never_came_out_was_not_in_time(outcomes: tuple[PublishOutcome, ...], share: float | None):
    assert on_time(outcomes) == share


def test_fans_are_the_accounts_own_days_and_where_they_are_silent_what_the_works_brought():
    told = account(brought(500), days=(AccountDay(day=date(2026, 11, 3), new_fans=-4),))
    silent = account(brought(70), days=(AccountDay(day=date(2026, 11, 3), plays_new=9),))

    assert of(told)[Metric.FOLLOWER_GAIN] == -4
    assert of(silent)[Metric.FOLLOWER_GAIN] == 70
    assert of(told, silent)[Metric.FOLLOWER_GAIN] == 66


def test_the_rise_of_the_total_needs_the_day_before_the_month():
    last = AccountDay(day=NOVEMBER.last, followers_total=1_250)
    before = AccountDay(day=date(2026, 10, 31), followers_total=1_000)

    assert of(account(days=(before, last)))[Metric.FOLLOWER_GAIN] == 250
    assert of(account(days=(last,)))[Metric.FOLLOWER_GAIN] is None


def test_a_total_of_october_is_none_of_november():
    days = (AccountDay(day=date(2026, 10, 31), followers_total=1_000),)

    assert of(account(days=days))[Metric.FOLLOWERS] is None


def test_a_month_without_anybody_knows_nothing():
    assert set(of().values()) == {None}


def test_a_moment_of_another_day_in_beijing_is_no_look_of_the_month():
    late = datetime(2026, 11, 30, 16, tzinfo=UTC)  # midnight in Beijing
    figures = WorkFigures(title="🍵", published_at=late, plays=9)
    history = (Snapshot(work_id="TEA", observed_at=late, source=Source.EXPORT, figures=figures),)

    assert of(account(history))[Metric.PLAYS] is None
