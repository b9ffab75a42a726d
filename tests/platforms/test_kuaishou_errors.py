"""Every number with which Kuaishou refuses becomes the error that says what to do; 0 is one of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agency.errors import NeedsAuthorisation, PlatformError, PlatformRefused, PlatformUnavailable, SlowDown
from agency.platforms.grants import TokenExpired
from agency.platforms.kuaishou.answers import payload
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import IMPATIENT
from tests.platforms.calling_kuaishou import granted, http, kuaishou
from tests.sandbox.kuaishou.teahouse import INFO, LIST, TEA, account, cup, teahouse
from tests.sandbox.paper_crane import NOON

REACTIONS = {
    TokenExpired: "100200102 100200108",
    NeedsAuthorisation: "100200105 100200109 100200110 100200111 100200113 100200115",
    SlowDown: "100100402 100100403 100100404 100200410 200100410",
    PlatformUnavailable: "100200500",
    PlatformRefused: "0 100200100 100200101 100400 120001 10001005 99999999",
}
RECORDED = json.loads((Path(__file__).parent / "recorded" / "kuaishou_open.json").read_text("utf-8"))["items"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Remote]:
    with serving(teahouse(), stands_at=NOON) as remote:
        yield remote


@pytest.mark.parametrize(
    ("code", "reaction"), [(code, error) for error, codes in REACTIONS.items() for code in codes.split()]
)
def test_a_number_becomes_its_reaction_and_only_what_may_heal_is_asked_again(
    sandbox: Remote, code: str, reaction: type[PlatformError]
) -> None:
    sandbox.lift_troubles()
    sandbox.trouble(LIST, Trouble.REFUSED, times=None, code=code)
    asked_before = sandbox.calls().get(LIST, 0)

    with kuaishou(http(sandbox.base_url), granted(sandbox)) as client, pytest.raises(PlatformError) as error:
        list(client.works([]))

    assert (type(error.value), error.value.code) == (reaction, code)
    calls = IMPATIENT.attempts if issubclass(reaction, PlatformUnavailable) else 2 if reaction is TokenExpired else 1
    assert sandbox.calls()[LIST] - asked_before == calls


def test_a_recorded_success_is_one() -> None:
    assert payload(RECORDED[0]["body"], LIST) == {"result": 1}
    assert payload({"result": "1"}, LIST) == {"result": "1"}


@pytest.mark.parametrize(("recorded", "reaction"), [*zip(RECORDED[1:], [TokenExpired, PlatformRefused], strict=True)])
def test_a_recorded_refusal_becomes_its_reaction_and_keeps_its_words(
    recorded: dict[str, Any], reaction: type[PlatformError]
) -> None:
    with pytest.raises(reaction, match=recorded["body"]["error_msg"]):
        payload(recorded["body"], LIST)


@pytest.mark.parametrize("body", [{}, {"video_list": []}, {"result": None}, {"code": 0}], ids=str)
def test_a_body_without_a_result_is_not_taken_for_success(body: dict[str, Any]) -> None:
    with pytest.raises(PlatformUnavailable):
        payload(body, LIST)


def test_a_refusal_of_one_named_work_that_is_not_its_absence_is_raised(sandbox: Remote) -> None:
    sandbox.lift_troubles()
    sandbox.trouble(INFO, Trouble.REFUSED, code=100200100)

    with kuaishou(http(sandbox.base_url), granted(sandbox)) as client, pytest.raises(PlatformRefused):
        list(client.named([cup(2).item_id]))


def test_works_need_a_scope_of_their_own() -> None:
    reserved = account(TEA, cup(1), scopes=("user_info",))
    with (
        serving(SandboxAgency(accounts=(reserved,)), stands_at=NOON) as sandbox,
        kuaishou(http(sandbox.base_url), granted(sandbox)) as client,
    ):
        assert client.account_days(7)
        with pytest.raises(NeedsAuthorisation):
            list(client.works([]))
