"""What is out of the ordinary in an account's days comes with its evidence, and too few days are told as too few."""

from datetime import date, timedelta

import pytest

from agency.domain.figures import AccountDay
from agency.domain.odd_days import losing_fans, missing_days, odd_days
from agency.domain.terms.performance import AnomalyKind
from agency.domain.windows import half_month
from config.policy import Policy
from tests.domain.weeks import leaping, moved, weeks

FIRST_HALF = half_month(date(2026, 11, 1))
POLICY = Policy()


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")


def fans(*net: int | None, first: date = date(2026, 11, 1)) -> list[AccountDay]:
    return [AccountDay(day=first + timedelta(days=index), new_fans=count) for index, count in enumerate(net)]


def test_two_days_running_with_fewer_fans_are_told_with_their_sum() -> None:
    (anomaly,) = losing_fans(fans(5, -3, -4, 2, -1))

    assert anomaly.kind == AnomalyKind.LOSING_FANS
    assert (anomaly.value, anomaly.n, anomaly.window) == (-7, 2, "2026-11-02..2026-11-03")
    assert anomaly.message == "2 days running with fewer fans, -7 in all"


def test_days_with_a_gap_or_an_unknown_day_between_them_are_not_running() -> None:
    assert list(losing_fans(fans(-3, None, -4, 0, -1))) == []
    assert list(losing_fans([*fans(-3), *fans(-4, first=date(2026, 11, 3))])) == []


def test_days_may_come_in_any_order() -> None:
    assert len(list(losing_fans(reversed(fans(-3, -4, -1))))) == 1


def test_a_day_without_figures_is_missing_and_a_day_to_come_is_not() -> None:
    anomaly = missing_days(fans(1, 2, first=date(2026, 11, 2)), FIRST_HALF, until=date(2026, 11, 4))

    assert anomaly is not None
    assert (anomaly.value, anomaly.n) == (2, 4)
    assert anomaly.message == "no figures for 2 of 4 days: 2026-11-01, 2026-11-04"


def test_a_window_with_every_day_and_one_that_has_not_begun_miss_nothing() -> None:
    assert missing_days(fans(*range(15)), FIRST_HALF, until=date(2026, 11, 20)) is None
    assert missing_days([], FIRST_HALF, until=date(2026, 10, 30)) is None


def of_account(plays: dict[date, int], comments: dict[date, int] | None = None) -> list[AccountDay]:
    return [
        AccountDay(day=day, plays_new=count, comments_new=(comments or {}).get(day)) for day, count in plays.items()
    ]


def test_a_leap_is_told_with_its_day_its_value_and_what_is_usual() -> None:
    tuesday = date(2026, 11, 10)
    plays = leaping(weeks(3), tuesday, 8.0)

    (anomaly,) = odd_days(of_account(plays), FIRST_HALF, POLICY)

    assert (anomaly.kind, anomaly.value, anomaly.n) == (AnomalyKind.SPIKE, plays[tuesday], 56)
    assert anomaly.baseline == pytest.approx(9_000, rel=0.3)
    assert anomaly.message == (
        f"2026-11-10: plays new {plays[tuesday]}, about {anomaly.baseline:.0f} is usual for this weekday (n=56 days)"
    )
    assert anomaly.window == "2026-09-15..2026-11-09"


def test_a_level_that_moved_is_told_with_both_levels() -> None:
    plays = moved(weeks(4, noise=0.15), date(2026, 11, 6), 1.8)

    found = {anomaly.kind: anomaly for anomaly in odd_days(of_account(plays), FIRST_HALF, POLICY)}
    shift = found[AnomalyKind.LEVEL_SHIFT]

    assert shift.window == "2026-11-06..2026-11-15"
    assert shift.message == (
        f"since 2026-11-06 plays new about {shift.value:.0f} a day over 10 days, {shift.baseline:.0f} before (n=56 days)"
    )


def test_comments_are_watched_beside_the_plays_for_trouble_shows_there() -> None:
    tuesday = date(2026, 11, 10)
    comments = leaping({day: count // 100 for day, count in weeks(10).items()}, tuesday, 9.0)

    (anomaly,) = odd_days(of_account(weeks(3), comments), FIRST_HALF, POLICY)

    assert (anomaly.kind, anomaly.value) == (AnomalyKind.SPIKE, comments[tuesday])


def test_that_too_few_days_are_known_to_judge_by_is_told_once() -> None:
    (anomaly,) = odd_days(of_account(weeks(3, count=20)), FIRST_HALF, POLICY)

    assert anomaly.kind is AnomalyKind.TOO_FEW_DAYS
    assert anomaly.message == "5 days before 2026-11-01 are on record, at least 28 are needed to say what is usual"


def test_without_a_day_in_the_window_there_is_nothing_to_judge() -> None:
    assert list(odd_days(of_account(weeks(3, last=date(2026, 10, 31))), FIRST_HALF, POLICY)) == []
    assert list(odd_days([], FIRST_HALF, POLICY)) == []


def test_a_day_on_which_the_platform_took_back_more_than_came_in_is_no_count() -> None:
    plays = weeks(3) | {date(2026, 11, 10): -40}

    assert list(odd_days(of_account(plays), FIRST_HALF, POLICY)) == []
