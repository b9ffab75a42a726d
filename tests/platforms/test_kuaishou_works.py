"""What Kuaishou tells of works and of the account, though nothing says where its list ends."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Visibility
from agency.platforms.kuaishou.client import WORKS_A_PAGE, Kuaishou
from agency.platforms.kuaishou.wire import Photo, Photos
from agency.platforms.recorded import Keeping, Page, Recorded, asked
from agency.platforms.request import Request
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import grant_with
from tests.platforms.calling_kuaishou import granted, http, kuaishou
from tests.sandbox.kuaishou.teahouse import INFO, LIST, RAIN, TEA, USER, account, cup, teahouse
from tests.sandbox.paper_crane import NOON


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(teahouse(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def client(sandbox: Remote) -> Iterator[Kuaishou]:
    with kuaishou(http(sandbox.base_url), granted(sandbox)) as reader:
        yield reader


def ids(works: Iterator[WorkFigures]) -> list[str | None]:
    return [work.item_id for work in works]


def listed(photos: list[dict[str, object]], cursor: str | None = None) -> Page:
    """A page as it was kept, asked for behind a cursor."""
    query = {"count": WORKS_A_PAGE, **({"cursor": cursor} if cursor else {})}
    content = json.dumps({"result": 1, "video_list": photos}).encode()
    return Page(path=LIST, asked=asked(Request(path=LIST, query=query)), status=200, content=content)


def test_every_work_that_is_left_is_told_once_and_a_page_that_is_not_full_is_the_last(
    client: Kuaishou, sandbox: Remote
) -> None:
    assert ids(client.works([])) == [cup(number).item_id for number in range(46) if number != 3]
    assert sandbox.calls()[LIST] == 3


def test_a_list_that_ends_with_a_full_page_costs_one_call_more(sandbox: Remote) -> None:
    with kuaishou(http(sandbox.base_url), granted(sandbox, RAIN)) as client:
        assert len(ids(client.works([]))) == 20
    assert sandbox.calls()[LIST] == 2


def test_a_work_is_told_with_the_three_counters_that_there_are(client: Kuaishou) -> None:
    pending, _private, third, *_others = client.works([])

    assert third == WorkFigures(
        title="第2碗茶(示例)",
        published_at=cup(2).published_at.astimezone(UTC),
        item_id="3xtea002",
        plays=2_273,
        likes=76,
        comments=15,
    )
    assert (pending.visibility, third.visibility) == (Visibility.IN_REVIEW, None)


def test_the_next_page_begins_behind_the_oldest_work_wherever_that_stood() -> None:
    noon_ms = int(NOON.timestamp() * 1000)
    first = [{"photo_id": f"p{number}", "create_time": noon_ms + abs(number - 7)} for number in range(WORKS_A_PAGE)]
    second: list[dict[str, object]] = [{"photo_id": "p7", "create_time": noon_ms}, {"photo_id": 99, "create_time": 7}]

    with kuaishou(Recorded([listed([*first]), listed(second, cursor="p7")]), grant_with("ks.at.unused")) as client:
        assert ids(client.works([])) == [*(f"p{number}" for number in range(WORKS_A_PAGE)), "99"]


def test_a_list_that_begins_anew_is_left_and_said(
    client: Kuaishou, sandbox: Remote, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.trouble(LIST, Trouble.STUCK_CURSOR, times=None)

    with caplog.at_level(logging.WARNING):
        assert len(ids(client.works([]))) == 20
    assert sandbox.calls()[LIST] == 2
    assert "turns in circles" in caplog.text


def test_numbers_spelled_as_text_are_the_same_numbers(client: Kuaishou, sandbox: Remote) -> None:
    as_numbers = list(client.works([])), client.account_days(7)
    for path in (LIST, USER):
        sandbox.trouble(path, Trouble.TEXT_NUMBERS, times=None)

    assert (list(client.works([])), client.account_days(7)) == as_numbers


@pytest.mark.parametrize("told", [1774000000, "1774000000", 1774000000000, "1774000000000"])
def test_a_moment_is_understood_in_seconds_and_in_milliseconds(told: int | str) -> None:
    photo = Photo.model_validate({"photo_id": 2**53 + 1, "create_time": told})

    assert photo.figures() == WorkFigures(
        title="", published_at=datetime(2026, 3, 20, 9, 46, 40, tzinfo=UTC), item_id="9007199254740993"
    )


def test_a_list_that_is_null_is_empty() -> None:
    assert Photos.model_validate({"result": 1, "video_list": None}).video_list == []


def test_a_hidden_counter_is_unknown() -> None:
    shy = replace(cup(2), hidden=("view_count",))
    with (
        serving(SandboxAgency(accounts=(account(TEA, shy),)), stands_at=NOON) as sandbox,
        kuaishou(http(sandbox.base_url), granted(sandbox)) as client,
    ):
        (work,) = client.works([])

    assert (work.plays, work.likes) == (None, 76)


def test_counters_may_fall(sandbox: Remote) -> None:
    sandbox.set_clock(cup(2).published_at + timedelta(hours=72))
    with kuaishou(http(sandbox.base_url), granted(sandbox)) as client:
        (before,) = client.named([cup(2).item_id])
        sandbox.forward(hours=5)
        (after,) = client.named([cup(2).item_id])

    assert (before.likes, after.likes) == (88, 60)


def test_named_works_are_asked_for_one_by_one_and_what_is_gone_or_foreign_is_missing(
    client: Kuaishou, sandbox: Remote
) -> None:
    deleted, foreign = cup(3).item_id, cup(2, "rain").item_id

    assert ids(client.named([cup(5).item_id, deleted, foreign, cup(1).item_id])) == ["3xtea005", "3xtea001"]
    assert sandbox.calls()[INFO] == 4


def test_the_account_stands_under_today_in_beijing(sandbox: Remote) -> None:
    late_in_utc = datetime(2026, 3, 19, 16, 30, tzinfo=UTC)
    with kuaishou(http(sandbox.base_url), granted(sandbox), now=late_in_utc) as client:
        assert client.account_days(7) == [AccountDay(day=date(2026, 3, 20), followers_total=7_500)]


def test_what_kuaishou_does_not_tell_costs_no_call(client: Kuaishou, sandbox: Remote) -> None:
    works = list(client.works([]))
    before = sandbox.calls()

    assert (list(client.work_days(works, 7)), list(client.comments("7")), client.watch_times(works)) == ([], [], {})
    assert sandbox.calls() == before


def test_what_was_kept_is_read_again_by_any_application_and_holds_no_token(sandbox: Remote) -> None:
    grant = granted(sandbox)
    keeping = Keeping(http(sandbox.base_url))
    with kuaishou(keeping, grant) as client:
        told = list(client.works([])), list(client.named([cup(5).item_id])), client.account_days(1)

    with kuaishou(Recorded(keeping.pages), grant_with("ks.at.another"), app_id="another") as client:
        again = list(client.works([])), list(client.named([cup(5).item_id])), client.account_days(1)
    assert again == told
    assert not [page for page in keeping.pages if grant.access_token in page.asked + page.path + str(page.content)]
