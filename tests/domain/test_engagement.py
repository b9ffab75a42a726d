from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agency.domain.engagement import Attestation, asked_where, attestation_findings, clock, counts_from
from agency.domain.terms.engagement import Audience
from agency.domain.terms.people import Side
from tests.domain.findings import broken

CALLED = datetime(2026, 12, 7, 2, tzinfo=UTC)
WATCHED = Attestation(called_at=CALLED, acted_at=CALLED + timedelta(seconds=20), has_watched=True)

PARTNER, HOUSE = ("partner group", Audience.EXTERNAL), ("house group", Audience.INTERNAL)
PEOPLE = {"Lin": Side.INTERNAL, "Jia": Side.CLIENT, "Da": Side.TALENT, "Wu": Side.INTERNAL}


def test_who_took_as_long_as_the_work_lasts_may_have_watched_it() -> None:
    assert attestation_findings(WATCHED, 20_000) == ()


def test_who_acted_a_millisecond_before_the_end_has_not_and_is_told_from_when_it_counts() -> None:
    [finding] = attestation_findings(WATCHED, 20_001)

    assert finding.rule == "C3-not-watched"
    assert "10:00:21" in finding.message
    assert "0:21" in finding.message


def test_an_answer_at_the_very_moment_that_was_told_counts() -> None:
    called = CALLED + timedelta(microseconds=7)
    since = counts_from(called, 31_400)

    assert attestation_findings(replace(WATCHED, called_at=called, acted_at=since), 31_400) == ()


def test_nobody_can_answer_a_notice_that_has_not_come() -> None:
    assert broken(attestation_findings(replace(WATCHED, called_at=None), 20_000)) == ["C3-not-called"]


def test_it_takes_the_persons_word() -> None:
    assert broken(attestation_findings(replace(WATCHED, has_watched=False), 20_000)) == ["C3-not-attested"]


def test_of_a_work_of_unknown_length_the_word_is_enough() -> None:
    assert attestation_findings(replace(WATCHED, acted_at=CALLED), None) == ()


@pytest.mark.parametrize(
    ("duration_ms", "shown"), [(31_000, "0:31"), (31_001, "0:32"), (725_000, "12:05"), (3_600_000, "60:00")]
)
def test_a_length_is_shown_as_a_player_shows_it(duration_ms: int, shown: str) -> None:
    assert clock(duration_ms) == shown


def test_the_house_is_asked_in_its_own_group_and_everybody_else_in_the_partners() -> None:
    assert asked_where(PEOPLE, [PARTNER, HOUSE]) == {"partner group": ["Jia", "Da"], "house group": ["Lin", "Wu"]}


def test_a_house_without_a_group_is_asked_where_the_partner_is() -> None:
    assert asked_where(PEOPLE, [PARTNER]) == {"partner group": ["Lin", "Jia", "Da", "Wu"]}


def test_people_from_outside_are_never_asked_in_the_group_of_the_house() -> None:
    assert asked_where(PEOPLE, [HOUSE]) == {"house group": ["Lin", "Wu"]}


def test_in_a_second_group_of_the_same_people_nobody_is_asked_twice() -> None:
    assert asked_where({"Jia": Side.CLIENT}, [PARTNER, ("another", Audience.EXTERNAL)]) == {
        "partner group": ["Jia"],
        "another": [],
    }
