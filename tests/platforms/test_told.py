"""What a platform tells and can't be so: it is missing, or the answer is unreadable, and nothing else breaks on it."""

import json
from typing import Any

import pytest

from agency.errors import PlatformUnavailable
from agency.platforms.request import Answer, Request
from tests.platforms.calling import grant_with, opened
from tests.platforms.calling_kuaishou import kuaishou
from tests.platforms.calling_tiktok import tiktok

CRANE: dict[str, Any] = {
    "item_id": "crane-1",
    "title": "一只纸鹤(示例)",
    "create_time": 1_773_900_000,
    "statistics": {"play_count": 831, "digg_count": 12, "comment_count": 3, "share_count": 1},
}


class Telling:
    """Answers everything with one page of Douyin's."""

    def __init__(self, **told: object) -> None:
        listed = {"error_code": 0, "list": [CRANE | told], "has_more": False, "cursor": 0}
        self.content = json.dumps({"data": listed, "extra": {"error_code": 0}}).encode()

    def send(self, _request: Request) -> Answer:
        return Answer(status=200, content=self.content)

    def close(self) -> None:
        """Nothing is held."""


def works(carrier: Telling) -> list[Any]:
    with opened(carrier, grant_with("act.crane")) as douyin:
        return list(douyin.works([]))


def test_what_is_sound_is_read() -> None:
    (work,) = works(Telling())

    assert (work.plays, work.likes) == (831, 12)


@pytest.mark.parametrize("told", [-1, 2**63, -(10**30)])
def test_a_figure_that_is_no_count_is_missing_and_costs_no_other(told: int) -> None:
    (work,) = works(Telling(statistics={"play_count": told, "digg_count": 12}))

    assert (work.plays, work.likes) == (None, 12)


@pytest.mark.parametrize("told", [1_773_900_000_000, 10**30, -1])
def test_a_moment_in_milliseconds_or_before_all_moments_makes_an_answer_unreadable(told: int) -> None:
    with pytest.raises(PlatformUnavailable, match="create_time"):
        works(Telling(create_time=told))


def test_a_number_that_is_none_makes_an_answer_unreadable() -> None:
    with pytest.raises(PlatformUnavailable):
        works(Telling(statistics={"play_count": float("nan")}))


def test_the_character_that_no_database_keeps_is_left_out() -> None:
    (work,) = works(Telling(title="纸\0鹤"))

    assert work.title == "纸鹤"


@pytest.mark.parametrize("opening", [kuaishou, tiktok])
def test_a_length_or_moment_of_another_platform_is_held_to_the_same(opening: Any) -> None:
    wild = {"id": "1", "photo_id": "1", "create_time": 10**30, "duration": 10**12, "view_count": -1}
    page = {"result": 1, "video_list": [wild], "data": {"videos": [wild]}, "error": {"code": "ok"}}
    carrier = Telling()
    carrier.content = json.dumps(page).encode()

    with opening(carrier, grant_with("act.crane")) as client, pytest.raises(PlatformUnavailable, match="create_time"):
        list(client.works([]))
