"""Works as Bilibili lists and counts them: every one once, whatever the pages do, and every figure as it was meant."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Visibility
from agency.platforms.bilibili.client import Bilibili
from agency.platforms.grants import Grant
from agency.platforms.recorded import Keeping, Recorded
from agency.sandbox.description import SandboxWork
from agency.sandbox.faults import Trouble
from agency.sandbox.growth import Wave
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling_bilibili import asking, carrier, grant_with, reading, standing_grant
from tests.sandbox.bilibili.paper_kite import KITE, NOON, SWALLOW, agency, agency_with, work

LIST, STAT, INC_STATS = (
    "/arcopen/fn/archive/viewlist",
    "/arcopen/fn/data/arc/stat",
    "/arcopen/fn/data/arc/inc-stats",
)
SeenAs = Callable[[SandboxWork], list[WorkFigures]]


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def grant_of(sandbox: Remote) -> Iterator[Callable[[str], Grant]]:
    with asking(sandbox) as oauth:
        yield lambda open_id: oauth.grant(sandbox.code(open_id), now=NOON)


@pytest.fixture
def kite(sandbox: Remote, grant_of: Callable[[str], Grant]) -> Iterator[Bilibili]:
    with reading(carrier(sandbox), grant_of(KITE)) as client:
        yield client


@pytest.fixture
def swallow(sandbox: Remote, grant_of: Callable[[str], Grant]) -> Iterator[Bilibili]:
    with reading(carrier(sandbox), grant_of(SWALLOW)) as client:
        yield client


@pytest.fixture
def seen_as() -> SeenAs:
    """Return how the client sees one described work."""

    def seen(described: SandboxWork) -> list[WorkFigures]:
        with (
            serving(agency_with(described), stands_at=NOON) as sandbox,
            reading(carrier(sandbox), standing_grant(sandbox)) as client,
        ):
            return list(client.works([]))

    return seen


def test_a_work_is_told_with_its_moment_its_link_and_seven_counters_each_in_its_place(seen_as: SeenAs) -> None:
    assert seen_as(work(1)) == [
        WorkFigures(
            title="第1只纸鸢 #示例",
            published_at=(NOON - timedelta(days=1, hours=1)).astimezone(UTC),
            item_id="BV1Kite00001",
            visibility=Visibility.PUBLIC,
            link="http://127.0.0.1/video/BV1Kite00001?share_source=open_plat",
            duration_ms=91_000,
            plays=515,
            likes=51,
            comments=10,
            shares=5,
            saves=21,
            danmaku=31,
            coins=41,
        )
    ]


def test_the_moment_of_publication_is_in_utc(seen_as: SeenAs) -> None:
    assert seen_as(work(1))[0].published_at.tzinfo == UTC


def test_every_work_costs_one_call_beside_the_page_that_lists_it(kite: Bilibili, sandbox: Remote) -> None:
    ids = [each.item_id for each in kite.works([])]

    assert ids == [work(number).item_id for number in range(7)]
    assert (sandbox.calls()[LIST], sandbox.calls()[STAT]) == (1, 7)


def test_an_empty_page_in_the_middle_ends_nothing(swallow: Bilibili, sandbox: Remote) -> None:
    ids = [each.item_id for each in swallow.works([])]

    assert ids == [work(number, "S").item_id for number in (*range(50), *range(100, 120))]
    assert sandbox.calls()[LIST] == 3


def test_works_that_are_published_between_two_pages_bring_none_twice(swallow: Bilibili, sandbox: Remote) -> None:
    works = swallow.works([])
    first = [next(works) for _ in range(50)]
    sandbox.set_clock(NOON - timedelta(days=1))  # the list is one work shorter now, so all move up by a place
    rest = list(works)

    ids = [each.item_id for each in (*first, *rest)]
    assert len(ids) == len(set(ids))


def test_a_page_that_comes_again_ends_the_list_with_a_warning(
    swallow: Bilibili, sandbox: Remote, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.trouble(LIST, Trouble.STUCK_CURSOR, times=None)

    assert len(list(swallow.works([]))) == 50
    assert sandbox.calls()[LIST] == 2
    assert "turns in circles" in caplog.text


def test_an_account_without_works_has_none() -> None:
    with serving(agency_with(), stands_at=NOON) as sandbox, reading(carrier(sandbox), standing_grant(sandbox)) as new:
        assert list(new.works([])) == []


@pytest.mark.parametrize("visibility", [Visibility.PRIVATE, Visibility.NOT_SUITABLE])
def test_a_work_that_the_public_no_longer_sees_is_told_with_unknown_counters(
    seen_as: SeenAs, visibility: Visibility
) -> None:
    (figures,) = seen_as(replace(work(1), visibility=visibility))

    assert (figures.visibility, figures.title) == (visibility, "第1只纸鸢 #示例")
    assert (figures.plays, figures.likes, figures.danmaku, figures.link, figures.duration_ms) == (None,) * 5
    assert figures.published_at == work(1).published_at


@pytest.mark.parametrize("visibility", [Visibility.IN_REVIEW, Visibility.DELETED])
def test_a_work_that_was_never_published_or_is_deleted_is_not_told(seen_as: SeenAs, visibility: Visibility) -> None:
    assert seen_as(replace(work(1), visibility=visibility)) == []


def test_a_hidden_counter_is_unknown_and_not_0(seen_as: SeenAs) -> None:
    (figures,) = seen_as(replace(work(1), hidden=("like", "coin")))

    assert (figures.plays, figures.likes, figures.coins) == (515, None, None)


def test_a_counter_without_anything_is_0_and_not_unknown(seen_as: SeenAs) -> None:
    (figures,) = seen_as(replace(work(1), danmaku=()))

    assert figures.danmaku == 0


def test_plays_beyond_32_bits_come_through(seen_as: SeenAs) -> None:
    (figures,) = seen_as(replace(work(1), plays=(Wave(height=2**33, half_life_h=0.1),)))

    assert figures.plays == 2**33


def test_numbers_spelled_as_text_are_numbers(kite: Bilibili, sandbox: Remote) -> None:
    as_numbers = (list(kite.works([])), list(kite.account_days(7)), kite.account_month())
    for path in (LIST, STAT, INC_STATS, "/arcopen/fn/data/user/stat"):
        sandbox.trouble(path, Trouble.TEXT_NUMBERS, times=None)

    assert (list(kite.works([])), list(kite.account_days(7)), kite.account_month()) == as_numbers


def test_likes_that_were_withdrawn_show_as_fewer(kite: Bilibili, sandbox: Remote) -> None:
    ids = [work(2).item_id]
    sandbox.set_clock(work(2).published_at + timedelta(hours=72))
    (before,) = kite.named(ids)
    sandbox.forward(hours=5)
    (after,) = kite.named(ids)

    assert after.likes < before.likes


def test_only_the_works_that_are_named_are_counted(kite: Bilibili, sandbox: Remote) -> None:
    figures = list(kite.named([work(3).item_id, work(1).item_id]))

    assert [(each.item_id, each.title) for each in figures] == [
        ("BV1Kite00003", "第3只纸鸢 #示例"),
        ("BV1Kite00001", "第1只纸鸢 #示例"),
    ]
    assert (sandbox.calls()[STAT], sandbox.calls().get(LIST, 0)) == (2, 0)


def test_no_ids_cost_no_call(kite: Bilibili, sandbox: Remote) -> None:
    assert list(kite.named([])) == []
    assert STAT not in sandbox.calls()


def test_works_of_others_and_deleted_ones_are_left_out_without_a_word(kite: Bilibili) -> None:
    named = [work(1, "S").item_id, work(1).item_id, "BV1nowhere00"]

    assert [each.item_id for each in kite.named(named)] == [work(1).item_id]


@pytest.mark.parametrize("code", [123004, 123005])
def test_a_work_that_is_deleted_between_the_list_and_its_counters_is_left_out(
    kite: Bilibili, sandbox: Remote, code: int
) -> None:
    sandbox.trouble(STAT, Trouble.REFUSED, after=2, code=code)

    assert [each.item_id for each in kite.works([])] == [work(number).item_id for number in (0, 1, 3, 4, 5, 6)]


def test_a_pull_read_again_from_its_pages_gives_the_same_figures_and_holds_no_secret(
    sandbox: Remote, grant_of: Callable[[str], Grant]
) -> None:
    keeping, grant = Keeping(carrier(sandbox)), grant_of(KITE)
    with reading(keeping, grant) as kite:
        seen = (list(kite.works([])), list(kite.account_days(7)), kite.account_month())

    kept = "".join(f"{page!r}{page.path}{page.asked}{page.content!r}" for page in keeping.pages)
    assert not [secret for secret in (grant.access_token, grant.refresh_token, "sandbox-secret") if secret in kept]
    with reading(Recorded(keeping.pages), grant_with("bat.long-dead")) as kite:
        assert (list(kite.works([])), list(kite.account_days(7)), kite.account_month()) == seen
