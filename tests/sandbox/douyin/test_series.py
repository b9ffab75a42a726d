"""Figures of days come out at 10 o'clock of the next Beijing day, and the newest is corrected later."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from agency.domain.terms.figures import Visibility
from agency.sandbox.clock import BEIJING
from agency.sandbox.description import SandboxWork
from agency.sandbox.douyin.asked import Asked, Shelf
from agency.sandbox.douyin.refusals import Refusal
from agency.sandbox.douyin.series import account_days, last_ready_day, work_base, work_days
from tests.sandbox.paper_crane import CRANE, NOON, agency_with, work

LONG_AGO = NOON - timedelta(days=50)
PLAYS, LIKES, FANS, ITEMS = (
    work_days("play", (7, 15, 30)),
    work_days("like", (7, 15, 30)),
    account_days("fans", (7, 15)),
    account_days("item", (7, 15)),
)


def asked(*works: SandboxWork, now: datetime = NOON, authorised_at: datetime = LONG_AGO, span: int = 7) -> Asked:
    return Asked(
        shelf=Shelf(agency_with(*works).accounts[0]),
        now=now,
        authorised_at=authorised_at,
        query={"open_id": CRANE, "item_id": works[0].item_id, "date_type": str(span)},
    )


@pytest.mark.parametrize(
    ("now", "newest"),
    [
        (datetime(2026, 3, 20, 9, 59, tzinfo=BEIJING), date(2026, 3, 18)),
        (datetime(2026, 3, 20, 10, 0, tzinfo=BEIJING), date(2026, 3, 19)),
        (datetime(2026, 3, 20, 23, 59, tzinfo=BEIJING), date(2026, 3, 19)),
        (datetime(2026, 3, 21, 0, 1, tzinfo=BEIJING), date(2026, 3, 19)),
    ],
)
def test_a_day_is_out_at_ten_of_the_next_morning(now: datetime, newest: date) -> None:
    assert last_ready_day(now) == newest


def test_the_days_of_a_work_begin_with_its_own_and_add_up_to_its_plays() -> None:
    days = PLAYS(asked(work(3), now=NOON + timedelta(days=2)))["result_list"]

    assert [day["date"] for day in days] == ["2026-03-17", "2026-03-18", "2026-03-19", "2026-03-20", "2026-03-21"]
    assert [day["play"] for day in days[:4]] == [314, 344, 173, 86]
    assert sum(day["play"] for day in days[:4]) == round(1_003 * (1 - 2 ** -(85 / 24)))


def test_the_newest_day_is_corrected_upwards_a_day_later() -> None:
    first_told = PLAYS(asked(work(3)))["result_list"][-1]
    told_again = PLAYS(asked(work(3), now=NOON + timedelta(days=1)))["result_list"][-2]

    assert first_told["date"] == told_again["date"]
    assert first_told["play"] < told_again["play"]


def test_withdrawn_likes_make_a_day_negative() -> None:
    days = LIKES(asked(work(8), span=15))["result_list"]

    assert min(day["like"] for day in days) < 0


def test_a_work_of_more_than_30_days_has_no_days_and_no_base() -> None:
    old = asked(work(30), span=30)

    assert PLAYS(old) == {"result_list": []}
    assert work_base(old) == {"result": {}}


def test_a_private_work_has_no_days() -> None:
    assert PLAYS(asked(replace(work(3), visibility=Visibility.PRIVATE))) == {"result_list": []}


def test_nothing_is_told_on_the_day_of_the_first_authorisation_and_something_the_day_after() -> None:
    at_noon = asked(work(3), authorised_at=NOON - timedelta(hours=1))
    next_day = replace(at_noon, now=NOON + timedelta(days=1))

    assert PLAYS(at_noon) == FANS(at_noon) == {"result_list": []}
    assert PLAYS(next_day)["result_list"]
    assert FANS(next_day)["result_list"]


def test_a_span_of_30_days_is_refused_where_the_contract_has_none() -> None:
    with pytest.raises(Refusal):
        FANS(asked(work(3), span=30))


def test_an_account_loses_fans_when_its_followers_fall() -> None:
    assert FANS(asked(work(3)))["result_list"][-2]["new_fans"] < 0


def test_an_account_counts_the_works_of_each_day() -> None:
    days = ITEMS(asked(work(1), work(2), work(2), work(9)))["result_list"]

    assert [(day["date"], day["new_issue"], day["total_issue"]) for day in days[-3:]] == [
        ("2026-03-17", 0, 1),
        ("2026-03-18", 2, 3),
        ("2026-03-19", 1, 4),
    ]


def test_the_same_moment_always_tells_the_same() -> None:
    assert PLAYS(asked(work(3))) == PLAYS(asked(work(3)))
