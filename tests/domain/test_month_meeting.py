"""When the month's meeting is, what its targets came to, and which slots a month brings (C1, R15, R16)."""

from datetime import UTC, date, datetime

import pytest

from agency.domain.calendar import Calendar
from agency.domain.deadlines import month_meeting
from agency.domain.month_meeting import due_meeting, next_meeting, open_month_findings, reached, slots_of
from agency.domain.plan_lines import ScheduledTopic
from agency.domain.terms.figures import Metric
from agency.domain.terms.meetings import MeetingKind
from agency.domain.terms.performance import Light
from agency.domain.terms.plans import TargetDirection
from agency.domain.windows import window_of
from config.policy import Policy
from tests.domain.findings import broken

CALENDAR = Calendar()
POLICY = Policy()
FLOOR, CEILING = TargetDirection.AT_LEAST, TargetDirection.AT_MOST


@pytest.mark.parametrize(
    ("month", "roll", "held_on"),
    [
        (date(2026, 11, 1), "previous", date(2026, 11, 25)),
        (date(2026, 10, 1), "previous", date(2026, 10, 23)),  # the 25th is a Sunday
        (date(2026, 10, 1), "next", date(2026, 10, 26)),
        (date(2026, 10, 1), "none", date(2026, 10, 25)),
        (date(2026, 9, 1), "previous", date(2026, 9, 24)),  # the 25th is the Mid-Autumn Festival
        (date(2026, 9, 1), "next", date(2026, 9, 28)),
    ],
)
def test_a_meeting_on_a_day_off_rolls_as_the_agency_has_it(month: date, roll: str, held_on: date) -> None:
    policy = Policy.model_validate({"month_meeting_roll": roll})

    assert month_meeting(month, CALENDAR, policy).held_on == held_on


def test_the_agencys_own_calendar_makes_a_sunday_the_day() -> None:
    assert month_meeting(date(2026, 10, 1), Calendar({date(2026, 10, 25): True}), POLICY).held_on == date(2026, 10, 25)


@pytest.mark.parametrize(
    ("today", "planned"),
    [
        (date(2026, 9, 23), None),
        (date(2026, 9, 24), "2026-10"),  # rolled back from the holiday
        (date(2026, 9, 30), "2026-10"),  # missed, and still to be made up for
        (date(2026, 10, 1), None),
        (date(2026, 10, 22), None),
        (date(2026, 10, 23), "2026-11"),
        (date(2026, 12, 25), "2027-01"),
        (date(2026, 12, 31), "2027-01"),
        (date(2027, 1, 1), None),
    ],
)
def test_a_meeting_is_prepared_from_its_day_until_the_month_is_over(today: date, planned: str | None) -> None:
    due = due_meeting(today, CALENDAR, POLICY)

    assert (due.planned.key if due else None) == planned


@pytest.mark.parametrize(
    ("policy", "today", "planned"),
    [
        ({"month_meeting_day": 1}, date(2026, 12, 31), "2027-02"),  # 1 January is off: rolled into the year before
        ({"month_meeting_day": 28, "month_meeting_roll": "next"}, date(2025, 2, 4), None),
        ({"month_meeting_day": 28, "month_meeting_roll": "next"}, date(2025, 2, 5), "2025-02"),  # the Spring Festival
        ({"month_meeting_day": 28, "month_meeting_roll": "next"}, date(2025, 2, 6), None),
    ],
)
def test_a_holiday_may_roll_a_meeting_over_the_edge_of_its_month(
    policy: dict[str, object], today: date, planned: str | None
) -> None:
    due = due_meeting(today, CALENDAR, Policy.model_validate(policy))

    assert (due.planned.key if due else None) == planned


@pytest.mark.parametrize(
    ("today", "held_on"),
    [
        (date(2026, 11, 24), date(2026, 11, 25)),
        (date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 11, 26), date(2026, 12, 25)),
    ],
)
def test_the_next_meeting_is_today_or_later(today: date, held_on: date) -> None:
    assert next_meeting(today, CALENDAR, POLICY).meeting.held_on == held_on


def test_a_month_brings_its_weeks_two_reviews_and_its_own_meeting() -> None:
    slots = slots_of(window_of("2026-12"), CALENDAR, POLICY)

    assert [(slot.kind, slot.key, slot.day.day) for slot in slots] == [
        (MeetingKind.REVIEW, "2026-11-H2", 1),
        (MeetingKind.TOPICS, "2026-W50", 7),
        (MeetingKind.TOPICS, "2026-W51", 14),
        (MeetingKind.REVIEW, "2026-12-H1", 16),
        (MeetingKind.TOPICS, "2026-W52", 21),
        (MeetingKind.MONTH, "2027-01", 25),
        (MeetingKind.TOPICS, "2026-W53", 28),
    ]


def test_a_week_without_a_working_day_has_no_slot_and_one_that_begins_with_days_off_a_later_one() -> None:
    february = [slot for slot in slots_of(window_of("2026-02"), CALENDAR, POLICY) if slot.kind is MeetingKind.TOPICS]
    may = [slot for slot in slots_of(window_of("2026-05"), CALENDAR, POLICY) if slot.kind is MeetingKind.TOPICS]

    assert "2026-W08" not in [slot.key for slot in february]
    assert may[0].day == date(2026, 5, 6)


@pytest.mark.parametrize(
    ("metric", "value", "direction", "actual", "elapsed", "expected"),
    [
        (Metric.PLAYS, 400_000, FLOOR, 200_000, 0.5, (0.5, Light.GREEN, False)),
        (Metric.PLAYS, 400_000, FLOOR, 100_000, 0.5, (0.25, Light.RED, False)),
        (Metric.PLAYS, 400_000, FLOOR, None, 0.5, (None, None, None)),
        (Metric.PLAYS, 400_000, FLOOR, 0, 0.5, (0.0, Light.RED, False)),
        (Metric.PLAYS, 400_000, FLOOR, 1, 0.0, (1 / 400_000, None, False)),
        (Metric.COMPLETION, 0.3, FLOOR, 0.33, 0.5, (1.1, None, True)),
        (Metric.FOLLOWERS, 10_000, FLOOR, 5_000, 0.1, (0.5, None, False)),
        (Metric.NEGATIVE_RATE, 0.01, CEILING, 0.02, 0.5, (None, None, False)),
        (Metric.NEGATIVE_RATE, 0, CEILING, 0, 0.5, (None, None, True)),
    ],
)
def test_only_what_grows_over_a_month_has_a_pace_and_what_is_not_known_has_nothing(
    metric: Metric,
    value: float,
    direction: TargetDirection,
    actual: float | None,
    elapsed: float,
    expected: tuple[float | None, Light | None, bool | None],
) -> None:
    found = reached(metric, value, direction, actual, elapsed, POLICY)

    assert (found.rate, found.pace.light if found.pace else None, found.is_met) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("publish_at", "rules"),
    [
        (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), []),  # a minute to midnight in Beijing
        (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), ["C1-month-closed"]),
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), ["C1-month-closed"]),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), []),
    ],
)
def test_a_closed_month_begins_and_ends_at_beijing_midnight(publish_at: datetime, rules: list[str]) -> None:
    planned = ScheduledTopic(topic="T1", title="冬至喝什么", shoot_on=date(2026, 11, 30), publish_at=publish_at)

    assert broken(open_month_findings(planned, {"2026-12"})) == rules
