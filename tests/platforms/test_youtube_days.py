"""Figures of days and watch times, by the days of Los Angeles, of which the newest are not out yet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agency.domain.figures import AccountDay, WorkDay
from agency.errors import PlatformUnavailable
from agency.platforms.recorded import Page, Recorded, asked
from agency.platforms.request import Request
from agency.platforms.youtube.client import PACIFIC, YouTube
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import grant_with, on_record
from tests.platforms.calling_youtube import granted, http, youtube
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import CHANNELS, FLEET, HARBOUR, REPORTS, SECRET, SUNK, boat, boats, channel

TODAY = date(2026, 3, 19)  # noon in Beijing is nine in the evening of the day before in Los Angeles


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(boats(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def client(sandbox: Remote) -> Iterator[YouTube]:
    with youtube(http(sandbox.base_url), granted(sandbox)) as reader:
        yield reader


def report(rows: str, *columns: str) -> Recorded:
    """What YouTube would have answered to the days of a channel, on top of how it stands."""
    query = {
        "ids": "channel==MINE",
        "startDate": "2026-03-12",
        "endDate": "2026-03-19",
        "metrics": "views,likes,comments,shares,subscribersGained,subscribersLost",
        "dimensions": "day",
    }
    heads = ", ".join(f'{{"name": "{name}"}}' for name in columns)
    content = f'{{"kind": "youtubeAnalytics#resultTable", "columnHeaders": [{heads}]{rows}}}'
    mine = {"part": "contentDetails,statistics", "mine": "true"}
    channels = '{"kind": "youtube#channelListResponse", "items": [{"id": "UC-a", "statistics": {"videoCount": "3"}}]}'
    return Recorded(
        [
            Page(path=REPORTS, asked=asked(Request(path=REPORTS, query=query)), status=200, content=content.encode()),
            Page(path=CHANNELS, asked=asked(Request(path=CHANNELS, query=mine)), status=200, content=channels.encode()),
        ]
    )


def test_a_channel_has_the_days_that_are_out_and_today_as_it_stands(client: YouTube) -> None:
    days = client.account_days(7)

    assert [each.day.day for each in days] == [12, 13, 14, 15, 16, 19]
    assert days[1] == AccountDay(
        day=date(2026, 3, 13),
        new_fans=-294,
        lost_fans=332,
        plays_new=1_668,
        likes_new=26,
        comments_new=11,
        shares_new=5,
    )
    assert days[-1] == AccountDay(day=TODAY, followers_total=3_562, works_total=50)


def test_the_net_of_subscribers_is_unknown_where_only_the_loss_is_told() -> None:
    told = report(', "rows": [["2026-03-14", 3]]', "day", "subscribersLost")

    with youtube(told, grant_with("ya29.unused")) as client:
        assert client.account_days(7)[0] == AccountDay(day=date(2026, 3, 14), lost_fans=3)


def test_a_channel_that_is_read_on_its_first_day_has_only_today() -> None:
    new = replace(channel(FLEET), opened_at=NOON - timedelta(hours=1))
    with (
        serving(SandboxAgency(accounts=(new,)), stands_at=NOON) as sandbox,
        youtube(http(sandbox.base_url), granted(sandbox)) as client,
    ):
        assert [each.day for each in client.account_days(30)] == [TODAY]


def test_days_follow_los_angeles_on_either_side_of_midnight(sandbox: Remote) -> None:
    midnight = datetime(2026, 3, 20, tzinfo=PACIFIC)
    for now, today in ((midnight - timedelta(seconds=1), TODAY), (midnight, date(2026, 3, 20))):
        sandbox.set_clock(now)
        with youtube(http(sandbox.base_url), granted(sandbox, HARBOUR), now=now.astimezone(UTC)) as client:
            assert client.account_days(7)[-1].day == today


def test_a_day_is_read_by_the_names_of_its_columns_in_whatever_order() -> None:
    told = report(', "rows": [[5, "2026-03-14", 2, 70], [4, "2026-03-13", 1, 60]]', "likes", "day", "shares", "views")

    with youtube(told, grant_with("ya29.unused")) as client:
        days = client.account_days(7)
    assert days[:2] == [
        AccountDay(day=date(2026, 3, 13), plays_new=60, likes_new=4, shares_new=1),
        AccountDay(day=date(2026, 3, 14), plays_new=70, likes_new=5, shares_new=2),
    ]
    assert days[2] == AccountDay(day=TODAY, works_total=3)


def test_a_report_without_rows_has_no_days() -> None:
    with youtube(report("", "day", "views"), grant_with("ya29.unused")) as client:
        assert client.account_days(7) == [AccountDay(day=TODAY, works_total=3)]


@pytest.mark.parametrize(
    "rows", [', "rows": [["2026-03-14"]]', ', "rows": [["yesterday", 3]]', ', "rows": [{"day": 1}]'], ids=str
)
def test_a_report_that_does_not_fit_its_columns_is_not_guessed_at(rows: str) -> None:
    with youtube(report(rows, "day", "views"), grant_with("ya29.unused")) as client, pytest.raises(PlatformUnavailable):
        client.account_days(7)


def test_numbers_as_text_are_the_same_numbers(client: YouTube, sandbox: Remote) -> None:
    as_numbers = client.account_days(7)
    sandbox.trouble(REPORTS, Trouble.TEXT_NUMBERS)

    assert client.account_days(7) == as_numbers


def test_the_days_of_a_work_begin_with_its_own(client: YouTube) -> None:
    assert list(client.work_days([on_record(boat(5))], 30)) == [
        WorkDay(item_id="-boat_00005", day=date(2026, 3, 14), plays=328, likes=11, comments=2, shares=1),
        WorkDay(item_id="-boat_00005", day=date(2026, 3, 15), plays=1_338, likes=44, comments=9, shares=5),
        WorkDay(item_id="-boat_00005", day=date(2026, 3, 16), plays=670, likes=23, comments=5, shares=2),
    ]


def test_a_day_can_take_likes_away(client: YouTube) -> None:
    likes = {each.day: each.likes for each in client.work_days([on_record(boat(9))], 30)}

    assert likes[date(2026, 3, 13)] == -17


def test_no_more_days_of_a_work_are_told_than_are_wanted(client: YouTube) -> None:
    assert [each.day.day for each in client.work_days([on_record(boat(20))], 4)] == [15, 16]


def test_only_works_of_thirty_days_are_asked_for_their_days(client: YouTube, sandbox: Remote) -> None:
    old, young = on_record(boat(30)), on_record(boat(29))

    assert {each.item_id for each in client.work_days([old, young], 7)} == {young.item_id}
    assert sandbox.calls()[REPORTS] == 1


def test_a_work_of_yesterday_has_no_days_yet(client: YouTube) -> None:
    assert list(client.work_days([on_record(boat(1))], 30)) == []


def test_watch_times_are_told_in_one_call_for_all_that_were_watched(client: YouTube, sandbox: Remote) -> None:
    works = [on_record(boat(number)) for number in (1, 5, SUNK, SECRET, 40)]

    assert client.watch_times(works) == {"-boat_00005": 27.0, "-boat_00009": 27.0, "-boat_00040": 27.0}
    assert sandbox.calls()[REPORTS] == 1


def test_two_hundred_works_a_call_are_asked_for_their_watch_times() -> None:
    many = [replace(boat(number), published_at=NOON - timedelta(hours=100 + number)) for number in range(201)]
    with serving(SandboxAgency(accounts=(channel(FLEET, *many),)), stands_at=NOON) as sandbox:
        with youtube(http(sandbox.base_url), granted(sandbox)) as client:
            assert len(client.watch_times([on_record(each) for each in many])) == 201
        assert sandbox.calls()[REPORTS] == 2


def test_no_works_have_no_watch_times_and_cost_no_call(client: YouTube, sandbox: Remote) -> None:
    assert client.watch_times([]) == {}
    assert REPORTS not in sandbox.calls()
