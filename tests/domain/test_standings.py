"""How far a content item and a shoot are: the furthest step that is done decides."""

from typing import Any

import pytest

from agency.domain.standings import content_standing, shoot_standing
from agency.domain.terms.shoots import ShootItemStatus
from agency.domain.terms.standings import ContentStanding, ShootStanding

STEPS = ("has_copy", "has_script", "is_synced", "is_shot", "has_cut", "is_confirmed", "is_live")


def standing(*done: str, is_stopped: bool = False) -> ContentStanding:
    steps: dict[str, Any] = {step: step in done for step in STEPS}
    return content_standing(**steps, is_stopped=is_stopped)


@pytest.mark.parametrize("count", range(len(STEPS) + 1))
def test_each_step_that_is_done_leads_to_the_next(count: int):
    assert standing(*STEPS[:count]) == list(ContentStanding)[count]


def test_a_step_that_was_skipped_holds_nothing_back():
    assert standing("is_shot") == ContentStanding.AWAITS_CUT


def test_what_was_stopped_is_stopped_however_far_it_was():
    assert standing(*STEPS, is_stopped=True) == ContentStanding.STOPPED


@pytest.mark.parametrize(
    ("is_recorded", "checks", "items", "expected"),
    [
        (False, [], [ShootItemStatus.PLANNED], ShootStanding.TO_PREPARE),
        (False, [True, False], [ShootItemStatus.PLANNED], ShootStanding.TO_PREPARE),
        (False, [True, True], [ShootItemStatus.PLANNED], ShootStanding.READY),
        (True, [True], [ShootItemStatus.SHOT], ShootStanding.RECORDED),
        (False, [True], [ShootItemStatus.CANCELLED, ShootItemStatus.RESCHEDULED], ShootStanding.CANCELLED),
        (False, [True], [ShootItemStatus.CANCELLED, ShootItemStatus.PLANNED], ShootStanding.READY),
        (False, [], [], ShootStanding.TO_PREPARE),
    ],
)
def test_a_shoot_stands_where_its_record_checks_and_items_say(
    is_recorded: bool, checks: list[bool], items: list[ShootItemStatus], expected: ShootStanding
):
    assert shoot_standing(is_recorded=is_recorded, checks=checks, items=items) == expected
