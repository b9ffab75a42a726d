"""Which meetings come round when, and until when each is in time (I2, I10, C1)."""

from datetime import date

from agency.domain.cadences import Slot, month_slots, review_slots, topic_slots
from agency.domain.calendar import Calendar
from config.policy import Policy

CALENDAR, POLICY = Calendar(), Policy()
NONE: frozenset[str] = frozenset()


def test_a_topic_meeting_is_in_time_until_the_last_working_day_of_its_week():
    assert topic_slots(date(2026, 11, 25), CALENDAR, NONE) == [Slot("2026-W48", date(2026, 11, 27))]


def test_a_week_without_a_working_day_waives_its_topic_meeting():
    assert topic_slots(date(2026, 2, 18), CALENDAR, NONE) == [Slot("2026-W08", date(2026, 2, 22), is_waived=True)]


def test_a_week_with_a_make_up_sunday_is_in_time_until_that_sunday():
    assert topic_slots(date(2026, 9, 16), CALENDAR, NONE) == [Slot("2026-W38", date(2026, 9, 20))]


def test_last_week_s_meeting_is_spoken_of_while_it_is_remembered_as_open_and_older_ones_never():
    slots = topic_slots(date(2026, 11, 25), CALENDAR, frozenset({"2026-W45", "2026-W47"}))

    assert [slot.key for slot in slots] == ["2026-W47", "2026-W48"]


def test_a_half_month_is_reviewed_before_the_next_one_is_over():
    assert review_slots(date(2026, 11, 25), CALENDAR, POLICY, NONE) == [Slot("2026-11-H1", date(2026, 11, 30))]
    assert review_slots(date(2026, 12, 1), CALENDAR, POLICY, NONE) == [Slot("2026-11-H2", date(2026, 12, 15))]


def test_the_month_meeting_of_a_rest_day_is_due_on_the_working_day_before():
    assert month_slots(date(2026, 10, 8), CALENDAR, POLICY, NONE) == [Slot("2026-11", date(2026, 10, 23))]
