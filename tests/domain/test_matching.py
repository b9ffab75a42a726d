"""An export's row is a known work, a new one, or a question for a person."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.figures import WorkFigures
from agency.domain.matching import KnownWork, Match, match_rows
from agency.domain.terms.performance import MatchOutcome

PUBLISHED = datetime(2026, 7, 18, 6, 11, 20, tzinfo=UTC)


def row(
    title: str = "猫为什么踩奶\n答案在第三十秒 #猫", published_at: datetime = PUBLISHED, **figures: Any
) -> WorkFigures:
    return WorkFigures(title=title, published_at=published_at, **figures)


def known(
    work_id: str = "cat", title: str = "猫为什么踩奶", published_at: datetime = PUBLISHED, **more: Any
) -> KnownWork:
    return KnownWork(work_id=work_id, title=title, published_at=published_at, **more)


def only(found: tuple[Match, ...]) -> Match:
    (match,) = found
    return match


def test_the_second_and_the_beginning_of_the_title_are_the_key() -> None:
    match = only(match_rows([row()], [known(), known("dog", "狗为什么歪头", PUBLISHED + timedelta(days=1))]))

    assert (match.outcome, match.work_id) == (MatchOutcome.MATCHED, "cat")


def test_no_known_work_makes_a_new_one() -> None:
    assert only(match_rows([row()], [])).outcome == MatchOutcome.NEW


def test_a_title_that_returns_on_another_day_is_another_work() -> None:
    match = only(match_rows([row(published_at=PUBLISHED + timedelta(days=7))], [known()]))

    assert (match.outcome, match.work_id) == (MatchOutcome.NEW, None)


@pytest.mark.parametrize("title", ["猫 为什么\u200b踩奶", "猫为什么踩奶 ", "猫为什么踩奶\n#猫"])
def test_blanks_and_invisible_characters_make_no_other_title(title: str) -> None:
    assert only(match_rows([row(title)], [known()])).outcome == MatchOutcome.MATCHED


def test_what_comes_after_the_twentieth_character_does_not_matter() -> None:
    begins = "三个习惯让你的猫从此爱上你而且再也不拆家"

    assert only(match_rows([row(begins + "甲")], [known(title=begins + "乙")])).outcome == MatchOutcome.MATCHED


def test_two_works_of_one_second_and_title_are_a_question() -> None:
    match = only(match_rows([row()], [known("cat"), known("copy")]))

    assert (match.outcome, match.work_id, match.candidates) == (MatchOutcome.AMBIGUOUS, None, ("cat", "copy"))


def test_another_title_at_the_very_second_is_a_question() -> None:
    match = only(match_rows([row("标题改过了")], [known()]))

    assert (match.outcome, match.candidates) == (MatchOutcome.AMBIGUOUS, ("cat",))


def test_an_empty_title_matches_an_empty_one_and_no_other() -> None:
    assert only(match_rows([row("")], [known(title="")])).outcome == MatchOutcome.MATCHED
    assert only(match_rows([row("")], [known()])).outcome == MatchOutcome.AMBIGUOUS


def test_a_moment_without_seconds_stands_for_its_minute() -> None:
    by_hand = PUBLISHED.replace(second=0)

    assert only(match_rows([row()], [known(published_at=by_hand)])).work_id == "cat"
    assert only(match_rows([row(published_at=by_hand)], [known()])).work_id == "cat"


def test_the_very_second_is_preferred_to_the_minute() -> None:
    works = [known("by hand", published_at=PUBLISHED.replace(second=0)), known("cat")]

    assert only(match_rows([row()], works)).work_id == "cat"


def test_a_moment_written_down_a_few_minutes_wrong_is_a_question_and_no_second_work() -> None:
    match = only(match_rows([row()], [known(published_at=PUBLISHED + timedelta(minutes=9))]))

    assert (match.outcome, match.candidates) == (MatchOutcome.AMBIGUOUS, ("cat",))


def test_where_only_the_day_is_known_the_beijing_day_is_the_key() -> None:
    late = datetime(2026, 7, 18, 16, 30, tzinfo=UTC)  # half past midnight of the 19th in Beijing
    noon = datetime(2026, 7, 19, 4, 0, tzinfo=UTC)

    assert only(match_rows([row(published_at=late)], [known(published_at=noon, published_to_the_day=True)])).work_id
    assert only(match_rows([row(published_at=noon, published_to_the_day=True)], [known()])).outcome == MatchOutcome.NEW


def test_the_platforms_id_outweighs_title_and_moment() -> None:
    works = [known("cat", item_id="7301"), known("copy", item_id="7302")]

    assert only(match_rows([row("改过的标题", item_id="7302")], works)).work_id == "copy"
    assert only(match_rows([row(item_id="7303")], works)).outcome == MatchOutcome.NEW


def test_two_rows_that_claim_one_work_are_both_a_question() -> None:
    found = match_rows([row(plays=1), row(plays=2)], [known()])

    assert [(match.outcome, match.work_id) for match in found] == [(MatchOutcome.AMBIGUOUS, None)] * 2
    assert found[0].candidates == ("cat",)


def test_two_new_rows_that_look_alike_are_both_a_question() -> None:
    found = match_rows([row(""), row(""), row("别的")], [])

    assert [match.outcome for match in found] == [MatchOutcome.AMBIGUOUS, MatchOutcome.AMBIGUOUS, MatchOutcome.NEW]


@given(st.lists(st.integers(0, 10**7), unique=True, max_size=30), st.randoms())
def test_a_file_read_a_second_time_finds_every_work_again(seconds: list[int], random: Any) -> None:
    rows = [row(published_at=PUBLISHED + timedelta(seconds=61 * second)) for second in seconds]
    works = [known(str(index), published_at=one.published_at) for index, one in enumerate(rows)]
    random.shuffle(works)

    assert [match.work_id for match in match_rows(rows, works)] == [str(index) for index in range(len(rows))]
