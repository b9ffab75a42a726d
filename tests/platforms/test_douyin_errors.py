"""Every error code of Douyin becomes the error that says what to do, and only what may heal is tried again."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agency.errors import (
    AccountBarred,
    CapabilityGone,
    NeedsAuthorisation,
    PlatformError,
    PlatformRefused,
    PlatformUnavailable,
    QuotaUsedUp,
    SlowDown,
)
from agency.platforms.douyin.answers import payload
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.grants import Grant, TokenExpired
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import IMPATIENT, grant_with, http, opened, standing_grant
from tests.sandbox.paper_crane import CRANE, HERON, NOON, account, agency, work

WORKS, BASE, APPS_BASE = (
    "/api/douyin/v1/video/video_list/",
    "/data/external/item/base/",
    "/api/apps/v1/item/get_base/",
)
RECORDED = json.loads((Path(__file__).parent / "recorded" / "douyin_errors.json").read_text("utf-8"))["items"]

REACTIONS = {
    TokenExpired: "28001008 28001003 2190008 2190002 10008",
    NeedsAuthorisation: "28001012 28001015 28001042 2190003 2190015 10010 10020",
    CapabilityGone: "28001014 28001018 28001019 28001056 28001016 28001020 28001021 2190004 2190016 2100007",
    AccountBarred: "28001045 28001046 28001047 2100009 2112001",
    PlatformRefused: "28001007 28001017 2100005 2119001 2111001 2190005 99999999",
    SlowDown: "28001005 28001006 28001052 28003018 2100004 2119002 2119003",
    QuotaUsedUp: "28003017 2190001",
}
TRIES = {SlowDown: IMPATIENT.attempts, TokenExpired: 2}


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("code", "reaction"), [(int(code), error) for error, codes in REACTIONS.items() for code in codes.split()]
)
@pytest.mark.parametrize("envelope", ["A", "C", "D"])
def test_a_code_becomes_its_reaction_in_every_envelope(
    shared_sandbox: Remote, code: int, reaction: type[PlatformError], envelope: str
) -> None:
    profile, path = (Profile.MINIAPP, APPS_BASE) if envelope == "C" else (Profile.DOP, BASE)
    trouble = Trouble.GATEWAY if envelope == "D" else Trouble.REFUSED
    shared_sandbox.lift_troubles()
    shared_sandbox.trouble(path, trouble, times=None, code=code)
    asked_before = shared_sandbox.calls().get(path, 0)

    with (
        opened(http(shared_sandbox.base_url), grant_with("act.anything"), profile) as douyin,
        pytest.raises(reaction) as error,
    ):
        douyin.work_month(work(1).item_id)

    assert type(error.value) is reaction
    assert error.value.code == str(code)
    assert error.value.trace.startswith("20260320")
    assert shared_sandbox.calls()[path] - asked_before == TRIES.get(reaction, 1)


@pytest.mark.parametrize(
    ("recorded", "reaction"), [*zip(RECORDED, [CapabilityGone, TokenExpired, TokenExpired], strict=True)]
)
def test_a_recorded_answer_becomes_its_reaction(recorded: dict[str, Any], reaction: type[PlatformError]) -> None:
    with pytest.raises(reaction):
        payload(recorded["body"], recorded["endpoint"])


def test_a_recorded_answer_keeps_its_words_and_its_trace_for_the_support_desk() -> None:
    with pytest.raises(CapabilityGone) as gone:
        payload(RECORDED[0]["body"], WORKS)

    assert gone.value.trace == "2025032420250656CC2F059B7A270851DF"
    assert "该能力API已下线,不再支持调用" in str(gone.value)


@pytest.mark.parametrize(
    "body",
    [
        {"err_no": 28003017, "data": None},
        {"errcode": 28003017},
        {"error_code": 28003017},
        {"errno": "28003017"},
        {"error": 28003017},
        {"err": {"err_code": 28003017}},
        {"err_no": 0, "extra": {"error_code": 28003017}},
        {"data": {"error_code": 28003017}, "message": "error"},
        {"err_no": 0, "data": {"data": None, "extra": {"error_code": "28003017"}}},
    ],
    ids=str,
)
def test_a_code_is_found_wherever_it_is_hidden(body: dict[str, Any]) -> None:
    with pytest.raises(QuotaUsedUp):
        payload(body, WORKS)


def test_the_first_code_that_is_not_0_wins() -> None:
    with pytest.raises(QuotaUsedUp):
        payload({"err_no": "0", "error_code": 28003017, "extra": {"error_code": 28001007}}, WORKS)


@pytest.mark.parametrize("body", [{}, {"data": {}}, {"detail": "Not Found"}, {"err_no": None}], ids=str)
def test_a_body_without_any_code_is_not_taken_for_success(body: dict[str, Any]) -> None:
    with pytest.raises(PlatformUnavailable):
        payload(body, WORKS)


def test_the_token_of_another_account_is_refused(sandbox: Remote, grant_of: Callable[[str], Grant]) -> None:
    stolen = replace(grant_of(HERON), open_id=CRANE)

    with opened(http(sandbox.base_url), stolen) as douyin, pytest.raises(TokenExpired):
        douyin.work_month(work(1).item_id)


def test_a_scope_that_the_owner_did_not_grant_needs_the_owner() -> None:
    reserved = replace(account(CRANE, [work(1)]), scopes=("video.list.bind",))
    with (
        serving(SandboxAgency(accounts=(reserved,)), stands_at=NOON) as sandbox,
        opened(http(sandbox.base_url), standing_grant(sandbox)) as douyin,
    ):
        assert list(douyin.works([]))
        with pytest.raises(NeedsAuthorisation) as missing:
            douyin.account_days(7)
    assert type(missing.value) is NeedsAuthorisation


def test_the_quota_of_a_day_is_back_the_next_morning() -> None:
    with (
        serving(replace(agency(), calls_per_day=2), stands_at=NOON) as sandbox,
        opened(http(sandbox.base_url), standing_grant(sandbox)) as douyin,
    ):
        list(douyin.works([]))
        with pytest.raises(QuotaUsedUp):
            list(douyin.works([]))
        sandbox.forward(hours=12)
        assert list(douyin.works([]))
