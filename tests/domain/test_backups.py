"""Which backups are kept, and when somebody must hear of them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.backups import Backup, Keeping, standing, superfluous
from agency.domain.calendar import BEIJING

KEEPING = Keeping(days=7, weeks=4, alarm_days=2, proof_days=14)
TONIGHT = datetime(2026, 11, 26, 3, 20, tzinfo=BEIJING)


def taken(days_ago: float, *, proven: bool = False, failed: bool = False) -> Backup:
    at = TONIGHT - timedelta(days=days_ago)
    return Backup(
        id=f"{at:%Y%m%d%H%M}",
        taken_at=at,
        proven_at=at + timedelta(hours=1) if proven else None,
        failed="损坏(虚构)" if failed else None,
    )


def kept(*backups: Backup) -> set[str]:
    return {one.id for one in backups} - {one.id for one in superfluous(backups, KEEPING)}


def test_of_three_months_of_nights_the_last_week_and_three_weeks_more_are_kept():
    nights = [taken(number) for number in range(90)]

    assert kept(*nights) == {one.id for one in [*nights[:7], taken(11), taken(18)]}


def test_of_one_day_only_the_newest_is_kept():
    morning, noon, night = taken(0.5), taken(0.4), taken(0)
    earlier = taken(0.6)

    assert kept(earlier, morning, noon, night) == {noon.id, night.id} - {noon.id} | {night.id, noon.id}


def test_the_last_proven_one_stays_whatever_its_age():
    assert taken(400, proven=True).id in kept(taken(400, proven=True), *(taken(number) for number in range(60)))


def test_one_whose_latest_trial_failed_is_no_proof():
    assert taken(400, proven=True, failed=True).id not in kept(
        taken(400, proven=True, failed=True), *(taken(number) for number in range(60))
    )


def test_a_house_that_was_closed_for_a_year_loses_none_of_its_last_week():
    before = [taken(400 + number) for number in range(7)]

    assert kept(*before) == {one.id for one in before}


def test_ten_beijing_minutes_can_lie_between_two_days():
    late, early = (
        Backup(id=name, taken_at=datetime(2026, 11, day, hour, minute, tzinfo=BEIJING))
        for name, day, hour, minute in (("late", 25, 23, 55), ("early", 26, 0, 5))
    )

    assert kept(late, early) == {"late", "early"}


@given(st.lists(st.integers(0, 2000), unique=True, max_size=60), st.integers(1, 9), st.integers(1, 9))
def test_the_newest_is_never_removed_and_a_second_look_removes_nothing_more(ages: list[int], days: int, weeks: int):
    keeping = Keeping(days=days, weeks=weeks, alarm_days=2, proof_days=14)
    backups = [taken(age) for age in ages]
    gone = superfluous(backups, keeping)
    left = [one for one in backups if one not in gone]

    assert not backups or max(backups, key=lambda one: one.taken_at) in left
    assert superfluous(left, keeping) == []
    assert len(left) <= days + weeks


@pytest.mark.parametrize(
    ("backups", "wrong"),
    [
        ([], {"overdue"}),
        ([taken(0)], set()),
        ([taken(2.1, proven=True)], {"overdue"}),
        ([taken(0), taken(13.9)], set()),
        ([taken(0), taken(14.1)], {"unproven"}),
        ([taken(0), taken(14.1, proven=True)], {"unproven"}),
        ([taken(0), taken(13, proven=True), taken(30)], set()),
        ([taken(0), taken(1, failed=True), taken(8, proven=True)], {"failed"}),
        ([taken(0, proven=True), taken(7, failed=True)], set()),
    ],
)
def test_somebody_must_hear_of(backups: list[Backup], wrong: set[str]):
    stands = standing(backups, KEEPING, TONIGHT, since=TONIGHT - timedelta(days=60))
    found = {"overdue": stands.is_overdue, "unproven": stands.is_unproven, "failed": stands.failed is not None}

    assert {name for name, is_so in found.items() if is_so} == wrong
    assert stands.is_well == (not wrong)


@pytest.mark.parametrize(("days", "is_overdue"), [(0, False), (1.9, False), (2.1, True)])
def test_a_new_house_is_given_as_long_for_its_first_backup(days: float, is_overdue: bool):
    assert standing([], KEEPING, TONIGHT, since=TONIGHT - timedelta(days=days)).is_overdue == is_overdue


def test_a_house_with_nothing_on_record_needs_no_backup():
    assert standing([], KEEPING, TONIGHT, since=None).is_well
