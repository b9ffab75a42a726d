"""Answers of a shape that no contract promises: read where it can be, and named where it cannot."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from agency.errors import PlatformRefused, PlatformUnavailable
from agency.platforms.douyin.client import Douyin
from agency.platforms.line import Manners
from tests.platforms.calling import grant_with, http, opened

ONCE = Manners(attempts=1)
WORK = {"item_id": "@crane==", "create_time": 1774000000}


@contextmanager
def answering(body: Any, status: int = 200) -> Iterator[Douyin]:
    """Yield a client of a server that always answers the same."""

    class Parrot(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_words: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Parrot) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        with opened(http(f"http://127.0.0.1:{server.server_port}"), grant_with("act.1"), manners=ONCE) as douyin:
            yield douyin
        server.shutdown()
        thread.join()


def page(*works: Any) -> dict[str, Any]:
    return {"data": {"error_code": 0, "list": list(works), "has_more": False, "cursor": 0}}


def test_a_work_of_which_little_is_told_is_read_and_the_rest_is_unknown() -> None:
    with answering(page(WORK)) as douyin:
        (work,) = douyin.works([])

    assert work.published_at == datetime(2026, 3, 20, 9, 46, 40, tzinfo=UTC)
    assert (work.title, work.plays, work.likes, work.visibility, work.video_id) == ("", None, None, None, None)


def test_ids_beyond_double_precision_come_through_whether_number_or_text() -> None:
    with answering(page({**WORK, "video_id": 2**53 + 1}, {**WORK, "item_id": 2**63 - 1})) as douyin:
        first, second = douyin.works([])

    assert (first.video_id, second.item_id) == ("9007199254740993", "9223372036854775807")


def test_a_list_that_is_null_is_empty() -> None:
    with answering({"data": {"error_code": 0, "list": None, "has_more": False}}) as douyin:
        assert list(douyin.works([])) == []


def test_an_unknown_status_of_a_work_is_unknown() -> None:
    with answering(page({**WORK, "video_status": 99, "media_type": 99})) as douyin:
        (work,) = douyin.works([])

    assert work.visibility is None


def test_a_field_that_cannot_be_read_is_named_and_its_value_is_not() -> None:
    with (
        answering(page({**WORK, "statistics": {"play_count": "act.looks-like-a-secret"}})) as douyin,
        pytest.raises(PlatformUnavailable, match=r"list\.0\.statistics\.play_count") as error,
    ):
        list(douyin.works([]))
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("body", [[], "ok", 7, None], ids=str)
def test_json_that_is_no_object_is_no_answer(body: Any) -> None:
    with answering(body) as douyin, pytest.raises(PlatformUnavailable):
        list(douyin.works([]))


def test_a_status_that_blames_the_request_is_not_tried_again() -> None:
    with answering([], status=400) as douyin, pytest.raises(PlatformRefused, match="400"):
        list(douyin.works([]))
