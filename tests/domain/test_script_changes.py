from dataclasses import replace

from agency.domain.script_changes import script_changes
from agency.domain.scripts import Shot
from agency.domain.terms.content import ShotSize

GARDEN = Shot(number=1, size=ShotSize.CLOSE_UP, picture="清晨的茶园", line="一杯好茶从这里开始", duration_ms=10_000)
ICE = Shot(number=2, picture="冰块落进杯子", duration_ms=8_000)


def test_the_same_shots_tell_of_no_change() -> None:
    assert script_changes([GARDEN, ICE], [ICE, GARDEN]) == ()


def test_a_changed_shot_is_told_by_its_number_and_by_what_changed() -> None:
    (line,) = script_changes([GARDEN], [replace(GARDEN, line="好茶在这里", duration_ms=9_000)])

    assert "1" in line
    assert "台词" in line
    assert "时长" in line
    assert "画面" not in line


def test_a_shot_that_came_and_one_that_went_are_told_in_the_order_of_their_numbers() -> None:
    came = Shot(number=3, picture="达达举杯")

    gone, new = script_changes([GARDEN, ICE], [GARDEN, came])

    assert "2" in gone
    assert "达达举杯" in new


def test_two_remarks_that_changed_are_told_once() -> None:
    (line,) = script_changes([ICE], [replace(ICE, note="慢动作", reference="竖屏")])

    assert line.count("备注") == 1
