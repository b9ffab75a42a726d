"""Figures of days and what was said, read under both contracts of Douyin."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from agency.domain.figures import AccountDay, WorkDay
from agency.errors import CapabilityGone
from agency.platforms.douyin.client import Douyin
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.douyin.figures import WorkMonth
from agency.platforms.grants import Grant
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from tests.platforms.calling import http, on_record, opened
from tests.sandbox.paper_crane import CRANE, FIRST_COMMENT, NOON, TALKED_ABOUT, work

WEEK = 7


@pytest.fixture(params=Profile)
def either(request: pytest.FixtureRequest, sandbox: Remote, grant: Grant) -> Iterator[Douyin]:
    with opened(http(sandbox.base_url), grant, request.param) as client:
        yield client


def test_four_series_become_the_days_of_a_work(either: Douyin) -> None:
    days = list(either.work_days([on_record(work(3))], WEEK))

    assert days[:2] == [
        WorkDay(item_id=work(3).item_id, day=date(2026, 3, 17), plays=314, likes=31, comments=6, shares=3),
        WorkDay(item_id=work(3).item_id, day=date(2026, 3, 18), plays=344, likes=35, comments=7, shares=4),
    ]
    assert [each.day.day for each in days] == [17, 18, 19]


def test_six_series_become_the_days_of_an_account(either: Douyin) -> None:
    days = either.account_days(15)

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


def test_days_spelled_as_text_are_the_same_days(douyin: Douyin, sandbox: Remote) -> None:
    as_numbers = douyin.account_days(WEEK)
    for kind in ("item", "fans", "like", "comment", "share", "profile"):
        sandbox.trouble(f"/data/external/user/{kind}/", Trouble.TEXT_NUMBERS)

    assert douyin.account_days(WEEK) == as_numbers


def test_yesterday_comes_at_ten_in_the_morning(douyin: Douyin, sandbox: Remote) -> None:
    sandbox.set_clock(NOON.replace(hour=9, minute=59))
    too_early = douyin.account_days(WEEK)
    sandbox.forward(seconds=60)

    assert too_early[-1].day == date(2026, 3, 18)
    assert douyin.account_days(WEEK)[-1].day == date(2026, 3, 19)


def test_a_work_of_more_than_30_days_has_no_days_and_an_unknown_month(
    sandbox: Remote, grant_of: Callable[[str], Grant]
) -> None:
    later = work(3).published_at + timedelta(days=30, seconds=1)
    sandbox.set_clock(later)
    with opened(http(sandbox.base_url), grant_of(CRANE), now=later - timedelta(days=1)) as behind_the_times:
        days = list(behind_the_times.work_days([on_record(work(3))], WEEK))
        month = behind_the_times.work_month(work(3).item_id)

    assert days == []
    assert month == WorkMonth(
        item_id=work(3).item_id, plays=None, likes=None, comments=None, shares=None, avg_watch_s=None
    )


def test_a_work_of_more_than_30_days_is_not_even_asked_for(sandbox: Remote, grant: Grant) -> None:
    later = work(3).published_at + timedelta(days=30, seconds=1)
    with opened(http(sandbox.base_url), grant, now=later) as douyin:
        days = list(douyin.work_days([on_record(work(3)), on_record(work(2))], WEEK))
        watched = douyin.watch_times([on_record(work(3)), on_record(work(2))])

    assert {day.item_id for day in days} == {work(2).item_id}
    assert watched == {work(2).item_id: 9.5}
    assert sandbox.calls()["/data/external/item/base/"] == 1


def test_a_month_tells_how_long_a_work_is_watched(either: Douyin) -> None:
    month = either.work_month(work(3).item_id)

    assert (month.plays, month.avg_watch_s) == (831, 9.5)


@pytest.mark.parametrize(("wanted", "told"), [(1, 7), (7, 7), (8, 15), (15, 15), (30, 15)])
def test_the_span_is_the_nearest_that_both_contracts_know(either: Douyin, wanted: int, told: int) -> None:
    assert len(either.account_days(wanted)) == told


def test_a_capability_can_go_while_its_neighbours_stay(douyin: Douyin, sandbox: Remote) -> None:
    sandbox.take_away("/api/douyin/v1/video/video_list/")

    with pytest.raises(CapabilityGone) as gone:
        list(douyin.works([]))
    assert gone.value.code == "28001056"
    assert "已下线" in str(gone.value)
    assert sandbox.calls()["/api/douyin/v1/video/video_list/"] == 1
    assert douyin.account_days(WEEK)


def test_comments_come_newest_first_and_without_the_names_of_strangers(either: Douyin) -> None:
    comments = list(either.comments(TALKED_ABOUT.item_id))

    assert [each.content for each in comments] == ["看不清步骤,失望", "折得真好"]
    assert comments[1].replies == 1
    assert "路过的纸鹤" not in repr(comments)


def test_answers_to_a_comment_are_read_by_its_id(either: Douyin) -> None:
    (answer,) = either.comments(TALKED_ABOUT.item_id, beneath=FIRST_COMMENT)

    assert answer.content == "谢谢你"
