"""Days planned by hand: which pairs of steps leave each other no time, and in which words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agency.domain.calendar import BEIJING, Calendar
from agency.domain.edited_days import PlannedDays, ShootTimes, day_clashes, time_clashes
from config.policy import Policy

POLICY = Policy()
IN_ORDER = PlannedDays(
    copy_due_on=date(2026, 12, 3),
    script_due_on=date(2026, 12, 8),
    planned_shoot_on=date(2026, 12, 11),
    planned_first_cut_on=date(2026, 12, 16),
    planned_edit_due_on=date(2026, 12, 18),
    planned_publish_at=datetime(2026, 12, 21, 10, 0, tzinfo=UTC),
)
AT_NOON = datetime(2026, 12, 11, 12, 0, tzinfo=BEIJING)


def test_a_chain_in_order_clashes_nowhere():
    assert day_clashes(IN_ORDER, Calendar(), POLICY) == ()


def test_days_that_nobody_planned_clash_nowhere():
    assert day_clashes(PlannedDays(planned_shoot_on=date(2026, 12, 11)), Calendar(), POLICY) == ()


COPY, SCRIPT, SHOOT = "copy_due_on", "script_due_on", "planned_shoot_on"
CUT, FINAL, LIVE = "planned_first_cut_on", "planned_edit_due_on", "planned_publish_at"


@pytest.mark.parametrize(
    ("column", "value", "presses", "sentence"),
    [
        (COPY, date(2026, 12, 4), SCRIPT, "要比脚本(2026-12-08)提前 3 个工作日,最晚 2026-12-03"),
        (SCRIPT, date(2026, 12, 9), SHOOT, "2026-12-11 拍摄前 3 天同步,最晚 2026-12-08"),
        (CUT, date(2026, 12, 11), SHOOT, "初剪 2026-12-11 必须在拍摄(2026-12-11)之后"),
        (FINAL, date(2026, 12, 15), CUT, "成片 2026-12-15 不能早于初剪(2026-12-16)"),
        (FINAL, date(2026, 12, 20), LIVE, "给甲方留出确认时间"),
        (LIVE, datetime(2026, 12, 10, 16, 30, tzinfo=UTC), SHOOT, "发布(2026-12-11)必须在拍摄(2026-12-11)之后"),
    ],
)
def test_a_step_that_comes_too_late_is_told_with_the_step_it_presses(
    column: str, value: object, presses: str, sentence: str
):
    clashes = day_clashes(replace(IN_ORDER, **{column: value}), Calendar(), POLICY)

    assert any(clash.steps == {column, presses} and sentence in clash.message for clash in clashes)


def test_working_days_are_the_calendars_own():
    """With Friday the 4th off, the three working days before the script begin a day earlier."""
    off = Calendar(overrides={date(2026, 12, 4): False})

    (clash,) = day_clashes(IN_ORDER, off, POLICY)

    assert "最晚 2026-12-02" in clash.message


def test_the_copy_is_counted_from_the_shoot_where_the_policy_says_so():
    anchored = POLICY.model_copy(update={"copy_anchor": "shoot"})
    late = replace(IN_ORDER, copy_due_on=date(2026, 12, 9))

    (clash,) = day_clashes(late, Calendar(), anchored)

    assert clash.steps == {"copy_due_on", "planned_shoot_on"}


def test_the_times_of_a_shoot_are_on_its_day_and_in_order():
    good = ShootTimes(
        shoot_on=date(2026, 12, 11),
        call_at=AT_NOON.replace(hour=8),
        starts_at=AT_NOON,
        ends_at=AT_NOON.replace(hour=18),
    )

    assert list(time_clashes(good)) == []
    assert [clash.steps for clash in time_clashes(replace(good, starts_at=AT_NOON.replace(hour=7)))] == [
        {"call_at", "starts_at"}
    ]
    assert [clash.steps for clash in time_clashes(replace(good, call_at=AT_NOON.replace(day=10)))] == [
        {"call_at", "shoot_on"}
    ]


def test_a_shoot_into_the_night_may_end_on_the_day_after():
    night = ShootTimes(
        shoot_on=date(2026, 12, 11), starts_at=AT_NOON.replace(hour=22), ends_at=AT_NOON.replace(day=12, hour=2)
    )

    assert list(time_clashes(night)) == []


def test_the_day_to_fall_back_on_comes_after_the_shoot():
    (clash,) = time_clashes(ShootTimes(shoot_on=date(2026, 12, 11), fallback_on=date(2026, 12, 11)))

    assert "备选日 2026-12-11 必须在拍摄日(2026-12-11)之后" in clash.message
