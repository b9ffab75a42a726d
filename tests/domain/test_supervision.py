"""A week as it was carried out: what belongs to it, by how much what was late, and nobody is ranked (C3, C4)."""

from datetime import UTC, datetime, timedelta

import pytest

from agency.domain.supervision import Duty, clause_of, name_of, supervised
from agency.domain.terms.governance import RuleState
from agency.domain.windows import window_of

WEEK = window_of("2026-W47")
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)


def duty(rule: str = "S10", project: str = "TEA", **more: object) -> Duty:
    told = {"what": "成片", "owners": ("Jian",), "due_at": FRIDAY} | more
    return Duty(rule=rule, project=project, **told)


@pytest.mark.parametrize(
    ("more", "state", "late"),
    [
        ({"done_at": FRIDAY}, RuleState.MET, None),
        ({"done_at": FRIDAY + HOUR}, RuleState.MET_LATE, HOUR),
        ({}, RuleState.BREACHED, NOON - FRIDAY),
        ({"due_at": NOON + HOUR}, RuleState.PENDING, None),
        ({"is_waived": True, "waiver": "Yun: 改期"}, RuleState.WAIVED, None),
        ({"done_at": NOON + HOUR}, RuleState.BREACHED, NOON - FRIDAY),
    ],
)
def test_what_came_of_a_duty_and_by_how_much_it_was_late(more: dict, state: RuleState, late: timedelta | None) -> None:
    assert (duty(**more).state(NOON), duty(**more).late_by(NOON)) == (state, late)


@pytest.mark.parametrize(
    ("more", "belongs"),
    [
        ({"due_at": WEEK.begins}, False),  # the very end of Sunday is Sunday's
        ({"due_at": WEEK.begins + HOUR}, True),
        ({"due_at": WEEK.ends}, True),
        ({"due_at": WEEK.ends + HOUR}, False),
        ({"due_at": WEEK.begins - HOUR}, True),
        ({"due_at": WEEK.begins - HOUR, "done_at": WEEK.begins + HOUR}, True),
        ({"due_at": WEEK.begins - 2 * HOUR, "done_at": WEEK.begins - HOUR}, False),
        ({"due_at": WEEK.begins - HOUR, "is_waived": True}, False),
    ],
)
def test_a_week_looks_at_what_was_due_in_it_and_at_what_it_began_with_undone(more: dict, belongs: bool) -> None:
    found = supervised([duty(**more)], WEEK, NOON).duties

    assert bool(found) is belongs


def test_each_rule_is_counted_and_what_came_from_before_stands_apart() -> None:
    seen = supervised(
        [
            duty(done_at=FRIDAY),
            duty(done_at=FRIDAY + HOUR),
            duty(),
            duty(is_waived=True),
            duty(due_at=WEEK.begins - HOUR),
        ],
        WEEK,
        NOON,
    )

    (count,) = seen.rules
    assert (count.of, count.met, count.late, count.open, count.waived, count.earlier) == (4, 1, 1, 1, 1, 1)
    assert len(seen.told) == 4


def test_duties_stand_by_clause_and_project_and_never_by_person() -> None:
    given = [
        duty("C6", owners=("Zhao",)),
        duty("C3-notice"),
        duty("S10", "WINE", owners=("An",)),
        duty("S10", "TEA", owners=("Zhao",)),
        duty("S7"),
        duty("I4"),
        duty("P1"),
    ]

    found = supervised(given, WEEK, NOON).duties

    assert [(one.rule, one.project) for one in found] == [
        ("S7", "TEA"),
        ("S10", "TEA"),
        ("S10", "WINE"),
        ("I4", "TEA"),
        ("C3-notice", "TEA"),
        ("C6", "TEA"),
        ("P1", "TEA"),
    ]


def test_a_rule_is_told_by_its_clause_and_its_words() -> None:
    assert clause_of("C3-notice") == "C3"
    assert name_of("S10") == "剪辑成片和甲方确认"
    assert name_of("C6") == "剪辑分享新手法"
    assert name_of("X9") == ""
