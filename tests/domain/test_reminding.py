"""Who is reminded when: each step once, in order, never before its time and never after it was done (gates.md 7)."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agency.domain.calendar import BEIJING, ONE_DAY, Calendar
from agency.domain.obligations import Obligation, end_of
from agency.domain.quiet_hours import QuietHours
from agency.domain.reminding import LONG_AGO, Step, Taken, WorkingHours, due_steps
from agency.domain.terms.reminders import ReminderStep as S

HOURS = WorkingHours(Calendar(), time(9), time(19), QuietHours(time(22), time(8)))
EDITOR, LEAD, COORDINATOR = "简洁", "云总", "飞影"


def owed(due_on: date, **more: object) -> Obligation:
    """Return an invented thing that the editor owes: the cut of a video."""
    usual = {"owners": (EDITOR,), "chain": (LEAD, COORDINATOR), "due_at": end_of(due_on)}
    return Obligation(
        rule="S10", subject_kind="content_items", subject_id="01", what="《夏日新品》(虚构)初剪", **(usual | more)
    )


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING).astimezone(UTC)


def sweeps(first: date, last: date, hours: range = range(9, 19)) -> list[datetime]:
    """Return the moments of the hourly sweeps of these days."""
    days = [first + ONE_DAY * number for number in range((last - first).days + 1)]
    return [at(day, hour) for day in days for hour in hours]


def played(obligation: Obligation, moments: list[datetime]) -> list[tuple[datetime, Step]]:
    """Return what is told in a row of sweeps, each remembering those before."""
    taken: list[Taken] = []
    told: list[tuple[datetime, Step]] = []
    for number, moment in enumerate(moments):
        for step in due_steps(obligation, taken, moment, HOURS, is_new=number == 0):
            told.append((moment, step))
            taken.append(
                Taken(step=step.step, number=step.number, due_at=obligation.due_at, told=step.people, told_at=moment)
            )
    return told


def spoken(obligation: Obligation, moments: list[datetime]) -> list[tuple[str, S, int, tuple[str, ...]]]:
    """Return what is told, readable: when in Beijing, which step, to whom."""
    return [
        (f"{moment.astimezone(BEIJING):%m-%d %H:%M}", step.step, step.number, step.people)
        for moment, step in played(obligation, moments)
    ]


def test_the_owner_is_reminded_three_days_one_day_and_no_day_before_and_then_it_goes_up_the_chain():
    wednesday = date(2026, 11, 25)

    assert spoken(owed(wednesday), sweeps(date(2026, 11, 16), date(2026, 12, 4))) == [
        ("11-20 09:00", S.AHEAD, 3, (EDITOR,)),
        ("11-24 09:00", S.AHEAD, 1, (EDITOR,)),
        ("11-25 09:00", S.AHEAD, 0, (EDITOR,)),
        ("11-26 09:00", S.OVERDUE, 0, (EDITOR,)),
        ("11-27 09:00", S.ESCALATED, 0, (LEAD,)),
        ("11-30 09:00", S.ESCALATED, 1, (COORDINATOR,)),
    ]


def test_what_falls_due_in_the_holidays_is_spoken_of_once_before_them_and_again_after():
    assert spoken(owed(date(2026, 10, 6)), sweeps(date(2026, 9, 28), date(2026, 10, 9))) == [
        ("09-30 09:00", S.AHEAD, 0, (EDITOR,)),
        ("10-08 09:00", S.OVERDUE, 0, (EDITOR,)),
        ("10-09 09:00", S.ESCALATED, 0, (LEAD,)),
    ]


def test_a_make_up_saturday_is_a_day_like_any_other():
    sunday_worked = date(2026, 9, 20)

    assert ("09-20 09:00", S.AHEAD, 0, (EDITOR,)) in spoken(
        owed(sunday_worked), sweeps(date(2026, 9, 18), sunday_worked)
    )


def test_after_a_week_without_sweeps_only_the_latest_reminder_is_given():
    wednesday = date(2026, 11, 25)

    assert spoken(owed(wednesday), [at(wednesday, 16)]) == [("11-25 16:00", S.AHEAD, 0, (EDITOR,))]


def test_after_a_downtime_the_owner_still_hears_before_the_lead():
    monday = date(2026, 11, 23)
    moments = [at(date(2026, 11, 20)), *sweeps(date(2026, 11, 27), date(2026, 11, 30))]

    assert [step.step for _moment, step in played(owed(monday), moments)] == [S.AHEAD, S.OVERDUE, S.ESCALATED]


def test_nobody_is_reminded_at_night_or_on_a_day_off():
    friday = date(2026, 11, 27)
    moments = [at(friday, 8, 59), at(friday, 19), at(date(2026, 11, 28), 10), at(date(2026, 11, 29), 10)]

    assert played(owed(friday), moments) == []


def test_a_thing_of_hours_goes_up_the_chain_in_the_middle_of_the_night():
    night = datetime(2026, 11, 28, 23, 30, tzinfo=BEIJING)
    case = owed(night.date(), due_at=night, patience=timedelta(hours=2), at_any_hour=True)

    told = spoken(case, [night + timedelta(minutes=minutes) for minutes in (-30, 0, 60, 119, 120, 240, 360)])

    assert told == [
        ("11-28 23:30", S.OVERDUE, 0, (EDITOR,)),
        ("11-29 01:30", S.ESCALATED, 0, (LEAD,)),
        ("11-29 03:30", S.ESCALATED, 1, (COORDINATOR,)),
    ]


def test_nobody_is_woken_for_a_thing_of_hours_that_can_wait_for_the_morning():
    night = datetime(2026, 11, 28, 23, 30, tzinfo=BEIJING)
    case = owed(night.date(), due_at=night, patience=timedelta(hours=2))

    told = spoken(case, [night + timedelta(minutes=minutes) for minutes in (0, 120, 480, 510, 600, 630)])

    assert told == [("11-29 08:00", S.OVERDUE, 0, (EDITOR,)), ("11-29 10:00", S.ESCALATED, 0, (LEAD,))]


def test_an_owner_who_stands_in_the_chain_is_told_once():
    friday = date(2026, 11, 20)
    told = spoken(owed(friday, owners=(LEAD,)), sweeps(friday + ONE_DAY, date(2026, 12, 4)))

    assert told == [("11-23 09:00", S.OVERDUE, 0, (LEAD,)), ("11-24 09:00", S.ESCALATED, 0, (COORDINATOR,))]


def test_where_nobody_holds_the_role_the_first_of_the_chain_hears_of_it():
    friday = date(2026, 11, 20)
    told = spoken(owed(friday, owners=()), sweeps(friday, date(2026, 12, 4)))

    assert [people for _when, _step, _number, people in told] == [(LEAD,), (COORDINATOR,)]


def test_owners_who_know_that_the_moment_has_come_are_passed_over_and_so_is_one_who_stands_in_the_chain():
    friday = date(2026, 11, 20)
    incident = owed(friday, owners=(LEAD,), owners_know=True, chain=(LEAD, COORDINATOR), remind_days=())

    assert spoken(incident, sweeps(friday, date(2026, 12, 4))) == [("11-23 09:00", S.ESCALATED, 0, (COORDINATOR,))]


def test_owners_who_know_are_told_all_the_same_where_there_is_nobody_above():
    friday = date(2026, 11, 20)
    alone = owed(friday, owners_know=True, chain=(), remind_days=())

    assert spoken(alone, sweeps(friday, date(2026, 11, 25))) == [("11-23 09:00", S.OVERDUE, 0, (EDITOR,))]


def test_one_who_takes_the_work_over_when_it_is_late_hears_of_it_too():
    friday = date(2026, 11, 20)
    before = [
        Taken(step=S.OVERDUE, number=0, due_at=end_of(friday), told=(EDITOR,), told_at=at(date(2026, 11, 23))),
    ]

    assert due_steps(owed(friday, owners=("小剪",)), before, at(date(2026, 11, 23), 10), HOURS) == (
        Step(S.OVERDUE, 1, ("小剪",)),
    )


def test_what_was_long_overdue_when_it_came_on_record_is_told_once_to_the_lead():
    long_ago = date(2026, 10, 12)

    assert spoken(owed(long_ago), sweeps(date(2026, 11, 23), date(2026, 12, 4))) == [
        ("11-23 09:00", S.FOUND, 0, (LEAD,)),
    ]


def test_readers_of_a_day_that_moved_are_told_the_new_one_once_and_the_steps_begin_anew():
    was = Taken(
        step=S.AHEAD, number=1, due_at=end_of(date(2026, 11, 25)), told=(EDITOR,), told_at=at(date(2026, 11, 24))
    )
    moved = owed(date(2026, 12, 9))

    told = due_steps(moved, [was], at(date(2026, 11, 24), 11), HOURS)
    now_known = Taken(step=S.MOVED, number=0, due_at=moved.due_at, told=(EDITOR,), told_at=at(date(2026, 11, 24), 11))

    assert told == (Step(S.MOVED, 0, (EDITOR,)),)
    assert due_steps(moved, [was, now_known], at(date(2026, 11, 24), 12), HOURS) == ()
    assert due_steps(moved, [was, now_known], at(date(2026, 12, 8)), HOURS) == (Step(S.AHEAD, 1, (EDITOR,)),)


def test_a_day_that_moves_back_again_is_told_as_well():
    first, second = end_of(date(2026, 11, 25)), end_of(date(2026, 12, 9))
    taken = [
        Taken(step=S.AHEAD, number=3, due_at=first, told=(EDITOR,), told_at=at(date(2026, 11, 20))),
        Taken(step=S.MOVED, number=0, due_at=second, told=(EDITOR,), told_at=at(date(2026, 11, 20), 10)),
    ]

    assert due_steps(owed(date(2026, 11, 25)), taken, at(date(2026, 11, 20), 11), HOURS) == (
        Step(S.MOVED, 1, (EDITOR,)),
    )


def test_who_is_reminded_of_the_new_day_anyway_is_not_told_of_the_move_besides():
    was = Taken(
        step=S.ESCALATED, number=0, due_at=end_of(date(2026, 11, 19)), told=(LEAD,), told_at=at(date(2026, 11, 23))
    )
    old = Taken(
        step=S.OVERDUE, number=0, due_at=end_of(date(2026, 11, 19)), told=(EDITOR,), told_at=at(date(2026, 11, 20))
    )

    assert due_steps(owed(date(2026, 11, 24)), [old, was], at(date(2026, 11, 23), 11), HOURS) == (
        Step(S.MOVED, 0, (LEAD,)),
        Step(S.AHEAD, 1, (EDITOR,)),
    )


def test_a_waiver_and_a_completion_each_end_the_reminders():
    late = at(date(2026, 11, 30))

    assert due_steps(owed(date(2026, 11, 20), is_waived=True), [], late, HOURS) == ()
    assert due_steps(owed(date(2026, 11, 20), done_at=late), [], late, HOURS) == ()


MONTH = [date(2026, 9, 14) + ONE_DAY * number for number in range(35)]
"""Five weeks with the National Day holidays and their make-up days."""

RANK = {S.FOUND: 0, S.AHEAD: 1, S.OVERDUE: 2, S.ESCALATED: 3}


@st.composite
def rows_of_sweeps(draw: st.DrawFn) -> list[datetime]:
    """Draw hourly sweeps round the clock, some missed, some done twice."""
    hourly = st.tuples(st.sampled_from(MONTH), st.integers(0, 23), st.integers(0, 59))
    moments = [at(day, hour, minute) for day, hour, minute in draw(st.lists(hourly, max_size=120))]
    return sorted([*moments, *draw(st.lists(st.sampled_from(moments), max_size=20))] if moments else [])


@given(
    moments=rows_of_sweeps(),
    due_on=st.sampled_from(MONTH),
    days=st.lists(st.integers(0, 10), max_size=4, unique=True),
    patience=st.none() | st.timedeltas(timedelta(minutes=15), timedelta(hours=8)),
    chain=st.sampled_from([(), (LEAD,), (EDITOR, LEAD, COORDINATOR)]),
)
def test_any_row_of_sweeps_takes_each_step_once_in_order_and_never_before_its_time(
    moments: list[datetime], due_on: date, days: list[int], patience: timedelta | None, chain: tuple[str, ...]
):
    thing = owed(due_on, remind_days=days, patience=patience, chain=chain)

    told = played(thing, moments)

    steps = [(step.step, step.number) for _moment, step in told]
    assert len(steps) == len(set(steps))
    order = [(RANK[step], -number if step is S.AHEAD else number) for step, number in steps]
    assert order == sorted(order)
    late_readers = [person for _moment, step in told if step.step in {S.OVERDUE, S.ESCALATED} for person in step.people]
    assert len(late_readers) == len(set(late_readers))
    for moment, step in told:
        assert step.people
        assert patience is not None or HOURS.hold(moment)
        if step.step is S.AHEAD:
            assert HOURS.opening(due_on - step.number * ONE_DAY) <= moment < thing.due_at
        else:
            assert moment >= thing.due_at
        assert step.step is not S.FOUND or moment - thing.due_at >= LONG_AGO


@given(moments=rows_of_sweeps(), due_on=st.sampled_from(MONTH), done=st.sampled_from(MONTH))
def test_after_it_is_done_no_row_of_sweeps_says_a_word(moments: list[datetime], due_on: date, done: date):
    finished = owed(due_on, done_at=at(done, 12))

    assert played(finished, moments) == []
