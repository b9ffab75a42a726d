"""An account at Bilibili as it stands today, and what it does not tell."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from agency.domain.figures import AccountDay
from agency.platforms.bilibili.client import Bilibili
from agency.platforms.bilibili.figures import AccountMonth
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling_bilibili import carrier, reading, standing_grant
from tests.sandbox.bilibili.paper_kite import NOON, agency, work


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def kite(sandbox: Remote) -> Iterator[Bilibili]:
    with reading(carrier(sandbox), standing_grant(sandbox)) as client:
        yield client


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 20, 15, 59, tzinfo=UTC), date(2026, 3, 20)),
        (datetime(2026, 3, 20, 16, 0, tzinfo=UTC), date(2026, 3, 21)),
    ],
)
def test_an_account_stands_under_today_in_beijing(sandbox: Remote, moment: datetime, day: date) -> None:
    with reading(carrier(sandbox), standing_grant(sandbox), now=moment) as kite:
        assert kite.account_days(15) == [AccountDay(day=day, followers_total=7_500, works_total=7)]


def test_thirty_days_are_told_as_one_sum_and_are_no_account_day(kite: Bilibili) -> None:
    young = list(kite.works([]))

    assert kite.account_month() == AccountMonth(
        plays=sum(each.plays for each in young),
        likes=sum(each.likes for each in young),
        comments=sum(each.comments for each in young),
        shares=sum(each.shares for each in young),
        saves=sum(each.saves for each in young),
        danmaku=sum(each.danmaku for each in young),
        coins=sum(each.coins for each in young),
    )
    assert (kite.account_days(7)[0].plays_new, kite.account_days(7)[0].likes_new) == (None, None)


def test_bilibili_tells_no_days_of_works_no_watch_time_and_no_comments(kite: Bilibili, sandbox: Remote) -> None:
    works = list(kite.works([]))
    asked = sandbox.calls()

    assert list(kite.work_days(works, 7)) == list(kite.comments(work(1).item_id)) == []
    assert kite.watch_times(works) == {}
    assert sandbox.calls() == asked
