from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from agency.domain.approvals import Member
from agency.domain.calendar import Calendar
from agency.domain.finding import Findings
from agency.domain.sync import Delivery, sync_findings
from agency.domain.terms.people import Role
from config.policy import Policy
from tests.domain.findings import broken

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
SHOOT = date(2026, 11, 27)
CREW = [Member("Wu", Role.TALENT), Member("Tan", Role.PHOTOGRAPHER), Member("Mei", Role.EDITOR)]
REPLACED = [Member("Hua", Role.TALENT), *CREW[1:]]


def delivered(person: str, version: str = "second draft", at: datetime = NOON) -> Delivery:
    return Delivery(person=person, version=version, told_at=at, delivered_at=at, read_at=at + timedelta(hours=2))


def to_all(version: str = "second draft", at: datetime = NOON) -> list[Delivery]:
    return [delivered(person, version, at) for person in ("Wu", "Tan", "Mei")]


def findings(deliveries: list[Delivery], crew: list[Member] = CREW, shoot: date = SHOOT) -> Findings:
    return sync_findings("second draft", deliveries, crew, shoot, Calendar(), Policy())


def test_a_script_synced_three_days_before_its_shoot_is_in_time() -> None:
    assert findings(to_all()) == ()


def test_the_last_minute_of_the_due_day_in_beijing_is_in_time_and_the_next_is_not() -> None:
    last_minute = datetime(2026, 11, 24, 15, 59, tzinfo=UTC)

    assert findings(to_all(at=last_minute)) == ()
    assert broken(findings(to_all(at=last_minute + timedelta(minutes=1)))) == ["I4-late"]


def test_the_last_of_three_deliveries_decides() -> None:
    a_day_later = delivered("Mei", at=NOON + timedelta(days=1))

    assert broken(findings([*to_all()[:2], a_day_later])) == ["I4-late", "I4-not-together?"]


def test_within_the_hour_is_at_the_same_time() -> None:
    an_hour_later = NOON + timedelta(hours=1)

    assert findings([*to_all()[:2], delivered("Mei", at=an_hour_later)]) == ()
    assert broken(findings([*to_all()[:2], delivered("Mei", at=an_hour_later + timedelta(seconds=1))])) == [
        "I4-not-together?"
    ]


def test_a_script_edited_after_its_sync_must_be_synced_again() -> None:
    assert broken(findings(to_all(version="first draft"))) == ["I4-resync"] * 3


def test_a_talent_replaced_two_days_before_has_not_got_the_script() -> None:
    assert broken(findings(to_all(), crew=REPLACED)) == ["I4-not-delivered"]


def test_the_new_talents_sync_makes_the_script_late() -> None:
    two_days_before = delivered("Hua", at=NOON + timedelta(days=1))

    assert "I4-late" in broken(findings([*to_all(), two_days_before], crew=REPLACED))


def test_a_director_needs_no_delivery_and_a_late_one_makes_nothing_late() -> None:
    with_director = [*CREW, Member("Lin", Role.DIRECTOR)]
    next_week = delivered("Lin", at=NOON + timedelta(days=7))

    assert findings(to_all(), crew=with_director) == ()
    assert findings([*to_all(), next_week], crew=with_director) == ()


def test_a_photographer_who_edits_too_gets_the_script_once() -> None:
    small_crew = [*CREW[:2], Member("Tan", Role.EDITOR)]

    assert findings(to_all()[:2], crew=small_crew) == ()
    assert broken(findings(to_all()[:1], crew=small_crew)) == ["I4-not-delivered"]


@pytest.mark.parametrize("vacant", [Role.TALENT, Role.PHOTOGRAPHER, Role.EDITOR])
def test_a_role_without_a_person_stops_the_sync(vacant: Role) -> None:
    assert broken(findings(to_all(), crew=[member for member in CREW if member.role is not vacant])) == [
        "I4-role-vacant"
    ]


def test_a_shoot_moved_earlier_makes_a_timely_sync_late() -> None:
    assert broken(findings(to_all(), shoot=date(2026, 11, 26))) == ["I4-late"]


def test_who_has_the_script_and_does_not_know_it_is_pointed_out() -> None:
    [finding] = findings([*to_all()[:2], replace(delivered("Mei"), read_at=None)])

    assert (finding.rule, finding.severity) == ("I4-unread", "warns")
    assert "Mei" in finding.message


def test_a_message_that_is_stuck_is_pointed_out_and_says_nothing_of_the_spread() -> None:
    stuck = replace(delivered("Mei"), delivered_at=None)

    assert broken(findings([*to_all()[:2], stuck])) == ["I4-on-its-way?"]


def test_what_was_put_on_its_way_too_late_is_late_before_it_has_arrived() -> None:
    next_day = NOON + timedelta(days=1)
    on_its_way = [replace(delivered(name, at=next_day), delivered_at=None) for name in ("Wu", "Tan", "Mei")]

    assert broken(findings(on_its_way)) == ["I4-on-its-way?", "I4-late"]


def test_what_was_told_in_time_and_arrived_a_day_later_is_late() -> None:
    dead_for_a_day = replace(delivered("Mei"), delivered_at=NOON + timedelta(days=1))

    assert broken(findings([*to_all()[:2], dead_for_a_day])) == ["I4-late", "I4-not-together?"]
