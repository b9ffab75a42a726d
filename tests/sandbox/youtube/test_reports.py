"""Reports follow the days of Los Angeles, which are late, and some of which have 23 or 25 hours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from agency.domain.terms.figures import Visibility
from agency.sandbox.description import SandboxAccount
from agency.sandbox.growth import Wave
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.library import Channel, Library, Viewer
from agency.sandbox.youtube.reports import PACIFIC, last_ready_day, reports
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import FLEET, boat, channel


def rows(account: SandboxAccount, metrics: str, now: datetime = NOON, **values: str) -> Sequence[Sequence[object]]:
    owned = Channel(account)
    question = {
        "ids": "channel==MINE",
        "startDate": "2026-01-01",
        "endDate": "2026-12-31",
        "metrics": metrics,
        **values,
    }
    asked = Asked(
        viewer=Viewer(owner=owned),
        library=Library(channels={account.open_id: owned}),
        now=now,
        values={name: [text] for name, text in question.items()},
    )
    return reports(asked).get("rows", ())


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        (datetime(2026, 3, 20, 23, 59, tzinfo=PACIFIC), date(2026, 3, 17)),
        (datetime(2026, 3, 21, 0, 0, tzinfo=PACIFIC), date(2026, 3, 18)),
    ],
)
def test_a_day_is_out_two_whole_days_later(now: datetime, newest: date) -> None:
    assert last_ready_day(now) == newest


def test_the_days_of_a_month_with_a_short_day_add_up_to_its_total() -> None:
    since = datetime(2026, 3, 5, tzinfo=PACIFIC)
    steady = replace(boat(40), published_at=since, plays=(Wave(height=10**8, half_life_h=50_000),))
    of_days = rows(channel(FLEET, steady), "views", dimensions="day", filters=f"video=={steady.item_id}")
    per_day = {str(day): int(str(views)) for day, views in of_days}
    ((total,),) = rows(channel(FLEET, steady), "views")

    assert sum(per_day.values()) == total
    assert per_day["2026-03-08"] / per_day["2026-03-07"] == pytest.approx(23 / 24, abs=0.002)


def test_watch_time_is_measured_in_seconds_in_percent_and_in_minutes() -> None:
    ((duration, percentage, minutes),) = rows(
        channel(FLEET, boat(40)), "averageViewDuration,averageViewPercentage,estimatedMinutesWatched"
    )

    assert (duration, percentage, minutes) == (27, 42.15, round(3_040 * 27.4 / 60))


def test_subscribers_who_come_are_told_apart_from_those_who_leave() -> None:
    ((gained, lost),) = rows(channel(FLEET), "subscribersGained,subscribersLost")

    assert gained > lost > 3_000


def test_of_single_works_no_subscribers_are_told() -> None:
    told = rows(channel(FLEET, boat(9)), "subscribersGained", filters=f"video=={boat(9).item_id}")

    assert told == [[0]]


def test_deleted_works_and_those_that_nobody_watched_have_no_row() -> None:
    works = (replace(boat(20), visibility=Visibility.DELETED), boat(21), replace(boat(22), plays=()))
    told = rows(channel(FLEET, *works), "views", dimensions="video", sort="-views", maxResults="200")

    assert told == [[boat(21).item_id, 3_021]]


def test_a_list_can_be_read_from_its_second_place_on() -> None:
    works = [boat(number) for number in (20, 30, 40)]
    asked = {"dimensions": "video", "sort": "views", "maxResults": "200", "startIndex": "2"}

    assert [row[0] for row in rows(channel(FLEET, *works), "views", **asked)] == [works[1].item_id, works[2].item_id]


def test_nothing_is_told_of_a_channel_of_today() -> None:
    assert rows(replace(channel(FLEET), opened_at=NOON - timedelta(hours=5)), "views", dimensions="day") == ()
