"""An incident: whose it is, until when, and what must be said before it is closed (I11, R14)."""

from datetime import UTC, datetime, timedelta

import pytest

from agency.domain.incidents import Course, Handling, handling_findings, part_of_video
from agency.domain.terms.incidents import IncidentStanding, Touched
from config.policy import Policy
from tests.domain.findings import broken

NIGHT = datetime(2026, 11, 24, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = Policy()


@pytest.mark.parametrize(
    ("more", "standing", "due"),
    [
        ({}, IncidentStanding.WITH_OWNER, NIGHT + 4 * HOUR),
        ({"escalated_at": NIGHT + HOUR}, IncidentStanding.WITH_COORDINATOR, NIGHT + 5 * HOUR),
        (
            {"escalated_at": NIGHT + HOUR, "returned_at": NIGHT + 2 * HOUR},
            IncidentStanding.WITH_OWNER,
            NIGHT + 6 * HOUR,
        ),
        (
            {"escalated_at": NIGHT + 3 * HOUR, "returned_at": NIGHT + 2 * HOUR},
            IncidentStanding.WITH_COORDINATOR,
            NIGHT + 7 * HOUR,
        ),
        ({"resolved_at": NIGHT + HOUR}, IncidentStanding.RESOLVED, NIGHT + 4 * HOUR),
    ],
)
def test_an_incident_is_with_one_of_them_for_so_many_hours_by_day_and_by_night(
    more: dict[str, datetime], standing: IncidentStanding, due: datetime
) -> None:
    course = Course(told_at=NIGHT, **more)

    assert (course.standing, course.due_at(POLICY)) == (standing, due)


@pytest.mark.parametrize(
    ("done", "touched"),
    [
        ((), Touched.SCRIPT),
        (("has_script",), Touched.SHOOT),
        (("has_script", "is_shot"), Touched.EDIT),
        (("has_script", "is_shot", "is_confirmed"), Touched.PUBLISHING),
    ],
)
def test_what_a_video_has_behind_it_tells_whose_its_incident_is(done: tuple[str, ...], touched: Touched) -> None:
    facts = dict.fromkeys(("has_script", "is_shot", "is_confirmed"), False) | dict.fromkeys(done, True)

    assert part_of_video(**facts) is touched


def said(**more: object) -> Handling:
    told = {"is_resolved": True, "words": "借到了灯", "learnt": "带备用灯", "met_at": NIGHT, "met": 2} | more
    return Handling(**told)


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ({}, []),
        ({"words": " "}, ["I11-words"]),
        ({"learnt": ""}, ["I11-learnt"]),
        ({"met_at": None}, ["I11-meeting"]),
        ({"met": 0}, ["I11-meeting"]),
        ({"met_at": NIGHT - HOUR}, ["I11-meeting-time"]),
        ({"met_at": NIGHT + 3 * HOUR}, ["I11-meeting-time"]),
        ({"words": "", "learnt": "", "met_at": None}, ["I11-words", "I11-meeting", "I11-learnt"]),
        ({"is_resolved": False, "learnt": "", "met_at": None, "met": 0}, []),
        ({"is_resolved": False, "words": ""}, ["I11-words"]),
    ],
)
def test_what_is_missing_is_told_all_at_once(more: dict[str, object], rules: list[str]) -> None:
    assert broken(handling_findings(said(**more), NIGHT, NIGHT + 2 * HOUR)) == rules
