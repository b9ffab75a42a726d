"""The desk of pairs: a refresh gives a whole new pair and kills the old, and everything ends when it should."""

from datetime import timedelta

import pytest

from agency.sandbox.clock import Clock
from agency.sandbox.pairs import Lives, NoGood, PairDesk
from tests.sandbox.paper_crane import NOON
from tests.sandbox.tiktok.lanterns import KITE, LANTERN, lanterns

LIVES = Lives(access=timedelta(hours=2), refresh=timedelta(days=180), access_prefix="act.", refresh_prefix="rft.")


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def desk(clock: Clock) -> PairDesk:
    return PairDesk(lanterns(), clock, LIVES)


def test_a_code_is_good_once_and_for_ten_minutes(desk: PairDesk, clock: Clock) -> None:
    spent, late = desk.code(LANTERN), desk.code(LANTERN)
    desk.exchange(spent)
    clock.forward(timedelta(minutes=10))

    for code in (spent, late, "nobody's"):
        with pytest.raises(NoGood):
            desk.exchange(code)


def test_a_refresh_kills_both_tokens_of_the_pair_before(desk: PairDesk) -> None:
    old = desk.exchange(desk.code(LANTERN))
    new = desk.refresh(old.refresh_token)

    with pytest.raises(NoGood):
        desk.refresh(old.refresh_token)
    with pytest.raises(NoGood):
        desk.holder(old.access_token)
    assert desk.holder(new.access_token).open_id == LANTERN


def test_a_token_past_its_end_is_told_from_one_that_never_was(desk: PairDesk, clock: Clock) -> None:
    pair = desk.exchange(desk.code(LANTERN))
    clock.forward(timedelta(hours=2))

    with pytest.raises(NoGood) as expired:
        desk.holder(pair.access_token)
    with pytest.raises(NoGood) as unknown:
        desk.holder("act.nobody")
    assert (expired.value.was_known, unknown.value.was_known) == (True, False)


def test_a_refresh_in_time_begins_the_180_days_anew(desk: PairDesk, clock: Clock) -> None:
    pair = desk.exchange(desk.code(LANTERN))
    for _time in range(3):
        clock.forward(timedelta(days=179))
        pair = desk.refresh(pair.refresh_token)
    clock.forward(timedelta(days=180))

    with pytest.raises(NoGood):
        desk.refresh(pair.refresh_token)


def test_who_authorised_long_ago_is_held_from_the_start_and_may_take_it_back(desk: PairDesk) -> None:
    assert len(desk.ends()) == 4
    desk.revoke(KITE)
    desk.revoke(KITE)

    assert len(desk.ends()) == 2


def test_a_stranger_cannot_agree(desk: PairDesk) -> None:
    with pytest.raises(KeyError):
        desk.code("crane-0001")


def test_the_same_calls_give_the_same_tokens_after_a_new_start(desk: PairDesk) -> None:
    again = PairDesk(lanterns(), Clock(NOON), LIVES)

    assert again.exchange(again.code(LANTERN)) == desk.exchange(desk.code(LANTERN))
