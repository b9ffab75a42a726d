"""What people type into a field is read as it was meant, or told in one sentence."""

import pytest

from agency.errors import BadInput
from tasks import texts


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "1999-12-31", "2026-02-30", "明天"])
def test_a_day_that_nobody_plans_for_is_no_day(typed: str) -> None:
    with pytest.raises(BadInput, match=typed):
        texts.day(typed)


@pytest.mark.parametrize("typed", ["0001-01-01 00:00", "9999-12-31 23:59", "2026-12-11 25:00", "晚上八点"])
def test_a_moment_before_or_behind_all_that_is_planned_is_no_moment(typed: str) -> None:
    with pytest.raises(BadInput, match=typed):
        texts.moment(typed)


def test_a_moment_is_meant_in_beijing_and_kept_in_utc() -> None:
    assert texts.moment("2026/12/11 18:00").isoformat() == "2026-12-11T10:00:00+00:00"
