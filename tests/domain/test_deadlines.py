from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.calendar import Calendar
from agency.domain.deadlines import (
    Chain,
    chain,
    chain_findings,
    copy_due,
    handover_due,
    month_meeting,
    plan_due,
    script_sync_due,
)
from config.policy import Policy
from tests.domain.findings import broken

CALENDAR = Calendar()
POLICY = Policy()
ANCHORED_ON_SHOOT = Policy(copy_anchor="shoot")


@pytest.mark.parametrize(
    ("shoot", "sync", "copy_by_shoot", "copy_by_sync"),
    [
        (date(2026, 11, 27), date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 19)),
        (date(2026, 11, 30), date(2026, 11, 27), date(2026, 11, 25), date(2026, 11, 24)),
        (date(2026, 10, 9), date(2026, 9, 30), date(2026, 9, 29), date(2026, 9, 24)),
        (date(2026, 2, 25), date(2026, 2, 14), date(2026, 2, 13), date(2026, 2, 11)),
    ],
)
def test_copy_and_script_fall_due_as_the_trade_reads_the_standard(
    shoot: date, sync: date, copy_by_shoot: date, copy_by_sync: date
) -> None:
    assert script_sync_due(shoot, CALENDAR, POLICY) == sync
    assert copy_due(shoot, CALENDAR, ANCHORED_ON_SHOOT) == copy_by_shoot
    assert copy_due(shoot, CALENDAR, POLICY) == copy_by_sync


def test_copy_anchored_on_the_script_leaves_the_writer_days_of_their_own() -> None:
    by_start = Policy(copy_anchor="script_start", script_working_days=2)

    assert copy_due(date(2026, 11, 27), CALENDAR, by_start) == date(2026, 11, 17)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_there_is_always_a_working_day_between_copy_and_sync(shoot: date) -> None:
    sync = script_sync_due(shoot, CALENDAR, POLICY)

    assert copy_due(shoot, CALENDAR, POLICY) < sync <= shoot - timedelta(days=3)
    assert CALENDAR.is_working_day(sync)


def test_a_plan_is_due_a_week_after_its_kickoff_holidays_or_not() -> None:
    assert plan_due(date(2026, 9, 28), POLICY) == date(2026, 10, 5)


def test_a_shoot_on_a_sunday_hands_over_on_that_sunday() -> None:
    assert handover_due(date(2026, 11, 22), POLICY) == date(2026, 11, 22)
    assert handover_due(date(2026, 11, 30), Policy(handover_days=1)) == date(2026, 12, 1)


def test_the_month_meeting_rolls_back_in_five_months_of_2026() -> None:
    meetings = [month_meeting(date(2026, month, 1), CALENDAR, POLICY) for month in range(1, 13)]

    rolled = [meeting.nominal.month for meeting in meetings if meeting.held_on != meeting.nominal]

    assert rolled == [1, 4, 7, 9, 10]
    assert meetings[8].held_on == date(2026, 9, 24)


def test_a_month_meeting_stays_on_its_day_where_the_agency_wants_it() -> None:
    stays = Policy(month_meeting_roll="none")

    assert month_meeting(date(2026, 1, 31), CALENDAR, stays).held_on == date(2026, 1, 25)


def rainy_day(shoot_on: date, publish_at: datetime) -> Chain:
    return chain(shoot_on, publish_at, CALENDAR, POLICY)


def test_a_chain_runs_from_the_copy_to_the_publication() -> None:
    planned = rainy_day(date(2026, 11, 27), datetime(2026, 12, 7, 10, tzinfo=UTC))

    assert planned == Chain(
        copy_due=date(2026, 11, 19),
        script_start=date(2026, 11, 20),
        sync_due=date(2026, 11, 24),
        shoot_on=date(2026, 11, 27),
        handover_due=date(2026, 11, 27),
        cut_due=date(2026, 12, 2),
        confirm_due=date(2026, 12, 4),
        publish_at=datetime(2026, 12, 7, 10, tzinfo=UTC),
    )
    assert broken(chain_findings(planned, planned.copy_due, CALENDAR)) == []


def test_a_publication_too_soon_after_the_shoot_leaves_no_time_to_edit() -> None:
    planned = rainy_day(date(2026, 11, 27), datetime(2026, 11, 30, 10, tzinfo=UTC))

    assert broken(chain_findings(planned, date(2026, 11, 18), CALENDAR)) == ["S3-no-time-to-edit"]


def test_a_first_cut_may_be_due_on_the_day_of_its_confirmation() -> None:
    planned = rainy_day(date(2026, 11, 27), datetime(2026, 12, 3, 10, tzinfo=UTC))

    assert planned.cut_due == planned.confirm_due
    assert broken(chain_findings(planned, planned.copy_due, CALENDAR)) == []


def test_a_publication_after_midnight_in_beijing_belongs_to_the_next_day() -> None:
    before, after = (rainy_day(date(2026, 11, 27), datetime(2026, 12, 8, hour, tzinfo=UTC)) for hour in (15, 16))

    assert (before.confirm_due, after.confirm_due) == (date(2026, 12, 7), date(2026, 12, 8))


def test_counting_the_copy_from_the_shoot_is_told_to_leave_no_day_to_write() -> None:
    planned = chain(date(2026, 11, 27), datetime(2026, 12, 7, 10, tzinfo=UTC), CALENDAR, ANCHORED_ON_SHOOT)

    assert broken(chain_findings(planned, date(2026, 11, 18), CALENDAR)) == ["P2-no-time-to-write?"]


def test_a_shoot_moved_into_an_unannounced_year_is_planned_and_called_an_estimate() -> None:
    planned = rainy_day(date(2027, 1, 15), datetime(2027, 1, 25, 10, tzinfo=UTC))

    assert broken(chain_findings(planned, date(2026, 11, 23), CALENDAR)) == ["calendar-not-settled?"]


def test_a_shoot_in_three_days_is_told_that_its_copy_is_late() -> None:
    planned = rainy_day(date(2026, 11, 27), datetime(2026, 12, 7, 10, tzinfo=UTC))

    assert broken(chain_findings(planned, date(2026, 11, 23), CALENDAR)) == ["P2-copy-already-late?"]
