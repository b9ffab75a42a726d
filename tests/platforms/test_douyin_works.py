"""Works as Douyin lists them: every one once, whatever the pages do, and every figure as it was meant."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Visibility, WorkKind
from agency.platforms.douyin.client import Douyin
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.grants import Grant
from agency.sandbox.description import SandboxWork
from agency.sandbox.faults import Trouble
from agency.sandbox.growth import Wave
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import http, opened, standing_grant
from tests.sandbox.paper_crane import HERON, NOON, agency_with, work

SeenAs = Callable[[SandboxWork], WorkFigures]

WORKS, TOTALS = "/api/douyin/v1/video/video_list/", "/api/douyin/v1/video/video_data/"


@pytest.fixture
def seen_as() -> SeenAs:
    """Return how the client sees one described work."""

    def seen(described: SandboxWork) -> WorkFigures:
        with (
            serving(agency_with(described), stands_at=NOON) as sandbox,
            opened(http(sandbox.base_url), standing_grant(sandbox)) as douyin,
        ):
            (figures,) = douyin.works([])
            return figures

    return seen


def test_every_work_comes_once_though_pinned_ones_stand_on_every_page(douyin: Douyin) -> None:
    ids = [each.item_id for each in douyin.works([])]

    assert sorted(ids) == sorted(work(number).item_id for number in range(25))


def test_an_empty_page_in_the_middle_ends_nothing(sandbox: Remote, grant_of: Callable[[str], Grant]) -> None:
    with opened(http(sandbox.base_url), grant_of(HERON)) as douyin:
        ids = [each.item_id for each in douyin.works([])]

    assert ids == [work(number, HERON).item_id for number in (*range(20), *range(40, 45))]
    assert sandbox.calls()[WORKS] == 3


def test_a_cursor_that_comes_again_ends_the_list_with_a_warning(
    douyin: Douyin, sandbox: Remote, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.trouble(WORKS, Trouble.STUCK_CURSOR, times=None)

    assert len(list(douyin.works([]))) == 21
    assert sandbox.calls()[WORKS] == 1
    assert "turns in circles" in caplog.text


def test_a_work_is_told_with_its_moment_its_ids_and_its_counters(seen_as: SeenAs) -> None:
    figures = seen_as(work(1))

    assert figures.item_id == "@crane-0001+1/=="
    assert figures.video_id == "7400000000000000001"
    assert figures.title == "第1只纸鹤 #示例"
    assert figures.published_at == (NOON - timedelta(days=1, hours=1)).astimezone(UTC)
    assert figures.published_at.tzinfo == UTC
    assert (figures.plays, figures.likes, figures.comments, figures.shares) == (515, 51, 10, 5)
    assert (figures.kind, figures.visibility) == (WorkKind.VIDEO, Visibility.PUBLIC)
    assert figures.saves is None


def test_the_plays_of_a_private_work_are_unknown_and_not_0(seen_as: SeenAs) -> None:
    figures = seen_as(replace(work(1), visibility=Visibility.PRIVATE))

    assert (figures.visibility, figures.plays, figures.likes) == (Visibility.PRIVATE, None, 51)


def test_a_hidden_counter_is_unknown_and_not_0(seen_as: SeenAs) -> None:
    figures = seen_as(replace(work(1), hidden=("digg_count",)))

    assert (figures.plays, figures.likes) == (515, None)


def test_a_counter_without_anything_is_0_and_not_unknown(seen_as: SeenAs) -> None:
    assert seen_as(replace(work(1), shares=())).shares == 0


@pytest.mark.parametrize("visibility", [each for each in Visibility if each != Visibility.DELETED])
def test_every_visibility_comes_through(seen_as: SeenAs, visibility: Visibility) -> None:
    assert seen_as(replace(work(1), visibility=visibility)).visibility == visibility


def test_a_set_of_pictures_is_no_video(seen_as: SeenAs) -> None:
    assert seen_as(replace(work(1), kind=WorkKind.PICTURES)).kind == WorkKind.PICTURES


def test_plays_beyond_32_bits_come_through(seen_as: SeenAs) -> None:
    assert seen_as(replace(work(1), plays=(Wave(height=2**33, half_life_h=0.1),))).plays == 2**33


def test_numbers_spelled_as_text_are_numbers(douyin: Douyin, sandbox: Remote) -> None:
    as_numbers = list(douyin.works([]))
    sandbox.trouble(WORKS, Trouble.TEXT_NUMBERS, times=None)

    assert list(douyin.works([])) == as_numbers


def test_likes_that_were_withdrawn_show_as_fewer(douyin: Douyin, sandbox: Remote) -> None:
    ids = [work(2).item_id]
    sandbox.set_clock(work(2).published_at + timedelta(hours=72))
    (before,) = douyin.named(ids)
    sandbox.forward(hours=5)
    (after,) = douyin.named(ids)

    assert after.likes < before.likes


@pytest.mark.parametrize("profile", Profile)
def test_totals_come_in_batches_under_both_contracts(sandbox: Remote, grant: Grant, profile: Profile) -> None:
    ids = [work(number).item_id for number in range(25)]

    with opened(http(sandbox.base_url), grant, profile) as douyin:
        assert [each.item_id for each in douyin.named(ids)] == ids
    assert [count for path, count in sandbox.calls().items() if "video" in path] == [2]


def test_no_ids_cost_no_call(douyin: Douyin, sandbox: Remote) -> None:
    assert list(douyin.named([])) == []
    assert TOTALS not in sandbox.calls()


def test_totals_are_silent_about_works_of_others(douyin: Douyin) -> None:
    assert list(douyin.named([work(1, HERON).item_id])) == []


def test_a_mini_app_cannot_list_and_asks_for_the_works_that_are_known(miniapp: Douyin, sandbox: Remote) -> None:
    known = [work(number).item_id for number in (3, 1)]

    assert [each.item_id for each in miniapp.works(known)] == known
    assert WORKS not in sandbox.calls()


def test_a_mini_app_that_knows_no_works_asks_for_none(miniapp: Douyin, sandbox: Remote) -> None:
    assert list(miniapp.works([])) == []
    assert not [path for path in sandbox.calls() if "video" in path]
