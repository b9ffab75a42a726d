"""What a platform answered is kept as it came, and gives the same figures when it is read again."""

import pytest

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.errors import PlatformUnavailable, SlowDown
from agency.platforms.douyin.client import Douyin
from agency.platforms.grants import Grant
from agency.platforms.reader import Said
from agency.platforms.recorded import Keeping, Page, Recorded
from agency.platforms.request import Answer, Request
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from tests.platforms.calling import grant_with, http, opened
from tests.sandbox.paper_crane import TALKED_ABOUT, work

WORKS = "/api/douyin/v1/video/video_list/"

Everything = tuple[list[WorkFigures], list[WorkDay], list[AccountDay], list[Said]]


def everything(douyin: Douyin) -> Everything:
    works = list(douyin.works([]))
    return (
        works,
        list(douyin.work_days(works, 7)),
        list(douyin.account_days(7)),
        list(douyin.comments(TALKED_ABOUT.item_id)),
    )


def page(asked: str, content: bytes = b"{}", path: str = "/cranes") -> Page:
    return Page(path=path, asked=asked, status=200, content=content)


@pytest.fixture
def pulled(sandbox: Remote, grant: Grant) -> tuple[Everything, list[Page]]:
    keeping = Keeping(http(sandbox.base_url))
    with opened(keeping, grant) as douyin:
        return everything(douyin), keeping.pages


def test_a_whole_pull_read_again_without_a_platform_gives_the_same_figures(
    pulled: tuple[Everything, list[Page]],
) -> None:
    figures, pages = pulled

    with opened(Recorded(pages), grant_with("act.long-dead")) as douyin:
        assert everything(douyin) == figures
    assert len(figures[0]) == 25


def test_it_can_be_read_twice_from_the_same_pages(pulled: tuple[Everything, list[Page]]) -> None:
    figures, pages = pulled
    recorded = Recorded(pages)

    for _time in ("first", "second"):
        with opened(recorded, grant_with("act.long-dead")) as douyin:
            assert everything(douyin) == figures


def test_no_page_holds_a_token(pulled: tuple[Everything, list[Page]], grant: Grant) -> None:
    _figures, pages = pulled
    kept = "".join(f"{page!r}{page.path}{page.asked}{page.content!r}" for page in pages)

    assert grant.access_token not in kept
    assert grant.refresh_token not in kept


def test_bad_answers_are_kept_too_and_the_good_one_behind_them_is_found_again(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(WORKS, Trouble.HTML)
    sandbox.trouble(WORKS, Trouble.REFUSED, code=28001008)
    keeping = Keeping(http(sandbox.base_url))
    with opened(keeping, grant) as douyin:
        works = list(douyin.works([]))

    with opened(Recorded(keeping.pages), grant_with("act.long-dead")) as douyin:
        assert list(douyin.works([])) == works
    assert [page.path for page in keeping.pages] == [WORKS] * 4


def test_a_line_that_broke_leaves_no_page(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(WORKS, Trouble.CUT_OFF)
    keeping = Keeping(http(sandbox.base_url))

    with opened(keeping, grant) as douyin:
        assert len(list(douyin.works([]))) == 25
    assert len(keeping.pages) == 2


def test_a_question_that_was_not_asked_then_has_no_answer() -> None:
    recorded = Recorded([page('["GET", {"pn": 1}, null]')])

    assert recorded.send(Request(path="/cranes", query={"pn": 1})).content == b"{}"
    with pytest.raises(PlatformUnavailable, match="/cranes"):
        recorded.send(Request(path="/cranes", query={"pn": 2}))
    with pytest.raises(PlatformUnavailable, match="/herons"):
        recorded.send(Request(path="/herons", query={"pn": 1}))


def test_the_same_question_gets_its_answers_in_their_order_and_then_the_last_again() -> None:
    asked = '["GET", null, null]'
    recorded = Recorded(
        [page(asked, b"1"), page(asked, b"2"), page(asked, b"elsewhere", path="/herons"), page(asked, b"3")]
    )

    assert [recorded.send(Request(path="/cranes")).content for _ in range(4)] == [b"1", b"2", b"3", b"3"]


@pytest.mark.parametrize(
    "other",
    [
        Request(path="/cranes", query={"pn": 1}, headers={"access-token": "act.2"}),
        Request(path="/cranes", query={"pn": 1}, secret_query={"access_token": "act.2"}),
        Request(path="/cranes", query={"pn": 1}, form={"refresh_token": "rft.2"}),
    ],
    ids=["header", "secret query", "form"],
)
def test_a_token_is_no_part_of_the_question(other: Request) -> None:
    class Desk:
        def send(self, _request: Request) -> Answer:
            return Answer(status=200, content=b"{}")

        def close(self) -> None:
            """Nothing is held."""

    first, second = Keeping(Desk()), Keeping(Desk())
    first.send(Request(path="/cranes", query={"pn": 1}))
    second.send(other)

    assert first.pages == second.pages


def test_the_order_in_which_parameters_were_written_is_no_part_of_the_question() -> None:
    recorded = Recorded([page('["POST", {"a": 1, "b": 2}, {"ids": ["纸鹤"]}]')])

    request = Request(path="/cranes", method="POST", query={"b": 2, "a": 1}, json={"ids": ["纸鹤"]})
    assert recorded.send(request).status == 200


def test_a_pull_that_ended_in_a_throttle_ends_so_again(sandbox: Remote, grant: Grant) -> None:
    sandbox.trouble(WORKS, Trouble.REFUSED, times=None)
    keeping = Keeping(http(sandbox.base_url))
    with opened(keeping, grant) as douyin, pytest.raises(SlowDown):
        list(douyin.works([]))

    with opened(Recorded(keeping.pages), grant) as douyin, pytest.raises(SlowDown):
        list(douyin.works([]))


def test_several_carriers_of_one_account_can_keep_their_pages_together(sandbox: Remote, grant: Grant) -> None:
    pages: list[Page] = []
    for _carrier in range(2):
        with opened(Keeping(http(sandbox.base_url), pages), grant) as douyin:
            list(douyin.named([work(1).item_id]))

    assert len(pages) == 2


def test_totals_asked_by_id_are_read_again_too(sandbox: Remote, grant: Grant) -> None:
    keeping = Keeping(http(sandbox.base_url))
    ids = [work(number).item_id for number in range(25)]
    with opened(keeping, grant) as douyin:
        totals = list(douyin.named(ids))

    with opened(Recorded(keeping.pages), grant) as douyin:
        assert list(douyin.named(ids)) == totals
