"""Figures of days and what was said, read under both contracts of Douyin."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest

from agency.domain.figures import AccountDay, WorkDay
from agency.errors import CapabilityGone, PlatformRefused
from agency.platforms.douyin.client import Douyin
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.douyin.figures import WorkMonth
from agency.platforms.session import Manners
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from tests.sandbox.paper_crane import CRANE, FIRST_COMMENT, NOON, TALKED_ABOUT, work


@pytest.fixture(params=Profile)
def either(request: pytest.FixtureRequest, sandbox: Remote, manners: Manners) -> Iterator[Douyin]:
    with closing(Douyin(sandbox.base_url, request.param, manners)) as client:
        yield client


def test_four_series_become_the_days_of_a_work(either: Douyin, token: str) -> None:
    days = either.work_days(CRANE, token, work(3).item_id)

    assert days[:2] == [
        WorkDay(item_id=work(3).item_id, day=date(2026, 3, 17), plays=314, likes=31, comments=6, shares=3),
        WorkDay(item_id=work(3).item_id, day=date(2026, 3, 18), plays=344, likes=35, comments=7, shares=4),
    ]
    assert [each.day.day for each in days] == [17, 18, 19]


def test_six_series_become_the_days_of_an_account(either: Douyin, token: str) -> None:
    days = either.account_days(CRANE, token, span=15)

    assert len(days) == 15
    assert days[-2] == AccountDay(
        day=date(2026, 3, 18),
        followers_total=4_862,
        new_fans=-1_378,
        plays_new=1_004,
        likes_new=70,
        comments_new=20,
        shares_new=10,
        profile_visits=20,
        works_published=1,
        works_total=23,
    )


def test_days_spelled_as_text_are_the_same_days(douyin: Douyin, token: str, sandbox: Remote) -> None:
    as_numbers = douyin.account_days(CRANE, token)
    for kind in ("item", "fans", "like", "comment", "share", "profile"):
        sandbox.trouble(f"/data/external/user/{kind}/", Trouble.TEXT_NUMBERS)

    assert douyin.account_days(CRANE, token) == as_numbers


def test_yesterday_comes_at_ten_in_the_morning(douyin: Douyin, token: str, sandbox: Remote) -> None:
    sandbox.set_clock(NOON.replace(hour=9, minute=59))
    too_early = douyin.account_days(CRANE, token)
    sandbox.forward(seconds=60)

    assert too_early[-1].day == date(2026, 3, 18)
    assert douyin.account_days(CRANE, token)[-1].day == date(2026, 3, 19)


def test_a_work_of_more_than_30_days_has_no_days_and_an_unknown_month(
    douyin: Douyin, token_of: Callable[[str], str], sandbox: Remote
) -> None:
    sandbox.set_clock(work(3).published_at + timedelta(days=30, seconds=1))
    token = token_of(CRANE)

    assert douyin.work_days(CRANE, token, work(3).item_id) == []
    assert douyin.work_month(CRANE, token, work(3).item_id) == WorkMonth(
        item_id=work(3).item_id, plays=None, likes=None, comments=None, shares=None, avg_watch_s=None
    )


def test_a_month_tells_how_long_a_work_is_watched(either: Douyin, token: str) -> None:
    month = either.work_month(CRANE, token, work(3).item_id)

    assert (month.plays, month.avg_watch_s) == (831, 9.5)


def test_thirty_days_are_for_websites_only(douyin: Douyin, miniapp: Douyin, token: str) -> None:
    assert len(douyin.account_days(CRANE, token, span=30)) == 30
    with pytest.raises(PlatformRefused):
        miniapp.account_days(CRANE, token, span=30)


def test_a_capability_can_go_while_its_neighbours_stay(douyin: Douyin, token: str, sandbox: Remote) -> None:
    sandbox.take_away("/api/douyin/v1/video/video_list/")

    with pytest.raises(CapabilityGone) as gone:
        list(douyin.works(CRANE, token))
    assert gone.value.code == "28001056"
    assert "已下线" in str(gone.value)
    assert sandbox.calls()["/api/douyin/v1/video/video_list/"] == 1
    assert douyin.account_days(CRANE, token)


def test_comments_come_newest_first_and_without_the_names_of_strangers(either: Douyin, token: str) -> None:
    comments = list(either.comments(CRANE, token, TALKED_ABOUT.item_id))

    assert [each.content for each in comments] == ["看不清步骤,失望", "折得真好"]
    assert comments[1].replies == 1
    assert "路过的纸鹤" not in repr(comments)


def test_answers_to_a_comment_are_read_by_its_id(either: Douyin, token: str) -> None:
    (answer,) = either.comments(CRANE, token, TALKED_ABOUT.item_id, beneath=FIRST_COMMENT)

    assert answer.content == "谢谢你"
