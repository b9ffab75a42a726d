from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agency.domain.copy_rules import PlanningCopy, copy_findings
from tests.domain.findings import broken

DUE = date(2026, 11, 19)
TODAY = date(2026, 11, 18)
UMBRELLA = PlanningCopy(
    copy="A red umbrella goes round the town and comes back.",
    sound_effects="rain, no voice",
    planned_duration_ms=20_000,
    shot_count=1,
    reference_cases=("", "The Paper Crane, episode 3"),
)


def test_a_copy_that_names_its_form_and_its_number_is_enough() -> None:
    assert copy_findings(UMBRELLA, DUE, TODAY) == ()


@pytest.mark.parametrize(
    ("lacking", "rule"),
    [
        ({"copy": " "}, "P2-copy-text"),
        ({"sound_effects": ""}, "P2-copy-sound"),
        ({"planned_duration_ms": None}, "P2-copy-duration"),
        ({"planned_duration_ms": 0}, "P2-copy-duration"),
        ({"shot_count": None}, "P2-copy-count"),
        ({"shot_count": 0}, "P2-copy-count"),
    ],
)
def test_what_the_standard_asks_for_may_not_be_missing(lacking: dict[str, Any], rule: str) -> None:
    assert broken(copy_findings(replace(UMBRELLA, **lacking), DUE, TODAY)) == [rule]


def test_a_missing_reference_is_pointed_out_and_stops_nothing() -> None:
    assert broken(copy_findings(replace(UMBRELLA, reference_cases=("",)), DUE, TODAY)) == ["P2-copy-reference?"]


def test_a_copy_handed_over_on_the_day_it_is_due_is_in_time_however_late_it_is_looked_at() -> None:
    assert copy_findings(replace(UMBRELLA, handed_on=DUE), DUE, date(2026, 12, 1)) == ()


def test_a_copy_a_day_late_is_late_handed_over_or_not() -> None:
    late = date(2026, 11, 20)

    assert broken(copy_findings(UMBRELLA, DUE, late)) == ["P2-copy-late?"]
    assert broken(copy_findings(replace(UMBRELLA, handed_on=late), DUE, late)) == ["P2-copy-late?"]


def test_nothing_is_late_before_a_shoot_is_fixed() -> None:
    assert copy_findings(UMBRELLA, None, date(2030, 1, 1)) == ()
