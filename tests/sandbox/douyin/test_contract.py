"""The sandbox speaks as Douyin's official SDK expects: every path, parameter and key of an answer."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests

from agency.sandbox.douyin.contract import ENDPOINTS
from agency.sandbox.douyin.oauth import OAUTH_ENDPOINTS
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.sandbox.paper_crane import CRANE, FIRST_COMMENT, NOON, TALKED_ABOUT, agency

ORACLE = Path(__file__).parents[2] / "oracles" / "douyin_openapi_contract.json"
CONTRACT = {told["path"]: told for told in json.loads(ORACLE.read_text("utf-8"))["endpoints"]}
SIMULATED = {endpoint.path: endpoint for endpoint in (*ENDPOINTS, *OAUTH_ENDPOINTS)}

WRITES_TO_THE_PLATFORM = {
    "/api/apps/v1/item/reply_comment/",
    "/api/apps/v1/item/top_comment/",
    "/item/comment/reply/",
    "/item/comment/top/",
}
NOT_CALLED_BY_US = {
    "/api/apps/v1/convert_video_id/open_item_id_to_encrypt_id/",
    "/api/apps/v1/convert_video_id/video_id_to_open_item_id/",
    "/api/douyin/v1/user/fans_data/",
    "/api/douyin/v1/video/video_basic_info/",
    "/data/extern/billboard/hot_video/",
    "/data/extern/fans/comment/",
    "/data/extern/fans/favourite/",
    "/data/extern/fans/source/",
    "/fans/check/",
}
QUERY = {
    "open_id": CRANE,
    "item_id": TALKED_ABOUT.item_id,
    "comment_id": FIRST_COMMENT,
    "count": 10,
    "cursor": 0,
    "date_type": 7,
    "sort_type": "time",
}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture(scope="module")
def grant(sandbox: Remote) -> Mapping[str, str]:
    body = fields("/oauth/access_token/") | {"code": sandbox.code(CRANE), "grant_type": "authorization_code"}
    return requests.post(f"{sandbox.base_url}/oauth/access_token/", data=body, timeout=10).json()["data"]


def test_every_one_of_the_47_endpoints_is_simulated_or_left_out_for_a_stated_reason() -> None:
    assert len(CONTRACT) == 47
    assert sorted([*SIMULATED, *WRITES_TO_THE_PLATFORM, *NOT_CALLED_BY_US]) == sorted(CONTRACT)


@pytest.mark.parametrize("path", SIMULATED)
def test_an_endpoint_takes_exactly_the_parameters_of_the_sdk(path: str) -> None:
    ours, told = SIMULATED[path], CONTRACT[path]

    assert sorted(ours.body) == sorted(told["body"])
    assert sorted(getattr(ours, "query", ())) == sorted(told["query"])
    assert getattr(ours, "method", "POST") == told["method"]
    assert getattr(ours, "token_header", None) == told["auth_header"]


@pytest.mark.parametrize("path", [endpoint.path for endpoint in ENDPOINTS])
def test_an_endpoint_answers_with_exactly_the_keys_and_types_of_the_sdk(
    path: str, sandbox: Remote, grant: Mapping[str, str]
) -> None:
    told, url = CONTRACT[path], f"{sandbox.base_url}{path}"
    query = {name: QUERY[name] for name in told["query"]}
    body = {"open_id": CRANE} if "open_id" in told["body"] else {"item_ids": [TALKED_ABOUT.item_id]}
    sent = {"json": body} if told["method"] == "POST" else {}

    answer = requests.request(
        told["method"], url, params=query, headers={told["auth_header"]: grant["access_token"]}, timeout=10, **sent
    )

    assert answer.status_code == 200
    assert list(differences(answer.json(), told["response"])) == []


@pytest.mark.parametrize("path", [endpoint.path for endpoint in OAUTH_ENDPOINTS])
def test_a_call_for_tokens_answers_with_exactly_the_keys_of_the_sdk(path: str, sandbox: Remote) -> None:
    with_code = fields("/oauth/access_token/") | {"code": sandbox.code(CRANE), "grant_type": "authorization_code"}
    pair = requests.post(f"{sandbox.base_url}/oauth/access_token/", data=with_code, timeout=10).json()["data"]
    grant_types = {"/oauth/refresh_token/": "refresh_token", "/oauth/client_token/": "client_credential"}
    known = with_code | {"code": sandbox.code(CRANE), "refresh_token": pair["refresh_token"]}
    known |= {"grant_type": grant_types.get(path, "authorization_code")}

    answer = requests.post(
        f"{sandbox.base_url}{path}", data={name: known[name] for name in CONTRACT[path]["body"]}, timeout=10
    )

    assert answer.json()["data"]["error_code"] == 0
    assert list(differences(answer.json(), CONTRACT[path]["response"])) == []


def test_a_difference_would_be_seen() -> None:
    assert list(differences({"a": 1, "c": [{"d": True}]}, {"b": "number", "c": [{"d": "number"}]})) == [
        "a: not in the contract",
        "b: missing",
        "c[].d: True is no number",
    ]


def fields(path: str) -> dict[str, str]:
    application = {"client_key": agency().client_key, "client_secret": agency().client_secret}
    return {name: value for name, value in application.items() if name in CONTRACT[path]["body"]}


def differences(answer: Any, told: Any, place: str = "") -> Iterator[str]:
    """Yield where an answer departs from the contract, whose "string" also stands for 64-bit numbers."""
    match told:
        case dict():
            yield from (f"{place}{key}: not in the contract" for key in answer.keys() - told.keys())
            yield from (f"{place}{key}: missing" for key in told.keys() - answer.keys())
            for key in sorted(answer.keys() & told.keys()):
                yield from differences(answer[key], told[key], f"{place}{key}" + "." * isinstance(told[key], dict))
        case [element]:
            if not answer:
                yield f"{place}: an empty list shows nothing"
            for each in answer:
                yield from differences(each, element, f"{place}[].")
        case _ if type(answer) not in {"string": (str, int), "number": (int, float), "boolean": (bool,)}[told]:
            yield f"{place}: {answer} is no {told}"
