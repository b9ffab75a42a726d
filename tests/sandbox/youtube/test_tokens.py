"""The desk keeps Google's rules: an hour for access, no end for refreshing but the owner's, and old tokens live on."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from agency.sandbox.clock import Clock
from agency.sandbox.youtube.contract import READ, SCOPES
from agency.sandbox.youtube.refusals import Refusal
from agency.sandbox.youtube.tokens import TokenDesk, granted
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import FLEET, HARBOUR, boats, channel


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def desk(clock: Clock) -> TokenDesk:
    return TokenDesk(boats(), clock)


def refused(call: Callable[[str], object], token: str) -> str:
    with pytest.raises(Refusal) as refusal:
        call(token)
    return refusal.value.reason


def test_a_code_is_good_once_and_for_ten_minutes(desk: TokenDesk, clock: Clock) -> None:
    used, late = desk.code(FLEET), desk.code(FLEET)
    desk.exchange(used)
    clock.forward(timedelta(minutes=10))

    assert refused(desk.exchange, used) == refused(desk.exchange, late) == "invalid_grant"


def test_an_access_token_lives_an_hour_and_a_newer_one_does_not_end_it(desk: TokenDesk, clock: Clock) -> None:
    first = desk.exchange(desk.code(FLEET))
    clock.forward(timedelta(minutes=59))
    second = desk.refresh(first.refresh_token)

    assert desk.holder(first.access_token) is desk.holder(second.access_token)
    clock.forward(timedelta(minutes=1))
    assert refused(desk.holder, first.access_token) == "authError"
    assert desk.holder(second.access_token).open_id == FLEET


def test_a_refresh_token_has_no_end(desk: TokenDesk, clock: Clock) -> None:
    given = desk.exchange(desk.code(FLEET))
    clock.forward(timedelta(days=3_650))

    assert desk.refresh(given.refresh_token).refresh_token == given.refresh_token
    assert given.refresh_token not in desk.ends()


def test_a_consent_taken_back_ends_all_tokens_of_its_channel_and_no_other(desk: TokenDesk) -> None:
    fleet, harbour = desk.exchange(desk.code(FLEET)), desk.exchange(desk.code(HARBOUR))
    desk.revoke(FLEET)

    assert refused(desk.holder, fleet.access_token) == "authError"
    assert refused(desk.refresh, fleet.refresh_token) == "invalid_grant"
    assert desk.holder(harbour.access_token).open_id == HARBOUR


def test_an_owner_grants_what_the_description_names_or_else_everything() -> None:
    assert granted(channel(FLEET, scopes=(READ, "video.list.bind"))) == {READ}
    assert granted(channel(FLEET, scopes=("video.list.bind",))) == set(SCOPES)


def test_the_same_calls_give_the_same_tokens_after_a_new_start(desk: TokenDesk) -> None:
    again = TokenDesk(boats(), Clock(NOON))

    assert again.exchange(again.code(FLEET)) == desk.exchange(desk.code(FLEET))
