from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.shoots import (
    Booking,
    Loan,
    PrepCheck,
    Take,
    booking_findings,
    missing_shots,
    prep_findings,
    return_findings,
    shoot_item_status,
    take_findings,
)
from agency.domain.terms.rules import Resource
from agency.domain.terms.shoots import PrepKind, ShootItemStatus, TakeVerdict
from tests.domain.findings import broken

NINE = datetime(2026, 11, 27, 1, tzinfo=UTC)
READY = [PrepCheck(kind=kind, item=f"the {kind}", confirmed_by="Tan") for kind in PrepKind]
GOOD, SPARE, NO_GOOD = TakeVerdict.GOOD, TakeVerdict.SPARE, TakeVerdict.NO_GOOD


def hours(shoot: str, begins: float, ends: float, name: str = "Wu", resource: Resource = Resource.TALENT) -> Booking:
    begin, end = NINE + timedelta(hours=begins), NINE + timedelta(hours=ends)
    return Booking(shoot=shoot, resource=resource, name=name, begins=begin, ends=end)


def test_a_shoot_with_its_four_checks_confirmed_may_begin() -> None:
    assert prep_findings(READY) == ()


@pytest.mark.parametrize("kind", list(PrepKind))
def test_none_of_the_four_checks_may_be_left_out(kind: PrepKind) -> None:
    assert broken(prep_findings([check for check in READY if check.kind is not kind])) == ["I5-not-checked"]


def test_one_open_item_among_confirmed_ones_holds_the_shoot() -> None:
    umbrella = PrepCheck(kind=PrepKind.PROPS, item="the red umbrella")

    [finding] = prep_findings([*READY, umbrella])

    assert finding.rule == "I5-open"
    assert "the red umbrella" in finding.message


def test_a_talent_cannot_be_at_two_shoots_at_once() -> None:
    assert broken(booking_findings([hours("RAIN-01", 0, 4), hours("CRANE-02", 3, 6)])) == ["I5-double-booking"]


def test_a_booking_inside_another_collides_too() -> None:
    assert broken(booking_findings([hours("RAIN-01", 0, 8), hours("CRANE-02", 2, 3)])) == ["I5-double-booking"]


def test_a_shoot_may_begin_when_the_other_ends() -> None:
    assert booking_findings([hours("RAIN-01", 0, 4), hours("CRANE-02", 4, 6)]) == ()


def test_a_place_named_like_a_talent_is_not_that_talent() -> None:
    assert booking_findings([hours("RAIN-01", 0, 4), hours("CRANE-02", 0, 4, resource=Resource.PLACE)]) == ()


def test_one_shoot_for_six_videos_books_its_talent_once() -> None:
    assert booking_findings([hours("RAIN-01", hour, hour + 2) for hour in range(6)]) == ()


@pytest.mark.parametrize("ends", [3, 4])
def test_a_booking_ends_after_it_begins(ends: int) -> None:
    assert broken(booking_findings([hours("RAIN-01", 4, ends)])) == ["I5-booking-backwards"]


def test_a_double_booking_is_told_by_the_beijing_time_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")

    [finding] = booking_findings([hours("RAIN-01", 0, 4), hours("CRANE-02", 3, 6)])

    assert finding.message == "talent Wu is booked twice at 2026-11-27 12:00: for RAIN-01 and for CRANE-02."


@given(st.lists(st.integers(0, 24), min_size=4, max_size=4))
def test_whom_one_collides_with_collides_back(at: list[int]) -> None:
    one, other = hours("RAIN-01", at[0], at[1]), hours("CRANE-02", at[2], at[3])

    assert one.collides(other) == other.collides(one)


def test_a_shot_with_only_spares_and_bad_takes_is_missing() -> None:
    takes = [Take(1, GOOD), Take(2, SPARE), Take(2, NO_GOOD)]

    assert missing_shots({1: 2, 2: 2, 3: 1}, takes) == (2, 3)
    assert shoot_item_status({1: 2, 2: 2}, takes) is ShootItemStatus.MISSING_SHOTS


def test_a_content_item_is_shot_when_each_shot_has_a_good_take() -> None:
    assert shoot_item_status({1: 2, 2: 2}, [Take(1, GOOD), Take(2, GOOD)]) is ShootItemStatus.SHOT


def test_a_good_take_and_a_spare_are_two_takes_and_a_bad_one_is_none() -> None:
    assert take_findings({1: 2}, [Take(1, GOOD), Take(1, SPARE)]) == ()
    assert broken(take_findings({1: 2}, [Take(1, GOOD), Take(1, NO_GOOD)])) == ["I6-few-takes?"]


def test_a_missing_shot_is_told_once_and_stops_nothing() -> None:
    assert broken(take_findings({1: 2}, [])) == ["I6-missing-shots?"]


def test_what_was_shot_beside_the_script_is_told() -> None:
    assert broken(take_findings({1: 1}, [Take(1, GOOD), Take(9, GOOD)])) == ["I6-off-script?"]


def test_equipment_is_back_when_somebody_took_it_in() -> None:
    back = Loan(asset="CAM-2", holder="Tan", returned_at=NINE, received_by="Bo")

    assert return_findings([back]) == ()
    assert broken(return_findings([replace(back, received_by=None)])) == ["I7-equipment-unreceived"]
    assert broken(return_findings([replace(back, returned_at=None)])) == ["I7-equipment-out"]
