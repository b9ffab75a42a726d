"""Kuaishou's side of the sandbox answers what the contract has, always with status 200, and nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.sandbox.kuaishou.teahouse import INFO, ISSUE, LIST, RAIN, REFRESH, TEA, USER, cup, teahouse
from tests.sandbox.paper_crane import NOON


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(teahouse(), stands_at=NOON) as remote:
        yield remote


def exchanged(sandbox: Remote, path: str = ISSUE, owner: str = TEA, **fields: str | None) -> dict[str, Any]:
    ours = {"app_id": "sandbox-key", "app_secret": "sandbox-secret", "grant_type": "authorization_code"}
    form = {**ours, "code": sandbox.code(owner), **fields}
    return requests.post(f"{sandbox.base_url}{path}", data=form, timeout=10).json()


def ask(sandbox: Remote, path: str, owner: str = TEA, **query: str | int | None) -> dict[str, Any]:
    token = exchanged(sandbox, owner=owner)["access_token"]
    asked = {"app_id": "sandbox-key", "access_token": token, **query}
    answer = requests.get(f"{sandbox.base_url}{path}", params=asked, timeout=10)
    assert answer.status_code == 200
    return answer.json()


def test_a_work_is_told_with_exactly_the_keys_of_the_contract(sandbox: Remote) -> None:
    told = ask(sandbox, LIST, count=1)

    assert set(told) == {"result", "video_list"}
    assert told["video_list"] == [
        {
            "photo_id": "3xtea000",
            "caption": "第0碗茶(示例)",
            "cover": "http://127.0.0.1/covers/3xtea000.jpeg",
            "play_url": "http://127.0.0.1/play/3xtea000.mp4",
            "create_time": 1773975600000,
            "like_count": 3,
            "comment_count": 1,
            "view_count": 85,
            "pending": True,
        }
    ]


def test_twenty_are_listed_where_no_count_is_asked_for_and_two_hundred_at_most(sandbox: Remote) -> None:
    assert len(ask(sandbox, LIST)["video_list"]) == 20
    assert len(ask(sandbox, LIST, count=200)["video_list"]) == 45


def test_a_page_begins_behind_its_cursor_and_behind_the_last_comes_nothing(sandbox: Remote) -> None:
    assert ask(sandbox, LIST, cursor=cup(4).item_id)["video_list"][0]["photo_id"] == cup(5).item_id
    assert ask(sandbox, LIST, cursor=cup(45).item_id) == {"result": 1, "video_list": []}


def test_a_deleted_work_leaves_no_hole(sandbox: Remote) -> None:
    listed = [each["photo_id"] for each in ask(sandbox, LIST)["video_list"]]

    assert listed[:4] == [cup(number).item_id for number in (0, 1, 2, 4)]
    assert len(listed) == 20


@pytest.mark.parametrize(
    "query",
    [{"count": 0}, {"count": 201}, {"count": "many"}, {"cursor": "3xnobody"}, {"page": 1}, {"app_id": None}],
    ids=str,
)
def test_a_parameter_outside_the_contract_is_refused(sandbox: Remote, query: dict[str, Any]) -> None:
    assert ask(sandbox, LIST, **query) == {"result": 100200100, "error_msg": "invalid request"}


def test_one_work_is_told_by_its_id_and_a_foreign_or_deleted_one_does_not_exist(sandbox: Remote) -> None:
    assert ask(sandbox, INFO, photo_id=cup(2).item_id)["video_info"]["caption"] == "第2碗茶(示例)"
    for missing in (cup(3).item_id, cup(2, "rain").item_id, ""):
        assert ask(sandbox, INFO, photo_id=missing)["result"] == 120001


def test_an_account_tells_who_it_is(sandbox: Remote) -> None:
    told = ask(sandbox, USER, RAIN)["user_info"]

    assert set(told) == {"name", "sex", "fan", "follow", "head", "bigHead", "city"}
    assert (told["name"], told["fan"]) == ("茶摊(示例)", 7_500)


@pytest.mark.parametrize(
    ("query", "result"), [({"access_token": "ks.at.nobody"}, 100200102), ({"app_id": "x"}, 100200101)]
)
def test_a_stranger_is_told_nothing(sandbox: Remote, query: dict[str, str], result: int) -> None:
    assert ask(sandbox, USER, **query)["result"] == result


def test_a_token_past_its_end_says_so() -> None:
    with serving(teahouse(), stands_at=NOON) as sandbox:
        token = exchanged(sandbox)["access_token"]
        sandbox.forward(hours=48)

        assert ask(sandbox, USER, access_token=token, owner=RAIN)["result"] == 100200108


def test_tokens_come_with_exactly_the_keys_of_the_contract_by_form_and_by_address(sandbox: Remote) -> None:
    pair = exchanged(sandbox)
    asked = {"app_id": "sandbox-key", "app_secret": "sandbox-secret", "grant_type": "refresh_token"}
    by_address = requests.get(
        f"{sandbox.base_url}{REFRESH}", params={**asked, "refresh_token": pair["refresh_token"]}, timeout=10
    ).json()

    assert set(pair) == set(by_address)
    assert set(pair) == {
        "result",
        "access_token",
        "expires_in",
        "refresh_token",
        "refresh_token_expires_in",
        "open_id",
        "scopes",
    }
    assert (by_address["expires_in"], by_address["refresh_token_expires_in"]) == (172_800, 15_552_000)
    assert by_address["access_token"] != pair["access_token"]


@pytest.mark.parametrize(
    ("fields", "result"),
    [
        ({"app_secret": "guessed"}, 100200101),
        ({"grant_type": "client_credentials"}, 100200104),
        ({"code": "code-of-nobody"}, 100200105),
        ({"code": None}, 100200100),
        ({"open_id": TEA}, 100200100),
    ],
    ids=str,
)
def test_an_application_that_errs_is_refused(sandbox: Remote, fields: dict[str, str | None], result: int) -> None:
    assert exchanged(sandbox, **fields)["result"] == result


@pytest.mark.parametrize("path", ["/openapi/photo/delete", "/openapi/photo/publish", "/oauth2/nowhere"])
def test_nothing_can_be_published_or_deleted_here(sandbox: Remote, path: str) -> None:
    answer = requests.post(f"{sandbox.base_url}{path}", json={}, timeout=10)

    assert (answer.status_code, answer.json()["result"]) == (404, 100200100)
