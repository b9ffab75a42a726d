from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agency.domain.review import Action, Adjustment, Review, review_findings
from agency.domain.terms.meetings import ActionState
from tests.domain.findings import broken

TODAY = date(2026, 12, 1)
SHORTER = Adjustment(what="Openings of two seconds", owner="Mei", due_on=date(2026, 12, 10))
LOOKED_AT = Action(what="Post at eight", state=ActionState.VERIFIED)
REVIEW = Review(
    adjustments=[SHORTER],
    no_change="",
    previous=[LOOKED_AT],
    members=["Lin", "Mei", "Lu"],
    heard=["Lu", "Mei", "Lin"],
    client_informed=True,
)


def test_a_review_that_changes_something_and_hears_everyone_is_done() -> None:
    assert review_findings(REVIEW, TODAY) == ()


def test_a_review_may_change_nothing_when_it_says_why() -> None:
    assert review_findings(replace(REVIEW, adjustments=[], no_change="two weeks are too short to judge"), TODAY) == ()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"adjustments": [], "no_change": " "}, "S13-no-decision"),
        ({"no_change": "all is well"}, "S13-contradiction"),
        ({"adjustments": [replace(SHORTER, what="")]}, "S13-empty"),
        ({"adjustments": [replace(SHORTER, owner="")]}, "S13-owner"),
        ({"adjustments": [replace(SHORTER, due_on=None)]}, "S13-date"),
        ({"adjustments": [replace(SHORTER, due_on=date(2026, 11, 30))]}, "S13-date"),
        ({"previous": [replace(LOOKED_AT, state=ActionState.DONE)]}, "I10-previous-actions"),
        ({"client_informed": False}, "I10-client"),
        ({"heard": ["Lin", "Mei"]}, "I10-attendance?"),
    ],
)
def test_a_review_that_leaves_something_out_says_what(change: dict[str, Any], rule: str) -> None:
    assert broken(review_findings(replace(REVIEW, **change), TODAY)) == [rule]


def test_an_open_action_is_looked_at_when_the_review_says_how_it_stands() -> None:
    open_still = Action(what="Post at eight", state=ActionState.OPEN, outcome="waits for the new account")

    assert review_findings(replace(REVIEW, previous=[open_still]), TODAY) == ()


def test_who_was_not_heard_is_named_and_holds_nothing_up() -> None:
    [finding] = review_findings(replace(REVIEW, heard=["Lin", "Mei", "a guest"]), TODAY)

    assert finding.severity == "warns"
    assert "Lu" in finding.message
