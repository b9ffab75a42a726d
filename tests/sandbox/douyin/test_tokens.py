"""The desk keeps the platform's rules: prolonging, the limit of renewals, dead tokens, and its own clock."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from agency.sandbox.clock import Clock
from agency.sandbox.douyin.refusals import Refusal
from agency.sandbox.douyin.tokens import Authorisation, TokenDesk
from tests.sandbox.paper_crane import CRANE, HERON, NOON, agency


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def desk(clock: Clock) -> TokenDesk:
    return TokenDesk(agency(), clock)


def refused(call: Callable[[str], Authorisation], token: str) -> int:
    with pytest.raises(Refusal) as refusal:
        call(token)
    return refusal.value.code


def test_a_code_is_good_once(desk: TokenDesk) -> None:
    code = desk.code(CRANE)
    desk.exchange(code)

    assert refused(desk.exchange, code) == 10007


def test_a_code_is_good_for_ten_minutes(desk: TokenDesk, clock: Clock) -> None:
    code = desk.code(CRANE)
    clock.forward(timedelta(minutes=10))

    assert refused(desk.exchange, code) == 10007


def test_a_living_access_token_is_prolonged_and_stays_the_same(desk: TokenDesk, clock: Clock) -> None:
    pair = desk.exchange(desk.code(CRANE))
    before = pair.access_token
    clock.forward(timedelta(days=14))

    assert desk.refresh(pair.refresh_token).access_token == before
    assert pair.access_ends == clock.now() + timedelta(days=15)


def test_a_dead_access_token_is_replaced(desk: TokenDesk, clock: Clock) -> None:
    pair = desk.exchange(desk.code(CRANE))
    before = pair.access_token
    clock.forward(timedelta(days=15))

    assert refused(desk.holder, before) == 28001008
    assert desk.refresh(pair.refresh_token).access_token != before
    assert refused(desk.holder, before) == 28001003


def test_an_authorisation_lives_180_days_and_not_a_renewal_longer(desk: TokenDesk, clock: Clock) -> None:
    pair = desk.exchange(desk.code(CRANE))
    for _ in range(5):
        clock.forward(timedelta(days=29, hours=23))
        desk.renew(pair.refresh_token)

    assert refused(desk.renew, pair.refresh_token) == 10020
    clock.forward(timedelta(days=30))
    assert refused(desk.refresh, pair.refresh_token) == 10010


def test_a_renewal_kills_the_refresh_token_before(desk: TokenDesk) -> None:
    pair = desk.exchange(desk.code(CRANE))
    before = pair.refresh_token
    desk.renew(before)

    assert refused(desk.refresh, before) == 10010


def test_a_revoked_authorisation_ends_at_once_and_no_other_with_it(desk: TokenDesk) -> None:
    crane, heron = desk.exchange(desk.code(CRANE)), desk.exchange(desk.code(HERON))
    desk.revoke(CRANE)

    assert refused(desk.holder, crane.access_token) == 28001003
    assert desk.holder(heron.access_token).account.open_id == HERON


def test_another_client_token_leaves_the_one_before_five_minutes(desk: TokenDesk, clock: Clock) -> None:
    first, second = desk.client_token(), desk.client_token()

    assert desk.ends()[first] == clock.now() + timedelta(minutes=5)
    assert desk.ends()[second] == clock.now() + timedelta(hours=2)


def test_the_same_calls_give_the_same_tokens_after_a_new_start(desk: TokenDesk) -> None:
    again = TokenDesk(agency(), Clock(NOON))

    assert again.exchange(again.code(CRANE)).access_token == desk.exchange(desk.code(CRANE)).access_token
