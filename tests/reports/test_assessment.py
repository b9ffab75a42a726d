"""What a half-month says of an account: gains and not totals, equal ages, and no data instead of nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from agency.domain.figures import AccountDay
from agency.domain.snapshots import History
from agency.domain.terms.figures import Source, Visibility, WorkKind
from agency.domain.terms.performance import AnomalyKind, Counter, HitLevel, Standing
from agency.reports.assessment import assess
from agency.reports.material import AccountReview, WorkReview, best_and_worst
from config.policy import Policy
from tests.reports.invented import HALF, IN_THE_HALF, USUAL, days, facts, history, weeks_before


def reviewed(*histories: History, of_days: list[AccountDay] | None = None) -> AccountReview:
    return assess(facts(*histories, of_days=of_days), HALF, Policy())


def new_work(review: AccountReview) -> WorkReview:
    (work,) = review.published
    return work


def plays(review: AccountReview) -> tuple[int | None, int | None, int, int]:
    gain = next(each for each in review.gains if each.counter is Counter.PLAYS)
    return gain.gained, gain.before, gain.works, gain.left_out


def test_a_window_counts_what_was_gained_in_it_and_an_older_works_total_stays_out():
    older = history(1, 3_000, published_at=HALF.begins - timedelta(days=2), looks=9)

    assert plays(reviewed(older)) == (2_000, 1_000, 1, 0)


def test_a_work_of_the_window_began_at_nothing():
    assert plays(reviewed(history(1, 3_000, published_at=IN_THE_HALF)))[0] == 3_000


def test_an_account_without_any_figures_has_no_data_and_not_nothing():
    review = reviewed(of_days=[])

    assert plays(review) == (None, None, 0, 0)
    assert {rate.value for rate in review.rates} == {None}


def test_rates_of_a_window_are_ratios_of_what_was_gained_and_not_a_mean_of_rates():
    small = history(1, 300, published_at=IN_THE_HALF, likes=150)
    big = history(2, 3_000, published_at=IN_THE_HALF + timedelta(hours=1), likes=0)

    like_rate = next(rate for rate in reviewed(small, big).rates if rate.name == "点赞率")

    assert like_rate.value == pytest.approx(150 / 3_300)
    assert (like_rate.works, like_rate.left_out) == (2, 0)


def test_a_work_is_judged_at_equal_age_by_the_works_before_it():
    work = new_work(reviewed(*USUAL, history(9, 9_000, published_at=IN_THE_HALF)))

    assert work.judged is not None
    assert (work.judged.age, work.judged.hit.level, work.judged.ratio) == (7, HitLevel.HIT, 3.0)
    assert work.judged.hit.n == 9


def test_a_work_of_two_days_is_compared_with_two_days_of_the_others():
    work = new_work(reviewed(*USUAL, history(9, 3_000, published_at=IN_THE_HALF, looks=2)))

    assert work.judged is not None
    assert (work.judged.age, work.judged.hit.plays, work.judged.ratio) == (2, 2_000, 1.0)
    assert dict(work.at_ages)[3] is None


def test_without_enough_earlier_works_nothing_is_judged_and_nothing_ranked():
    review = reviewed(*USUAL[:3], history(9, 90_000, published_at=IN_THE_HALF))

    assert new_work(review).judged is not None
    assert new_work(review).judged.ratio is None
    assert best_and_worst(review.works) == ([], [])


def test_no_work_is_among_the_strongest_and_the_weakest_at_once():
    strong = history(9, 9_000, published_at=IN_THE_HALF)
    weak = history(10, 1_500, published_at=IN_THE_HALF + timedelta(days=1))

    best, worst = best_and_worst(reviewed(*USUAL, strong, weak).works)

    assert [work.work_id for work in best] == ["work-9"]
    assert [work.work_id for work in worst] == ["work-10"]


def test_a_works_figures_stand_beside_the_usual_ones_of_the_account():
    work = new_work(reviewed(*USUAL, history(9, 9_000, published_at=IN_THE_HALF, completion_5s=0.7)))

    seen_5s = next(each for each in work.evidence if each.name == "5秒完播率")
    assert (seen_5s.value, seen_5s.usual, seen_5s.n, seen_5s.standing) == (0.7, 0.4, 9, Standing.UNUSUALLY_HIGH)


def test_pictures_are_never_measured_by_videos():
    pictures = history(9, 9_000, published_at=IN_THE_HALF, kind=WorkKind.PICTURES)

    review = reviewed(*USUAL, pictures)

    assert new_work(review).judged is not None
    assert new_work(review).judged.hit.level is HitLevel.NOT_ENOUGH_DATA
    assert {each.n for each in new_work(review).evidence} == {0}


def test_every_anomaly_carries_what_it_was_measured_by():
    hidden = history(9, 3_000, published_at=IN_THE_HALF, bounce_2s=0.55)
    hidden = [
        *hidden[:-1],
        replace(hidden[-1], figures=replace(hidden[-1].figures, plays=2_500, visibility=Visibility.PRIVATE)),
    ]
    losing = [*weeks_before(), *days(count=5), *days(HALF.first + timedelta(days=5), count=3, new_fans=-40)]

    found = {odd.kind: odd for odd in reviewed(*USUAL, hidden, of_days=losing).anomalies}

    assert set(found) == {
        AnomalyKind.LOSING_FANS, AnomalyKind.DAYS_MISSING, AnomalyKind.BOUNCE_ROSE, AnomalyKind.NOT_PUBLIC,
        AnomalyKind.COUNTER_FELL,
    }  # fmt: skip
    assert (found[AnomalyKind.LOSING_FANS].value, found[AnomalyKind.LOSING_FANS].n) == (-120, 3)
    assert (found[AnomalyKind.DAYS_MISSING].value, found[AnomalyKind.DAYS_MISSING].n) == (7, 15)
    assert found[AnomalyKind.BOUNCE_ROSE].baseline == 0.3
    assert (found[AnomalyKind.COUNTER_FELL].baseline, found[AnomalyKind.COUNTER_FELL].value) == (3_000, 2_500)


def test_a_quiet_account_has_no_anomalies():
    quiet = [*weeks_before(), *days()]

    assert reviewed(*USUAL, history(9, 3_000, published_at=IN_THE_HALF), of_days=quiet).anomalies == ()


def test_a_leap_of_an_accounts_plays_is_among_the_anomalies_with_its_evidence():
    leap = [replace(day, plays_new=9_000) if day.day == HALF.first + timedelta(days=4) else day for day in days()]

    (odd,) = reviewed(of_days=[*weeks_before(), *leap]).anomalies

    assert (odd.kind, odd.value, odd.n, odd.work_id) == (AnomalyKind.SPIKE, 9_000, 56, None)
    assert odd.message.startswith("2026-11-05 播放量 9000")


def test_a_work_far_above_the_others_at_its_age_is_among_the_anomalies_and_one_without_enough_others_is_not():
    far = history(9, 3_000_000, published_at=IN_THE_HALF)
    others = [history(number, 3_000 + 90 * number) for number in range(9)]
    quiet = [*weeks_before(), *days()]

    (odd,) = reviewed(*others, far, of_days=quiet).anomalies

    assert (odd.kind, odd.work_id, odd.value, odd.baseline, odd.n) == (
        AnomalyKind.ODD_PLAYS, "work-9", 3_000_000, 3_360, 9,
    )  # fmt: skip
    assert reviewed(*others[:7], far, of_days=quiet).anomalies == ()


def test_that_an_accounts_days_are_too_few_to_judge_is_told():
    (odd,) = reviewed().anomalies

    assert (odd.kind, odd.n) == (AnomalyKind.TOO_FEW_DAYS, 0)


def test_what_an_export_alone_tells_stands_beside_the_later_answer_of_the_platform():
    answers = history(9, 3_000, published_at=IN_THE_HALF, completion=None, bounce_2s=None, completion_5s=None)
    told = replace(answers[2].figures, completion=0.31, plays=2_900)
    export = replace(answers[2], source=Source.EXPORT, observed_at=answers[2].observed_at, figures=told)

    review = reviewed(*USUAL, sorted([*answers, export], key=lambda shot: shot.observed_at))
    completion = next(rate for rate in review.rates if rate.name == "完播率")

    assert (new_work(review).latest.completion, new_work(review).latest.plays) == (0.31, 3_000)
    assert (completion.value, completion.works) == (0.31, 1)
