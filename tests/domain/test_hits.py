"""Hits are measured by the account's own works."""

import pytest

from agency.domain.hits import Hit, hit_rate, judge_hit, judge_hits
from agency.domain.terms.performance import HitLevel
from config.policy import Policy

EIGHT = [4_000] * 8
POLICY = Policy()


@pytest.mark.parametrize(
    ("plays", "level"),
    [
        (7_999, HitLevel.ORDINARY),
        (8_000, HitLevel.HIT),
        (19_999, HitLevel.HIT),
        (20_000, HitLevel.BIG_HIT),
        (0, HitLevel.ORDINARY),
    ],
)
def test_twice_the_median_is_a_hit_and_five_times_a_big_one(plays: int, level: HitLevel) -> None:
    assert judge_hit(plays, EIGHT, POLICY) == Hit(level=level, plays=plays, baseline=4_000, n=8)


def test_a_small_account_does_not_break_out_below_the_floor() -> None:
    assert judge_hit(1_999, [100] * 8, POLICY).level == HitLevel.ORDINARY
    assert judge_hit(2_000, [100] * 8, POLICY) == Hit(level=HitLevel.HIT, plays=2_000, baseline=1_000, n=8)


def test_seven_works_are_not_enough_to_judge_by() -> None:
    assert judge_hit(90_000, EIGHT[:7], POLICY) == Hit(level=HitLevel.NOT_ENOUGH_DATA, plays=90_000, baseline=None, n=7)


def test_only_the_latest_twenty_works_count() -> None:
    assert judge_hit(8_000, [1_000_000] * 30 + [4_000] * 20, POLICY) == Hit(
        level=HitLevel.HIT, plays=8_000, baseline=4_000, n=20
    )


def test_a_work_is_never_judged_by_itself_or_a_later_one() -> None:
    plays = {f"work {index}": 4_000 for index in range(8)} | {"the cat": 50_000, "the dog": 4_000}

    hits = judge_hits(plays, POLICY)
    assert hits["work 7"].level == HitLevel.NOT_ENOUGH_DATA
    assert (hits["the cat"].level, hits["the cat"].n) == (HitLevel.BIG_HIT, 8)
    assert (hits["the dog"].level, hits["the dog"].n) == (HitLevel.ORDINARY, 9)
    assert hit_rate(hits.values()) == 0.5


def test_without_a_work_that_can_be_judged_there_is_no_hit_rate() -> None:
    assert hit_rate(judge_hits({"the cat": 50_000}, POLICY).values()) is None


def test_the_agency_may_set_the_bar() -> None:
    assert judge_hit(12_000, EIGHT, Policy(hit_ratio=3.0)).level == HitLevel.HIT
    assert judge_hit(11_999, EIGHT, Policy(hit_ratio=3.0)).level == HitLevel.ORDINARY
