"""The sandbox speaks as Bilibili's open platform is documented, and refuses what that does not have."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import requests

from agency.domain.terms.figures import Visibility
from agency.sandbox.bilibili.contract import ENDPOINTS
from agency.sandbox.faults import Trouble
from agency.sandbox.growth import Wave
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.sandbox.bilibili.asking import REFRESH, TOKEN, ask, give, signed, token_of
from tests.sandbox.bilibili.paper_kite import KITE, NOON, SWALLOW, account, agency, agency_with, work

LIST, VIEW, STAT, INC_STATS, USER_STAT, INFO = (endpoint.path for endpoint in ENDPOINTS)
PAGE = {"pn": "1", "ps": "50"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


def test_an_answer_comes_in_the_envelope_of_the_documents(sandbox: Remote) -> None:
    answer = ask(sandbox, USER_STAT)

    assert {**answer, "request_id": len(answer["request_id"])} == {
        "code": 0,
        "message": "0",
        "ttl": 1,
        "request_id": 32,
        "data": {"follower": 7500, "following": 0, "arc_passed_total": 7},
    }


def test_a_work_is_counted_with_the_keys_of_the_recorded_answer(sandbox: Remote) -> None:
    assert ask(sandbox, STAT, {"resource_id": work(1).item_id})["data"] == {
        "title": "第1只纸鸢 #示例",
        "ptime": int(work(1).published_at.timestamp()),
        "view": 515,
        "danmaku": 31,
        "reply": 10,
        "favorite": 21,
        "coin": 41,
        "share": 5,
        "like": 51,
    }


def test_a_list_tells_works_without_their_counters_and_a_page(sandbox: Remote) -> None:
    told = ask(sandbox, LIST, {"pn": "2", "ps": "3", "status": "pubed"})["data"]

    assert told["page"] == {"pn": 2, "ps": 3, "total": 7}
    assert [each["resource_id"] for each in told["list"]] == [work(number).item_id for number in (3, 4, 5)]
    assert told["list"][0]["addit_info"] == {"state": 0, "state_desc": "开放浏览", "reject_reason": ""}
    assert told["list"][0]["video_info"]["duration"] == 93
    assert "view" not in told["list"][0]


def test_one_work_is_told_as_the_list_tells_it(sandbox: Remote) -> None:
    (listed,) = ask(sandbox, LIST, {"pn": "2", "ps": "1"})["data"]["list"]

    assert ask(sandbox, VIEW, {"resource_id": work(1).item_id})["data"] == listed


def test_an_account_says_who_it_is_to_this_application(sandbox: Remote) -> None:
    assert ask(sandbox, INFO)["data"].keys() == {"name", "face", "openid"}
    assert ask(sandbox, INFO)["data"]["openid"] == KITE


@pytest.mark.parametrize(
    ("visibility", "status", "state", "is_published"),
    [
        (Visibility.PRIVATE, "pubed", -50, True),
        (Visibility.IN_REVIEW, "is_pubing", -30, False),
        (Visibility.NOT_SUITABLE, "not_pubed", -2, True),
    ],
)
def test_a_work_that_is_not_open_is_listed_under_its_status_without_an_address_and_has_no_counters(
    visibility: Visibility, status: str, state: int, is_published: bool
) -> None:
    with serving(agency_with(replace(work(1), visibility=visibility)), stands_at=NOON) as sandbox:
        (told,) = ask(sandbox, LIST, {**PAGE, "status": status})["data"]["list"]
        assert (told["addit_info"]["state"], told["video_info"], told["ptime"] > 0) == (state, None, is_published)
        assert ask(sandbox, STAT, {"resource_id": work(1).item_id})["code"] == 123004


def test_a_deleted_work_leaves_a_hole_in_its_page(sandbox: Remote) -> None:
    headers = signed(sandbox, token_of(sandbox, SWALLOW))

    told = ask(sandbox, LIST, {"pn": "2", "ps": "50"}, **headers)["data"]

    assert (told["list"], told["page"]["total"]) == ([], 120)


def test_a_work_that_is_yet_to_come_is_not_there() -> None:
    with serving(agency_with(work(1)), stands_at=work(2).published_at) as sandbox:
        assert ask(sandbox, LIST, PAGE)["data"]["list"] == []


def test_thirty_days_bring_all_of_a_young_work_and_little_of_an_old_one_under_the_misspelt_key() -> None:
    steady = (Wave(height=100, half_life_h=24),)
    young, old = replace(work(10), comments=steady), replace(work(33), comments=steady)
    with serving(agency_with(young, old), stands_at=NOON) as sandbox:
        told = ask(sandbox, INC_STATS)["data"]

    assert told["icn_reply"] == 100 + (100 - 88)
    assert told.keys() == {
        "inc_click",
        "inc_dm",
        "icn_reply",
        "inc_fav",
        "inc_coin",
        "inc_share",
        "inc_like",
        "inc_elec",
    }


@pytest.mark.parametrize("token", ["", "bat.nobody"])
def test_a_token_that_is_not_known_is_refused(sandbox: Remote, token: str) -> None:
    assert ask(sandbox, USER_STAT, **signed(sandbox, token))["code"] == 127001


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"pn": "1"},
        {"ps": "50"},
        {**PAGE, "pn": "0"},
        {**PAGE, "ps": "51"},
        {**PAGE, "ps": "-1"},
        {**PAGE, "pn": "one"},
        {**PAGE, "status": "published"},
        {**PAGE, "access_token": "bat.old-habit"},
    ],
    ids=str,
)
def test_parameters_outside_the_contract_are_refused(sandbox: Remote, query: dict[str, str]) -> None:
    assert ask(sandbox, LIST, query)["code"] == 4000


@pytest.mark.parametrize("path", [VIEW, STAT])
@pytest.mark.parametrize("resource_id", [work(1, "S").item_id, "BV1nowhere00", work(1).video_id])
def test_a_work_of_another_or_of_nobody_is_not_there(sandbox: Remote, path: str, resource_id: str) -> None:
    assert ask(sandbox, path, {"resource_id": resource_id})["code"] == 123004


@pytest.mark.parametrize(
    ("path", "scope"), [(endpoint.path, endpoint.scope) for endpoint in ENDPOINTS if not endpoint.needs]
)
def test_a_scope_that_was_not_granted_opens_nothing(path: str, scope: str) -> None:
    others = tuple({"USER_INFO", "USER_DATA", "ARC_BASE", "ARC_DATA"} - {scope})
    with serving(replace(agency(), accounts=(account(KITE, [], others),)), stands_at=NOON) as sandbox:
        assert ask(sandbox, path)["code"] == 127011


def test_a_pair_tells_its_end_as_a_moment(sandbox: Remote) -> None:
    told = give(sandbox, TOKEN, grant_type="authorization_code", code=sandbox.code(KITE))["data"]

    assert told["expires_in"] == int(NOON.timestamp()) + 30 * 86400
    assert told.keys() == {"access_token", "expires_in", "refresh_token", "scopes"}


def test_a_refresh_token_works_once(sandbox: Remote) -> None:
    first = give(sandbox, TOKEN, grant_type="authorization_code", code=sandbox.code(KITE))["data"]
    again = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    assert give(sandbox, REFRESH, **again)["code"] == 0
    assert give(sandbox, REFRESH, **again)["code"] == 122007


@pytest.mark.parametrize(
    ("path", "fields", "code"),
    [
        (TOKEN, {"grant_type": "authorization_code", "code": "never-given"}, 122002),
        (TOKEN, {"grant_type": "refresh_token", "code": "c"}, 4000),
        (TOKEN, {"grant_type": "authorization_code"}, 4000),
        (TOKEN, {"grant_type": "authorization_code", "code": "c", "redirect_uri": "https://a.example"}, 4000),
        (REFRESH, {"grant_type": "refresh_token", "refresh_token": "brt.nobody"}, 122007),
        (REFRESH, {"grant_type": "refresh_token", "refresh_token": "brt.x", "client_secret": "guessed"}, 122001),
        (REFRESH, {"grant_type": "refresh_token", "refresh_token": "brt.x", "client_id": "another"}, 122000),
    ],
    ids=str,
)
def test_a_call_for_tokens_outside_the_contract_is_refused(
    sandbox: Remote, path: str, fields: dict[str, str], code: int
) -> None:
    assert give(sandbox, path, **fields)["code"] == code


@pytest.mark.parametrize("path", ["/arcopen/fn/archive/delete", "/arcopen/fn/archive/add", "/x/somewhere"])
def test_an_address_that_is_not_simulated_is_refused_in_bilibili_s_words(sandbox: Remote, path: str) -> None:
    answer = requests.post(f"{sandbox.base_url}{path}", timeout=10)

    assert (answer.status_code, answer.json()["code"]) == (404, 4012)


@pytest.mark.parametrize(("code", "spoken"), [("", 4009), ("127009", 127009), ("999", 999)])
def test_it_refuses_on_command_in_its_own_words(sandbox: Remote, code: str, spoken: int) -> None:
    sandbox.trouble(USER_STAT, Trouble.REFUSED, code=code)
    sandbox.trouble(TOKEN, Trouble.REFUSED, code=code)

    assert give(sandbox, TOKEN, grant_type="authorization_code", code="c")["code"] == spoken
    assert ask(sandbox, USER_STAT)["code"] == spoken


def test_a_page_that_is_stuck_is_the_first_one_again(sandbox: Remote) -> None:
    sandbox.trouble(LIST, Trouble.STUCK_CURSOR)

    assert ask(sandbox, LIST, {"pn": "3", "ps": "2"})["data"]["page"]["pn"] == 1
