"""What TikTok tells of works and of the account, however its pages fall and its numbers are spelled."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agency.domain.figures import AccountDay, WorkFigures
from agency.platforms.recorded import Keeping, Page, Recorded, asked
from agency.platforms.request import Request
from agency.platforms.tiktok.client import WORKS_A_PAGE, TikTok
from agency.platforms.tiktok.wire import Video, Videos
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.growth import Wave
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import grant_with
from tests.platforms.calling_tiktok import granted, http, tiktok
from tests.sandbox.paper_crane import NOON
from tests.sandbox.tiktok.lanterns import KITE, LANTERN, LIST, QUERY, USER, account, lantern, lanterns


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(lanterns(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def client(sandbox: Remote) -> Iterator[TikTok]:
    with tiktok(http(sandbox.base_url), granted(sandbox)) as reader:
        yield reader


def ids(works: Iterator[WorkFigures]) -> list[str | None]:
    return [work.item_id for work in works]


def test_every_work_is_told_once_and_newest_first(client: TikTok, sandbox: Remote) -> None:
    assert ids(client.works([])) == [lantern(number).item_id for number in range(45)]
    assert sandbox.calls()[LIST] == 3


def test_a_work_is_told_with_all_that_tiktok_knows_of_it(client: TikTok) -> None:
    assert list(client.works([]))[1] == WorkFigures(
        title="纸灯笼1号(示例)",
        published_at=lantern(1).published_at.astimezone(UTC),
        item_id="7500000000000000001",
        link="http://127.0.0.1/video/7500000000000000001",
        duration_ms=17_000,
        plays=1_029,
        likes=51,
        comments=10,
        shares=5,
    )


def test_an_empty_page_is_not_the_end_while_there_is_more(sandbox: Remote) -> None:
    with tiktok(http(sandbox.base_url), granted(sandbox, KITE)) as client:
        told = ids(client.works([]))

    assert len(told) == 25
    assert told[20:] == [lantern(number, 7_600_000_000_000_000_000).item_id for number in range(40, 45)]
    assert sandbox.calls()[LIST] == 3


def test_a_cursor_that_comes_again_ends_the_list_and_is_said(
    client: TikTok, sandbox: Remote, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.trouble(LIST, Trouble.STUCK_CURSOR, times=None)

    with caplog.at_level(logging.WARNING):
        assert len(ids(client.works([]))) == 20
    assert sandbox.calls()[LIST] == 2
    assert "turns in circles" in caplog.text


def test_a_page_told_twice_costs_nothing(client: TikTok, sandbox: Remote) -> None:
    sandbox.trouble(LIST, Trouble.STUCK_CURSOR, times=1)

    assert ids(client.works([])) == [lantern(number).item_id for number in range(45)]
    assert sandbox.calls()[LIST] == 4


def test_more_without_a_way_on_is_the_end(caplog: pytest.LogCaptureFixture) -> None:
    question = Request(
        method="POST", path=LIST, query={"fields": ",".join(Video.model_fields)}, json={"max_count": WORKS_A_PAGE}
    )
    told = b'{"error": {"code": "ok"}, "data": {"videos": [{"id": 7, "create_time": 1774000000}], "has_more": true}}'
    recorded = Recorded([Page(path=LIST, asked=asked(question), status=200, content=told)])

    with tiktok(recorded, grant_with("act.unused")) as client:
        assert ids(client.works([])) == ["7"]
    assert "may be incomplete" in caplog.text


def test_a_list_that_is_null_is_empty() -> None:
    assert Videos.model_validate({"videos": None, "has_more": False, "cursor": 0}).videos == []


def test_numbers_spelled_as_text_are_the_same_numbers(client: TikTok, sandbox: Remote) -> None:
    as_numbers = list(client.works([])), client.account_days(7)
    sandbox.trouble(LIST, Trouble.TEXT_NUMBERS, times=None)
    sandbox.trouble(USER, Trouble.TEXT_NUMBERS)

    assert (list(client.works([])), client.account_days(7)) == as_numbers


def test_a_hidden_counter_is_unknown_and_a_count_may_pass_two_billion() -> None:
    famous = replace(lantern(3), hidden=("like_count",), plays=(Wave(height=2**33, half_life_h=0.001),))
    with (
        serving(SandboxAgency(accounts=(account(LANTERN, famous),)), stands_at=NOON) as sandbox,
        tiktok(http(sandbox.base_url), granted(sandbox)) as client,
    ):
        (work,) = client.works([])

    assert (work.likes, work.plays, work.comments) == (None, 2**33, 18)


def test_a_work_of_which_little_is_told_is_read_and_the_rest_is_unknown() -> None:
    work = Video.model_validate({"id": 2**63 - 1, "create_time": "1774000000", "video_description": "看灯"}).figures()

    assert work == WorkFigures(
        title="看灯", published_at=datetime(2026, 3, 20, 9, 46, 40, tzinfo=UTC), item_id="9223372036854775807"
    )


def test_counters_may_fall(client: TikTok, sandbox: Remote) -> None:
    sandbox.set_clock(lantern(2).published_at + timedelta(hours=72))
    fresh = granted(sandbox)
    with tiktok(http(sandbox.base_url), fresh) as now_authorised:
        (before,) = now_authorised.named([lantern(2).item_id])
        sandbox.forward(hours=1.5)
        (after,) = now_authorised.named([lantern(2).item_id])

    assert before.likes is not None
    assert after.likes is not None
    assert after.likes < before.likes


def test_works_are_named_twenty_a_call(client: TikTok, sandbox: Remote) -> None:
    named = [lantern(number).item_id for number in range(25)]

    assert sorted(map(str, ids(client.named(named)))) == named
    assert sandbox.calls()[QUERY] == 2


def test_no_names_cost_no_call(client: TikTok, sandbox: Remote) -> None:
    assert ids(client.named([])) == []
    assert QUERY not in sandbox.calls()


def test_works_of_others_are_missing_without_a_word(client: TikTok) -> None:
    foreign = lantern(3, 7_600_000_000_000_000_000).item_id

    assert ids(client.named([foreign, "7", lantern(3).item_id])) == [lantern(3).item_id]


def test_the_account_stands_under_today_in_utc(sandbox: Remote) -> None:
    early_in_beijing = NOON.replace(hour=7)
    sandbox.set_clock(early_in_beijing)
    with tiktok(http(sandbox.base_url), granted(sandbox), now=early_in_beijing) as client:
        assert client.account_days(7) == [AccountDay(day=date(2026, 3, 19), followers_total=4_070, works_total=44)]


def test_what_tiktok_does_not_tell_costs_no_call(client: TikTok, sandbox: Remote) -> None:
    works = list(client.works([]))
    before = sandbox.calls()

    assert (list(client.work_days(works, 7)), list(client.comments("7")), client.watch_times(works)) == ([], [], {})
    assert sandbox.calls() == before


def test_what_was_kept_is_read_again_as_it_was_and_holds_no_token(sandbox: Remote) -> None:
    grant = granted(sandbox)
    keeping = Keeping(http(sandbox.base_url))
    with tiktok(keeping, grant) as client:
        told = list(client.works([])), list(client.named([lantern(5).item_id])), client.account_days(1)

    with tiktok(Recorded(keeping.pages), grant) as client:
        again = list(client.works([])), list(client.named([lantern(5).item_id])), client.account_days(1)
    assert again == told
    assert not [page for page in keeping.pages if grant.access_token in page.asked + page.path + str(page.content)]
