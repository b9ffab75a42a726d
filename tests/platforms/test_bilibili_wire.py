"""Answers of a shape that no contract promises: read where it can be, and named where it cannot."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from agency.domain.terms.figures import Visibility
from agency.errors import PlatformUnavailable
from agency.platforms.bilibili.client import Bilibili
from agency.platforms.line import Manners
from agency.platforms.request import Answer, Request
from tests.platforms.calling_bilibili import grant_with, reading

ARCHIVE = {"resource_id": "BV1Kite00001", "ptime": 1773975600, "addit_info": {"state": 0}}
COUNTED = {"title": "", "ptime": 1773975600, "view": 7}
ONCE = Manners(attempts=1)


class Parrot:
    """A carrier that says the same of every path: ``pages`` of the list in their order, then the last again and again."""

    def __init__(self, pages: list[Any], stat: Any = None, inc_stats: Any = None) -> None:
        self.asked: list[Mapping[str, str | int] | None] = []
        self._pages = pages
        self._others = {"arc/stat": stat or COUNTED, "inc-stats": inc_stats}

    def send(self, request: Request) -> Answer:
        data = next((told for end, told in self._others.items() if request.path.endswith(end)), None)
        if data is None:
            self.asked.append(request.query)
            data = self._pages[min(len(self.asked), len(self._pages)) - 1]
        return Answer(status=200, content=json.dumps({"code": 0, "data": data}).encode())

    def close(self) -> None:
        """Nothing is held."""


@contextmanager
def answering(*pages: Any, **others: Any) -> Iterator[Bilibili]:
    """A client of a platform that answers so."""
    with reading(Parrot(list(pages), **others), grant_with("bat.1"), ONCE) as bilibili:
        yield bilibili


def listed(*archives: Any, **page: int | None) -> dict[str, Any]:
    return {"list": list(archives), "page": {"pn": 1, "ps": 50, "total": len(archives), **page}}


def test_a_work_of_which_little_is_told_is_read_and_the_rest_is_unknown() -> None:
    with answering(listed({"resource_id": "BV1Kite00001", "ptime": 1773975600})) as kite:
        (work,) = kite.works([])

    assert work.published_at == datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
    assert (work.title, work.visibility, work.link, work.duration_ms, work.plays, work.likes) == (
        "",
        None,
        None,
        None,
        7,
        None,
    )


@pytest.mark.parametrize("field", ["view", "danmaku", "reply", "favorite", "coin", "share", "like"])
def test_a_counter_that_is_not_shown_is_unknown(field: str) -> None:
    with answering(stat={**COUNTED, field: "--"}) as kite:
        (work,) = kite.named(["BV1Kite00001"])

    counters = (work.plays, work.danmaku, work.comments, work.saves, work.coins, work.shares, work.likes)
    assert counters == ((None,) * 7 if field == "view" else (7, *(None,) * 6))


@pytest.mark.parametrize("spelling", ["icn_reply", "inc_reply"])
def test_the_replies_of_a_month_are_read_in_either_spelling(spelling: str) -> None:
    with answering(inc_stats={spelling: 5, "inc_click": "53"}) as kite:
        month = kite.account_month()

    assert (month.comments, month.plays, month.coins) == (5, 53, None)


@pytest.mark.parametrize(
    ("state", "visibility"),
    [
        (0, Visibility.PUBLIC),
        (1, Visibility.PUBLIC),
        (-2, Visibility.NOT_SUITABLE),
        (-4, Visibility.NOT_SUITABLE),
        (-30, Visibility.IN_REVIEW),
        (-50, Visibility.PRIVATE),
        (-100, Visibility.DELETED),
        (-77, None),
        (None, None),
    ],
)
def test_a_state_is_understood_or_unknown_and_never_guessed(state: int | None, visibility: Visibility | None) -> None:
    with answering(listed({**ARCHIVE, "addit_info": {"state": state}, "video_info": None})) as kite:
        (work,) = kite.works([])

    assert work.visibility is visibility
    assert (work.plays is None) is (state not in (0, 1, None))


def test_a_list_that_is_null_is_empty() -> None:
    with answering({"list": None, "page": {"pn": 1, "ps": 50, "total": 0}}) as kite:
        assert list(kite.works([])) == []


def test_a_list_without_a_total_goes_on_to_its_first_empty_page() -> None:
    pages = [{"list": [{**ARCHIVE, "resource_id": f"BV1Kite0000{n}"}]} for n in range(3)]
    with answering(*pages, {"list": []}) as kite:
        assert len(list(kite.works([]))) == 3


def test_a_platform_that_gives_fewer_a_page_than_asked_is_followed_to_the_end() -> None:
    pages = [listed({**ARCHIVE, "resource_id": f"BV1Kite0000{n}"}, pn=n, ps=1, total=3) for n in (1, 2, 3)]
    with answering(*pages) as kite:
        assert len(list(kite.works([]))) == 3


def test_a_page_that_says_another_number_but_holds_the_same_works_ends_the_list(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pages = [listed(ARCHIVE, pn=n, ps=1, total=9) for n in range(1, 10)]
    with answering(*pages) as kite:
        assert len(list(kite.works([]))) == 1
    assert "turns in circles" in caplog.text


def test_a_list_that_never_ends_ends_where_its_total_says() -> None:
    parrot = Parrot([{"list": [], "page": {"ps": 50, "total": 200}}])
    with reading(parrot, grant_with("bat.1"), ONCE) as kite:
        assert list(kite.works([])) == []
    assert [asked and asked["pn"] for asked in parrot.asked] == [1, 2, 3, 4]


def test_a_field_that_cannot_be_read_is_named_and_its_value_is_not() -> None:
    with (
        answering(stat={**COUNTED, "view": "bat.looks-like-a-secret"}) as kite,
        pytest.raises(PlatformUnavailable, match="view") as error,
    ):
        list(kite.named(["BV1Kite00001"]))
    assert "secret" not in str(error.value)
