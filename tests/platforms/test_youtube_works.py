"""What YouTube tells of works and of what was said beneath them, however its pages fall and its numbers are spelled."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Visibility
from agency.errors import AccountBarred
from agency.platforms.reader import Said
from agency.platforms.recorded import Keeping, Page, Recorded, asked
from agency.platforms.request import Request
from agency.platforms.youtube.client import WORKS_A_CALL, YouTube
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import grant_with
from tests.platforms.calling_youtube import granted, http, youtube
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import (
    CHANNELS,
    FLEET,
    FOR_FRIENDS,
    HARBOUR,
    SECRET,
    SHY,
    SILENT,
    SUNK,
    TALKED_ABOUT,
    THREADS,
    UPLOADS,
    VIDEOS,
    boat,
    boats,
    channel,
    said,
)


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(boats(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def client(sandbox: Remote) -> Iterator[YouTube]:
    with youtube(http(sandbox.base_url), granted(sandbox)) as reader:
        yield reader


def ids(works: Iterable[WorkFigures]) -> list[str | None]:
    return [work.item_id for work in works]


def by_id(works: Iterable[WorkFigures]) -> dict[str | None, WorkFigures]:
    return {work.item_id: work for work in works}


def test_every_upload_is_told_once_and_newest_first_but_the_deleted(client: YouTube) -> None:
    assert ids(client.works([])) == [boat(number).item_id for number in range(53) if number != SUNK]


def test_fifty_works_cost_two_units_and_the_channel_one(client: YouTube, sandbox: Remote) -> None:
    before = sandbox.calls()[CHANNELS]
    list(client.works([]))

    assert sandbox.calls()[CHANNELS] - before == 1
    assert (sandbox.calls()[UPLOADS], sandbox.calls()[VIDEOS]) == (2, 2)


def test_a_work_is_told_with_all_that_youtube_knows_of_it(client: YouTube) -> None:
    assert list(client.works([]))[1] == WorkFigures(
        title="第1只纸船(示例) #虚构手工",
        published_at=boat(1).published_at.astimezone(UTC),
        item_id="-boat_00001",
        visibility=Visibility.PUBLIC,
        link="https://www.youtube.com/watch?v=-boat_00001",
        duration_ms=65_000,
        plays=1_543,
        likes=51,
        comments=10,
    )


def test_a_work_that_only_some_may_see_says_so(client: YouTube) -> None:
    told = by_id(client.works([]))

    assert told[boat(SECRET).item_id].visibility == Visibility.PRIVATE
    assert told[boat(FOR_FRIENDS).item_id].visibility == Visibility.FRIENDS


def test_counters_that_are_not_told_are_unknown_and_not_0(client: YouTube) -> None:
    told = by_id(client.works([]))

    assert told[boat(SHY).item_id].likes is None
    assert told[boat(SILENT).item_id].comments is None
    assert told[boat(SHY).item_id].plays == 3_013


def test_counters_may_fall(sandbox: Remote) -> None:
    with youtube(http(sandbox.base_url), granted(sandbox)) as client:
        before = next(client.named([boat(2).item_id])).likes
    sandbox.forward(days=2)
    with youtube(http(sandbox.base_url), granted(sandbox)) as client:
        after = next(client.named([boat(2).item_id])).likes

    assert (before, after) == (76, 64)


def test_counts_beyond_32_bits_are_told_to_the_last_digit(sandbox: Remote) -> None:
    page = Page(
        path=VIDEOS,
        asked=asked(Request(path=VIDEOS, query={"part": "snippet,contentDetails,status,statistics", "id": "a"})),
        status=200,
        content=b'{"kind": "youtube#videoListResponse", "items": [{"id": "a", "snippet": {"publishedAt":'
        b' "2026-03-01T12:00:00Z"}, "statistics": {"viewCount": "9223372036854775807"}}]}',
    )

    with youtube(Recorded([page]), grant_with("ya29.unused")) as client:
        assert next(client.named(["a"])).plays == 2**63 - 1


def test_a_page_token_that_comes_again_ends_the_list_and_is_said(
    client: YouTube, sandbox: Remote, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.trouble(UPLOADS, Trouble.STUCK_CURSOR, times=None)

    with caplog.at_level(logging.WARNING):
        assert len(ids(client.works([]))) == WORKS_A_CALL - 1
    assert sandbox.calls()[UPLOADS] == 2
    assert "turns in circles" in caplog.text


def test_a_page_that_only_holds_deleted_works_is_not_the_end() -> None:
    sunk = [replace(boat(number), visibility=Visibility.DELETED) for number in range(50)]
    with (
        serving(SandboxAgency(accounts=(channel(FLEET, *sunk, boat(50)),)), stands_at=NOON) as sandbox,
        youtube(http(sandbox.base_url), granted(sandbox)) as client,
    ):
        assert ids(client.works([])) == [boat(50).item_id]


def test_a_channel_that_never_published_has_no_works(sandbox: Remote) -> None:
    with youtube(http(sandbox.base_url), granted(sandbox, HARBOUR)) as client:
        assert ids(client.works([])) == []
    assert sandbox.calls()[UPLOADS] == 1


def test_an_account_whose_channel_is_gone_is_barred() -> None:
    query = {"part": "contentDetails,statistics", "mine": "true"}
    page = Page(
        path=CHANNELS,
        asked=asked(Request(path=CHANNELS, query=query)),
        status=200,
        content=b'{"kind": "youtube#channelListResponse", "pageInfo": {"totalResults": 0, "resultsPerPage": 5}}',
    )

    with youtube(Recorded([page]), grant_with("ya29.unused")) as client, pytest.raises(AccountBarred, match="频道"):
        list(client.works([]))


def test_named_works_are_asked_for_fifty_at_a_time_and_strange_ones_are_missing(
    client: YouTube, sandbox: Remote
) -> None:
    named = [*(boat(number).item_id for number in range(53)), "no-such-one"]

    assert len(ids(client.named(named))) == 52
    assert sandbox.calls()[VIDEOS] == 2


def test_nothing_named_costs_nothing(client: YouTube, sandbox: Remote) -> None:
    assert list(client.named([])) == []
    assert VIDEOS not in sandbox.calls()


def test_threads_come_newest_first_and_without_the_names_of_strangers(client: YouTube) -> None:
    told = list(client.comments(boat(TALKED_ABOUT).item_id))

    assert told == [
        Said(comment_id="Ugx-said-3", content="船沉了,失望", said_at=NOON - timedelta(hours=5), likes=0, replies=0),
        Said(comment_id="Ugx-said-1", content="折得真快 <3", said_at=NOON - timedelta(hours=40), likes=3, replies=1),
    ]
    assert "路过的纸鹤" not in repr(told)


def test_more_comments_than_a_page_holds_are_all_read() -> None:
    loud = replace(boat(1), said=tuple(said(number, f"第{number}句", number / 10) for number in range(250)))
    with serving(SandboxAgency(accounts=(channel(FLEET, loud),)), stands_at=NOON) as sandbox:
        with youtube(http(sandbox.base_url), granted(sandbox)) as client:
            told = [each.content for each in client.comments(loud.item_id)]

        assert told == [f"第{number}句" for number in range(250)]
        assert sandbox.calls()[THREADS] == 3


@pytest.mark.parametrize("number", [SILENT, SUNK, 99], ids=["switched off", "deleted", "unknown"])
def test_where_nothing_can_be_said_nothing_is_told(client: YouTube, number: int) -> None:
    assert list(client.comments(boat(number).item_id)) == []


def test_what_was_kept_gives_the_same_figures_again_and_holds_no_token(sandbox: Remote) -> None:
    keeping, grant = Keeping(http(sandbox.base_url)), granted(sandbox)
    with youtube(keeping, grant) as client:
        told = [*client.works([]), *client.account_days(30), *client.comments(boat(TALKED_ABOUT).item_id)]
    with youtube(Recorded(keeping.pages), grant_with("ya29.unused")) as client:
        again = [*client.works([]), *client.account_days(30), *client.comments(boat(TALKED_ABOUT).item_id)]

    assert again == told
    kept = "".join(f"{page.path}{page.asked}" for page in keeping.pages) + str([page.content for page in keeping.pages])
    assert grant.access_token not in kept
    assert grant.refresh_token not in kept
