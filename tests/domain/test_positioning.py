from dataclasses import replace
from typing import Any

import pytest

from agency.domain.positioning import Positioning, positioning_findings
from tests.domain.findings import broken

CRANE = Positioning(
    persona="a paper folder who never speaks",
    audience="office workers on the night bus",
    tone="quiet",
    pillars=("folding", "rain"),
    red_lines=("no politics", "no rivals"),
    visual_identity="one red thing in every picture",
    benchmarks=("The Silent Carpenter",),
)


def test_a_complete_positioning_can_be_discussed() -> None:
    assert positioning_findings(CRANE) == ()


@pytest.mark.parametrize(
    "lacking",
    [{"persona": " "}, {"audience": ""}, {"tone": ""}, {"pillars": ()}, {"pillars": ("", " ")}, {"red_lines": ()}],
)
def test_what_an_account_stands_for_may_not_be_missing(lacking: dict[str, Any]) -> None:
    assert broken(positioning_findings(replace(CRANE, **lacking))) == ["S2-incomplete"]


def test_looks_and_models_are_wished_for() -> None:
    assert broken(positioning_findings(replace(CRANE, visual_identity="", benchmarks=()))) == ["S2-wished?"]
