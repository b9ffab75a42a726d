"""The first days that leave time for every step (S3, S6)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agency.domain.calendar import Calendar, beijing_day
from agency.domain.deadlines import chain, chain_findings
from agency.domain.first_schedule import first_slot
from config.policy import Policy

POLICY = Policy()
CALENDAR = Calendar()


@settings(deadline=None)  # the first look at a year reads its holidays
@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    st.integers(min_value=0, max_value=11),
    st.sampled_from(["script_sync", "script_start", "shoot"]),
)
def test_what_is_proposed_breaks_no_rule_and_is_late_with_nothing(today: date, place: int, anchor: str):
    policy = Policy(copy_anchor=anchor)
    slot = first_slot(today, place, CALENDAR, policy)

    findings = chain_findings(chain(slot.shoot_on, slot.publish_at, CALENDAR, policy), today, CALENDAR)

    assert {finding.rule for finding in findings} <= {"calendar-not-settled", "P2-no-time-to-write"}


def test_videos_of_one_meeting_share_a_shoot_and_go_live_one_working_day_after_the_other():
    slots = [first_slot(date(2026, 11, 23), place, CALENDAR, POLICY) for place in range(3)]

    assert {slot.shoot_on for slot in slots} == {date(2026, 11, 30)}
    assert [beijing_day(slot.publish_at).isoformat() for slot in slots] == ["2026-12-04", "2026-12-07", "2026-12-08"]


@pytest.mark.parametrize("today", [date(2026, 9, 30), date(2026, 2, 13)], ids=["national day", "spring festival"])
def test_no_shoot_is_proposed_for_a_day_off(today: date):
    assert CALENDAR.is_working_day(first_slot(today, 0, CALENDAR, POLICY).shoot_on)
