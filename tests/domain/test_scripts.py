from dataclasses import replace

from agency.domain.scripts import Shot, Story, script_findings, story_of
from agency.domain.terms.content import ShotSize
from agency.domain.terms.rules import Beat
from config.policy import Policy
from tests.domain.findings import broken

POLICY = Policy()
STORY = Story("A red umbrella in an empty street.", "The wind takes it.", "A stranger brings it back.")
STREET = Shot(number=1, size=ShotSize.LONG, picture="An empty street in the rain", duration_ms=10_000)
WIND = replace(STREET, number=2, size=ShotSize.CLOSE, picture="The wind takes the umbrella", planned_takes=2)


def test_a_script_with_everything_filled_in_can_be_shot() -> None:
    assert script_findings([STREET, WIND], STORY, 20_000, POLICY) == ()


def test_a_script_without_shots_cannot_be_shot() -> None:
    assert broken(script_findings([], STORY, 20_000, POLICY)) == ["P3-no-shots"]


def test_a_shot_needs_its_picture_its_size_and_its_duration() -> None:
    for bare in (replace(WIND, picture=" "), replace(WIND, size=None)):
        assert broken(script_findings([STREET, bare], STORY, 20_000, POLICY)) == ["P3-shot-unfilled"]


def test_the_sum_is_not_judged_while_a_duration_is_missing() -> None:
    assert broken(script_findings([STREET, replace(WIND, duration_ms=None)], STORY, 90_000, POLICY)) == [
        "P3-shot-unfilled"
    ]


def test_two_shots_may_not_share_a_number() -> None:
    assert broken(script_findings([STREET, replace(WIND, number=1)], STORY, 20_000, POLICY)) == ["P3-shot-number"]


def test_the_sum_may_miss_the_plan_by_fifteen_percent_and_no_more() -> None:
    within, beyond = replace(WIND, duration_ms=13_000), replace(WIND, duration_ms=13_001)

    assert script_findings([STREET, within], STORY, 20_000, POLICY) == ()
    assert broken(script_findings([STREET, beyond], STORY, 20_000, POLICY)) == ["P3-duration"]


def test_a_shot_planned_without_a_spare_is_pointed_out_and_stops_nothing() -> None:
    assert broken(script_findings([STREET, replace(WIND, planned_takes=1)], STORY, 20_000, POLICY)) == [
        "I6-spare-takes?"
    ]


def test_a_story_without_a_turn_is_not_whole() -> None:
    assert broken(script_findings([STREET, WIND], replace(STORY, turn=" "), 20_000, POLICY)) == ["P3-story"]


def test_the_shots_tell_the_story_that_they_are_marked_with() -> None:
    shots = [replace(STREET, beat=Beat.BEGINNING), replace(WIND, beat=Beat.TURN), replace(WIND, number=3)]

    assert story_of(shots) == Story("An empty street in the rain", "The wind takes the umbrella", "")
