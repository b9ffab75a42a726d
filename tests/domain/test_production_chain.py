"""A video's chain as schedules show it, and what becomes of it when its shoot moves (S3, I4, S10)."""

from datetime import UTC, date, datetime

import pytest

from agency.domain.calendar import BEIJING, Calendar
from agency.domain.production_chain import days_of, first_publication, marked, steps_from
from agency.domain.terms.standings import ChainStep, ContentStanding, DayMark
from config.policy import Policy

CALENDAR, POLICY = Calendar(), Policy()


def six_in_the_evening(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 18, tzinfo=BEIJING).astimezone(UTC)


def test_a_chain_runs_from_the_copy_to_the_publication_round_the_holidays():
    planned = steps_from(date(2026, 10, 9), six_in_the_evening(10, 20), CALENDAR, POLICY)

    assert list(days_of(planned, POLICY).values()) == [
        date(2026, 9, 24),
        date(2026, 9, 30),
        date(2026, 10, 9),
        date(2026, 10, 9),
        date(2026, 10, 13),
        date(2026, 10, 19),
        date(2026, 10, 20),
    ]


def test_without_a_publication_nothing_is_to_be_confirmed_by_a_day():
    planned = steps_from(date(2026, 12, 11), None, CALENDAR, POLICY)

    assert (planned.planned_edit_due_on, planned.planned_publish_at) == (None, None)
    assert days_of(planned, POLICY)[ChainStep.CUT] == date(2026, 12, 16)


@pytest.mark.parametrize(
    ("wished", "first"), [(date(2026, 12, 17), date(2026, 12, 17)), (date(2026, 12, 16), date(2026, 12, 17))]
)
def test_a_publication_that_can_be_kept_is_kept_and_any_other_comes_as_soon_as_it_can(wished: date, first: date):
    moment = first_publication(date(2026, 12, 11), six_in_the_evening(wished.month, wished.day), CALENDAR, POLICY)

    assert moment == six_in_the_evening(first.month, first.day)


def test_what_is_not_done_stands_out_on_its_day_and_after_it_and_what_is_done_never():
    planned = days_of(steps_from(date(2026, 11, 25), six_in_the_evening(12, 9), CALENDAR, POLICY), POLICY)

    marks = {one.step: one.mark for one in marked(planned, ContentStanding.AWAITS_SYNC, date(2026, 11, 25))}

    assert marks == {
        ChainStep.COPY: None,
        ChainStep.SCRIPT: DayMark.OVERDUE,
        ChainStep.SHOOT: DayMark.TODAY,
        ChainStep.HANDOVER: DayMark.TODAY,
        ChainStep.CUT: None,
        ChainStep.CONFIRM: None,
        ChainStep.PUBLISH: None,
    }


@pytest.mark.parametrize("standing", [ContentStanding.LIVE, ContentStanding.STOPPED])
def test_nothing_stands_out_of_a_video_that_is_live_or_stopped(standing: ContentStanding):
    planned = days_of(steps_from(date(2026, 11, 25), six_in_the_evening(12, 9), CALENDAR, POLICY), POLICY)

    assert not any(one.mark for one in marked(planned, standing, date(2027, 1, 1)))


def test_a_day_is_shown_with_its_mark_and_a_missing_one_as_a_dash():
    planned = days_of(steps_from(date(2026, 11, 25), None, CALENDAR, POLICY), POLICY)
    shown = {one.step: one.shown for one in marked(planned, ContentStanding.AWAITS_COPY, date(2026, 11, 25))}

    assert shown[ChainStep.COPY] == "2026-11-17 已逾期"
    assert shown[ChainStep.SHOOT] == "2026-11-25 今天"
    assert shown[ChainStep.PUBLISH] == "–"
