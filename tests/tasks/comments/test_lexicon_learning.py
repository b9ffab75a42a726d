"""What people correct proposes words, a lead decides about each, and from then on it counts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms import label
from agency.domain.terms.comments import CommentTone, WordProposal
from agency.domain.terms.engagement import Sentiment, Severity
from agency.errors import AlreadyDecided
from agency.records.tables import Comment, LexiconWord, NegativeCase
from tasks.comments import lexicon_learning
from tasks.comments import reviewing as comments_reviewing
from tasks.comments.lexicon_learning import decide_word, leads, proposed
from tasks.comments.reviewing import judge
from tasks.gate.questions import Answer, Question
from tasks.opening import records
from tests.commented import NIGHT, found_commented, keep, messages, person, said

WU = "吴敏(运营)"


@pytest.fixture
def session(on_record: str) -> Iterator[Session]:
    with records() as session:
        found_commented(session)
        yield session


def correct(session: Session, tone: CommentTone, *words: str) -> None:
    """Let Wu judge what was said otherwise than the lists."""
    keep(session, *(said(text, number) for number, text in enumerate(words, start=100)))
    for text in words:
        row = session.scalars(select(Comment).where(Comment.words == text)).one()
        judge(session, row, tone, person(session, "WU"), NIGHT)


def page(session: Session, answer: Answer | None = None, run: str = "run-of-wu") -> Question | None:
    return comments_reviewing.course(session, "BREEZE-DY", run, answer, NIGHT)


def fields(question: Question | None) -> list[str]:
    assert question is not None
    assert question.form is not None
    return [name for name in question.form.model_fields if name != "person"]


def test_a_complaint_that_the_lists_missed_opens_a_case_once_a_person_says_so(session: Session):
    keep(session, said("这杯成渣了"))
    assert messages(session) == []
    row = session.scalars(select(Comment)).one()

    judge(session, row, CommentTone.MEDIUM, person(session, "WU"), NIGHT)
    judge(session, row, CommentTone.MEDIUM, person(session, "WU"), NIGHT + timedelta(minutes=1))

    case = session.scalars(select(NegativeCase)).one()
    assert (case.severity, case.comment_count, row.sentiment) == (Severity.MEDIUM, 1, Sentiment.NEGATIVE)
    assert len(messages(session)) == 1


def test_the_second_judge_of_a_comment_is_told_who_was_first(session: Session):
    keep(session, said("这杯成渣了"))
    row = session.scalars(select(Comment)).one()
    judge(session, row, CommentTone.NEUTRAL, person(session, "WU"), NIGHT)

    with pytest.raises(AlreadyDecided, match="吴敏 已判断过“这杯成渣了”:中性"):
        judge(session, row, CommentTone.GRAVE, person(session, "YUN"), NIGHT)


def test_comments_are_judged_ten_at_a_time_the_form_filled_in_with_what_the_lists_say(session: Session):
    keep(session, *(said(f"难喝{number}", number) for number in range(12)))

    first = page(session)
    assert len(fields(first)) == 10
    assert first is not None
    assert first.form is not None
    schema = first.form.model_json_schema()["properties"]
    assert {schema[name]["default"] for name in fields(first)} == {label(CommentTone.MEDIUM)}
    answer = {name: label(CommentTone.NEUTRAL) for name in fields(first)}
    second = page(session, Answer(first.key, {"person": WU, **answer}))
    assert len(fields(second)) == 2
    assert second is not None
    rest = {name: label(CommentTone.MEDIUM) for name in fields(second)}
    assert page(session, Answer(second.key, {"person": WU, **rest})) is None


def test_a_page_that_somebody_else_judged_meanwhile_is_put_back_with_the_name(session: Session):
    keep(session, said("难喝", 1), said("好喝", 2))
    mine = page(session)
    assert mine is not None
    values = {"person": WU, **{name: label(CommentTone.LIGHT) for name in fields(mine)}}
    row = session.scalars(select(Comment).where(Comment.words == "难喝")).one()
    judge(session, row, CommentTone.MEDIUM, person(session, "YUN"), NIGHT)

    asked = page(session, Answer(mine.key, values))

    assert len(fields(asked)) == 1
    assert session.scalars(select(Comment.reviewed_at).where(Comment.words == "好喝")).one() is None


def test_corrections_propose_a_word_and_once_it_is_accepted_it_is_found(session: Session):
    correct(session, CommentTone.MEDIUM, "这杯成渣了", "真的成渣")

    assert [(one.word, one.as_what) for one in proposed(session)] == [("成渣", WordProposal.MEDIUM)]
    decide_word(session, "成渣", WordProposal.GRAVE, person(session, "YUN"), NIGHT)

    assert proposed(session) == []
    keep(session, said("今天又成渣", 900))
    row = session.scalars(select(Comment).where(Comment.words == "今天又成渣")).one()
    assert (row.lexicon_severity, row.found) == (Severity.GRAVE, ["成渣"])


def test_a_false_alarm_teaches_a_harmless_phrase(session: Session):
    correct(session, CommentTone.POSITIVE, "这垃圾时间真快乐", "又到垃圾时间")
    assert [(one.word, one.as_what) for one in proposed(session)] == [("垃圾时间", WordProposal.HARMLESS)]

    decide_word(session, "垃圾时间", WordProposal.HARMLESS, person(session, "YUN"), NIGHT)

    keep(session, said("最爱垃圾时间", 900))
    assert session.scalars(select(Comment.severity).where(Comment.words == "最爱垃圾时间")).one() is None


def test_a_declined_word_changes_nothing_and_is_not_proposed_again(session: Session):
    correct(session, CommentTone.MEDIUM, "这杯成渣了", "真的成渣")
    decide_word(session, "成渣", WordProposal.NOT_A_WORD, person(session, "YUN"), NIGHT)

    assert proposed(session) == []
    assert keep(session, said("今天又成渣", 900)).negative == 0


def test_of_two_leads_the_first_decides_and_the_second_is_told(session: Session):
    decide_word(session, "成渣", WordProposal.LIGHT, person(session, "YUN"), NIGHT)
    decide_word(session, "成渣", WordProposal.LIGHT, person(session, "YUN"), NIGHT)

    with pytest.raises(AlreadyDecided, match="云总 已决定“成渣”"):
        decide_word(session, "成渣", WordProposal.GRAVE, person(session, "LIN"), NIGHT)

    assert len(session.scalars(select(LexiconWord)).all()) == 1


def test_words_are_put_before_the_operations_leads_and_asked_until_none_is_left(session: Session):
    correct(session, CommentTone.MEDIUM, "这杯成渣了", "真的成渣")
    assert list(leads(session)) == ["云总(YUN)"]

    asked = lexicon_learning.course(session, "run-of-yun", None, NIGHT)
    assert asked is not None
    answer = Answer(asked.key, {"person": "云总(YUN)", "word_1": label(WordProposal.MEDIUM)})

    assert lexicon_learning.course(session, "run-of-yun", answer, NIGHT) is None
    assert session.scalars(select(LexiconWord.verdict)).one() is WordProposal.MEDIUM
