"""Every error code of Bilibili becomes the error that says what to do, and only what may heal is tried again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agency.errors import (
    CapabilityGone,
    NeedsAuthorisation,
    PlatformError,
    PlatformRefused,
    PlatformUnavailable,
    QuotaUsedUp,
    SlowDown,
)
from agency.platforms.bilibili.answers import REACTIONS, payload
from agency.platforms.bilibili.wire import Stat
from agency.platforms.grants import TokenExpired
from agency.sandbox.description import SandboxAgency
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import IMPATIENT
from tests.platforms.calling_bilibili import carrier, reading, standing_grant
from tests.sandbox.bilibili.paper_kite import KITE, NOON, account, agency, work

USER_STAT, STAT = "/arcopen/fn/data/user/stat", "/arcopen/fn/data/arc/stat"
RECORDED = json.loads((Path(__file__).parent / "recorded" / "bilibili_arc_stat.json").read_text("utf-8"))["items"]

EXPECTED = {
    TokenExpired: "127001",
    NeedsAuthorisation: "122002 122007 127011",
    CapabilityGone: "127005 127006 127007 127010 127304 127305",
    PlatformRefused: "4000 4001 4002 4005 4006 4007 4008 4012 4013 122000 122001 122008 127000 127002 123004 -400 99",
    SlowDown: "4009 127306",
    QuotaUsedUp: "127009",
    PlatformUnavailable: "4003 4004 4010 4011 122009 122010 123002",
}
TRIES = {SlowDown: IMPATIENT.attempts, PlatformUnavailable: IMPATIENT.attempts, TokenExpired: 2}


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as sandbox:
        yield sandbox


@pytest.mark.parametrize(
    ("code", "reaction"), [(code, error) for error, codes in EXPECTED.items() for code in codes.split()]
)
def test_a_code_becomes_its_reaction_and_is_tried_again_only_where_it_may_heal(
    shared_sandbox: Remote, code: str, reaction: type[PlatformError]
) -> None:
    shared_sandbox.lift_troubles()
    shared_sandbox.trouble(USER_STAT, Trouble.REFUSED, times=None, code=code)
    asked_before = shared_sandbox.calls().get(USER_STAT, 0)

    with (
        reading(carrier(shared_sandbox), standing_grant(shared_sandbox)) as kite,
        pytest.raises(PlatformError, match=USER_STAT) as error,
    ):
        kite.account_days(7)

    assert type(error.value) is reaction
    assert error.value.code == code
    assert len(error.value.trace) == 32
    assert shared_sandbox.calls()[USER_STAT] - asked_before == TRIES.get(reaction, 1)


def test_no_code_has_two_reactions() -> None:
    codes = [code for codes in REACTIONS.values() for code in codes]

    assert len(codes) == len(set(codes))


def test_an_error_keeps_the_words_of_the_platform_and_its_trace_for_the_support_desk() -> None:
    body = {"code": 127007, "message": "应用无该接口权限", "ttl": 1, "request_id": "7589crane"}

    with pytest.raises(CapabilityGone) as gone:
        payload(body, USER_STAT)
    assert str(gone.value) == f"B站接口 {USER_STAT} 答复:应用无该接口权限(错误码 127007,日志号 7589crane)。"
    assert gone.value.trace == "7589crane"


def test_an_error_without_words_is_still_a_sentence() -> None:
    with pytest.raises(PlatformRefused, match=r"答复:-\(错误码 4000,日志号 -\)"):
        payload({"code": "4000"}, USER_STAT)


@pytest.mark.parametrize("recorded", RECORDED)
def test_a_recorded_answer_is_read(recorded: dict[str, Any]) -> None:
    figures = Stat.model_validate(payload(recorded["body"], STAT)).figures("BV1recorded0")

    assert (figures.title, figures.plays, figures.coins) == ("openplat测试稿件-hehehe", 29, 0)


@pytest.mark.parametrize("body", [{}, {"data": {}}, {"message": "0"}, {"code": None}, {"code": [0]}], ids=str)
def test_a_body_without_a_code_is_not_taken_for_success(body: dict[str, Any]) -> None:
    with pytest.raises(PlatformUnavailable):
        payload(body, USER_STAT)


@pytest.mark.parametrize("body", [{"code": 0}, {"code": "0", "data": None}, {"code": 0, "data": []}], ids=str)
def test_success_without_anything_inside_is_empty(body: dict[str, Any]) -> None:
    assert payload(body, USER_STAT) == {}


def test_a_scope_that_the_owner_did_not_grant_needs_the_owner() -> None:
    reserved = SandboxAgency(accounts=(account(KITE, [work(1)], scopes=("ARC_BASE", "ARC_DATA")),))
    with (
        serving(reserved, stands_at=NOON) as sandbox,
        reading(carrier(sandbox), standing_grant(sandbox)) as kite,
    ):
        assert list(kite.works([]))
        with pytest.raises(NeedsAuthorisation) as missing:
            kite.account_days(7)
    assert type(missing.value) is NeedsAuthorisation


def test_the_quota_of_a_day_is_back_the_next_morning() -> None:
    with (
        serving(replace(agency(), calls_per_day=1), stands_at=NOON) as sandbox,
        reading(carrier(sandbox), standing_grant(sandbox)) as kite,
    ):
        kite.account_days(7)
        with pytest.raises(QuotaUsedUp):
            kite.account_days(7)
        sandbox.forward(hours=12)
        assert kite.account_days(7)


def test_the_quota_that_runs_out_among_the_works_is_told_and_not_taken_for_their_end() -> None:
    with (
        serving(replace(agency(), calls_per_day=4), stands_at=NOON) as sandbox,
        reading(carrier(sandbox), standing_grant(sandbox)) as kite,
    ):
        works = kite.works([])
        assert [next(works).item_id for _ in range(3)]
        with pytest.raises(QuotaUsedUp):
            next(works)
