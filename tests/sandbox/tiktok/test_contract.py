"""TikTok's side of the sandbox answers what the contract has, with only the fields that were asked for, and nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import requests

from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.sandbox.paper_crane import NOON, agency
from tests.sandbox.tiktok.lanterns import KITE, LANTERN, LIST, QUERY, TOKEN, USER, account, lantern, lanterns


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(lanterns(), stands_at=NOON) as remote:
        yield remote


def token_form(sandbox: Remote, **fields: str) -> dict[str, str]:
    ours = {"client_key": "sandbox-key", "client_secret": "sandbox-secret", "grant_type": "authorization_code"}
    return {**ours, "code": sandbox.code(LANTERN), "redirect_uri": "https://agency.example/consent", **fields}


def exchanged(sandbox: Remote, **fields: str) -> requests.Response:
    form = {name: text for name, text in token_form(sandbox, **fields).items() if text}
    return requests.post(f"{sandbox.base_url}{TOKEN}", data=form, timeout=10)


def ask(sandbox: Remote, path: str, fields: str, json: Any = None, owner: str = LANTERN, **query: str) -> Any:
    token = exchanged(sandbox, code=sandbox.code(owner)).json()["access_token"]
    return requests.request(
        "GET" if json is None else "POST",
        f"{sandbox.base_url}{path}",
        params={"fields": fields, **query},
        json=json,
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )


def test_an_answer_lies_in_the_envelope_with_an_error_that_says_ok(sandbox: Remote) -> None:
    answer = ask(sandbox, LIST, "id,create_time", {"max_count": 2})

    assert answer.status_code == 200
    assert answer.json() == {
        "data": {
            "videos": [
                {"id": "7500000000000000000", "create_time": 1773975600},
                {"id": "7500000000000000001", "create_time": 1773889200},
            ],
            "cursor": 1773889200000,
            "has_more": True,
        },
        "error": {"code": "ok", "message": "", "log_id": "202603200400000000007C7C7C7C7C7C"},
    }


def test_ten_are_listed_where_no_count_is_asked_for(sandbox: Remote) -> None:
    assert len(ask(sandbox, LIST, "id", {}).json()["data"]["videos"]) == 10


def test_a_page_ends_before_its_cursor(sandbox: Remote) -> None:
    cursor = int(lantern(3).published_at.timestamp() * 1000)

    (first, *_others) = ask(sandbox, LIST, "id", {"cursor": cursor}).json()["data"]["videos"]
    assert first["id"] == lantern(4).item_id


def test_what_cannot_be_seen_leaves_a_page_empty_though_there_is_more(sandbox: Remote) -> None:
    last_seen = int(lantern(19).published_at.timestamp() * 1000)

    data = ask(sandbox, LIST, "id", {"max_count": 20, "cursor": last_seen}, KITE).json()["data"]
    assert (data["videos"], data["has_more"]) == ([], True)


def test_a_hidden_counter_is_not_even_named() -> None:
    shy = replace(lantern(1), hidden=("view_count",))
    with serving(SandboxAgency(accounts=(account(LANTERN, shy),)), stands_at=NOON) as sandbox:
        (told,) = ask(sandbox, LIST, "id,view_count,like_count", {}).json()["data"]["videos"]

    assert set(told) == {"id", "like_count"}


@pytest.mark.parametrize("fields", ["", "id,", "id,digg_count", "id, title", "display_name"])
def test_a_field_outside_the_contract_is_refused_as_its_absence_is(sandbox: Remote, fields: str) -> None:
    answer = ask(sandbox, LIST, fields, {})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_params")


@pytest.mark.parametrize(
    "body",
    [{"max_count": 0}, {"max_count": 21}, {"max_count": "20"}, {"max_count": True}, {"cursor": -1}, {"count": 5}],
    ids=str,
)
def test_a_body_outside_the_contract_is_refused(sandbox: Remote, body: dict[str, Any]) -> None:
    assert ask(sandbox, LIST, "id", body).json()["error"]["code"] == "invalid_params"


def test_a_token_in_the_address_is_a_parameter_that_no_contract_names(sandbox: Remote) -> None:
    assert ask(sandbox, LIST, "id", {}, access_token="act.old-habit").json()["error"]["code"] == "invalid_params"


@pytest.mark.parametrize("ids", [[], ["7"] * 21, "7", None], ids=str)
def test_a_query_names_one_to_twenty_works(sandbox: Remote, ids: Any) -> None:
    answer = ask(sandbox, QUERY, "id", {"filters": {"video_ids": ids}})

    assert answer.json()["error"]["code"] == "invalid_params"


def test_a_query_leaves_out_what_is_foreign_deleted_or_private(sandbox: Remote) -> None:
    kites = [lantern(number, 7_600_000_000_000_000_000).item_id for number in (19, 20, 30, 40)]

    answer = ask(sandbox, QUERY, "id", {"filters": {"video_ids": [*kites, lantern(1).item_id]}}, KITE)
    assert [each["id"] for each in answer.json()["data"]["videos"]] == [kites[0], kites[3]]


def test_an_account_tells_of_itself_what_its_scopes_open(sandbox: Remote) -> None:
    told = ask(sandbox, USER, "display_name,follower_count,video_count").json()["data"]["user"]

    assert told == {"display_name": "灯笼(示例)", "follower_count": 4_000, "video_count": 45}
    refused = ask(sandbox, USER, "display_name,username")
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "scope_not_authorized")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer act.nobody", "act.nobody"])
def test_without_a_good_token_nothing_is_told(sandbox: Remote, header: str) -> None:
    address = f"{sandbox.base_url}{USER}?fields=open_id"

    answer = requests.get(address, headers={"Authorization": header}, timeout=10)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "access_token_invalid")


def test_tokens_come_bare_with_exactly_the_keys_of_the_contract(sandbox: Remote) -> None:
    told = exchanged(sandbox).json()

    assert set(told) == {
        "open_id",
        "scope",
        "access_token",
        "expires_in",
        "refresh_token",
        "refresh_expires_in",
        "token_type",
    }
    assert (told["expires_in"], told["refresh_expires_in"], told["token_type"]) == (7_200, 15_552_000, "Bearer")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"client_secret": "guessed"}, (401, "invalid_client")),
        ({"client_key": ""}, (401, "invalid_client")),
        ({"grant_type": "client_credentials"}, (400, "unsupported_grant_type")),
        ({"grant_type": "refresh_token"}, (400, "invalid_request")),
        ({"redirect_uri": ""}, (400, "invalid_request")),
        ({"open_id": LANTERN}, (400, "invalid_request")),
        ({"code": "code-of-nobody"}, (400, "invalid_grant")),
    ],
    ids=str,
)
def test_an_application_that_errs_is_refused_bare(
    sandbox: Remote, fields: dict[str, str], refusal: tuple[int, str]
) -> None:
    answer = exchanged(sandbox, **fields)

    assert (answer.status_code, answer.json()["error"]) == refusal
    assert set(answer.json()) == {"error", "error_description", "log_id"}


@pytest.mark.parametrize("path", ["/v2/post/publish/video/init/", "/v2/research/video/query/"])
def test_nothing_can_be_published_or_researched_here(sandbox: Remote, path: str) -> None:
    answer = requests.post(f"{sandbox.base_url}{path}", json={}, timeout=10)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "invalid_params")


def test_an_account_of_another_platform_is_a_stranger_here() -> None:
    both = SandboxAgency(accounts=(*agency().accounts, *lanterns().accounts))
    with serving(both, stands_at=NOON) as sandbox:
        crane = exchanged(sandbox, code=sandbox.code("crane-0001"))

    assert crane.json()["error"] == "invalid_grant"
