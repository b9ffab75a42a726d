"""What a comment says is found by words and their turns, with the evidence, and never slower than it is long."""

import itertools
from pathlib import Path

import pytest

from agency.domain.folding import fold, places
from agency.domain.lexicon import Entry, lexicon_of
from agency.domain.sentiment import LONGEST, Opinion, opinion
from agency.domain.terms.comments import WordRole
from agency.domain.terms.engagement import Sentiment, Severity
from benchmarks.sentiment import FIRST_HALF, labelled
from config.lexicon.comments import comment_words

LEXICON = lexicon_of(comment_words())


def said(text: str) -> Opinion:
    return opinion(text, LEXICON)


@pytest.mark.parametrize(
    "text",
    [
        "真的不难吃",
        "没有异味",
        "不是不好",
        "一点异味都没有",
        "没有那种廉价的香精味",
        "本来以为会很难喝,结果惊艳到我了",
        "绝绝子",
        "垃圾桶都满了,可见多火",
        "谁说不好喝的",
        "不要太好喝",
        "贵是贵了点,但是真好喝",
        "喝了没拉肚子",
        "没有异味、怪味",
    ],
)
def test_what_only_sounds_ill_is_not_negative(text: str) -> None:
    assert said(text).severity is None


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("难吃", Severity.MEDIUM),
        ("一点都不好吃", Severity.MEDIUM),
        ("没有一次不出错的", Severity.MEDIUM),
        ("不太好喝", Severity.LIGHT),
        ("好喝个屁", Severity.MEDIUM),
        ("会不会很难喝", Severity.LIGHT),
        ("味道不错,可惜服务太差了", Severity.MEDIUM),
        ("不甜,难喝", Severity.MEDIUM),
        ("有蟑螂", Severity.GRAVE),
        ("敏感皮会过敏吗", Severity.MEDIUM),
        ("我要去12315投诉", Severity.GRAVE),
    ],
)
def test_what_is_ill_has_its_weight(text: str, severity: Severity) -> None:
    assert said(text).severity is severity


@pytest.mark.parametrize(
    "hidden",
    ["垃圾", "垃 圾", "垃*圾", "垃\u200b圾", "垃.圾", "垃_圾", "\u2f1f垃圾", "辣鸡", "l j", "lj", "垃\u202e圾"],
)
def test_a_word_does_not_hide_behind_blanks_marks_width_or_sound(hidden: str) -> None:
    assert said(f"真是{hidden}啊").severity is Severity.MEDIUM


def test_letters_of_another_alphabet_that_look_alike_are_no_disguise() -> None:
    assert fold("уyds") == fold("yyds")
    assert said("tоusu").severity is Severity.GRAVE


def test_the_evidence_stands_where_it_was_written() -> None:
    (hit,) = said("店里很吵,垃 *圾!").hits[-1:]

    assert (hit.word, hit.severity, hit.about) == ("垃 *圾", Severity.MEDIUM, "失望、劝退")
    assert "店里很吵,垃 *圾!"[hit.begins : hit.ends] == hit.word


def test_folding_keeps_a_place_for_every_character() -> None:
    text = "A㎏ \u200b…垃圾!\n😡"

    assert len(places(text)) == len(fold(text))


def test_praise_a_question_and_nothing_have_their_tones() -> None:
    assert [said(text).sentiment for text in ("好喝", "多少钱", "")] == [
        Sentiment.POSITIVE,
        Sentiment.NEUTRAL,
        Sentiment.NEUTRAL,
    ]


def test_a_negation_does_not_reach_over_a_comma_or_too_far() -> None:
    assert said("不,难喝").severity is Severity.MEDIUM
    assert said("没去的朋友们听我一句劝吧真的难喝").severity is Severity.MEDIUM


def test_a_word_that_people_taught_stands_above_the_file() -> None:
    taught = LEXICON.with_entries(
        [Entry("难喝", WordRole.HARMLESS), Entry("绝绝子", WordRole.COMPLAINT, Severity.LIGHT)]
    )

    assert opinion("难喝", taught).severity is None
    assert opinion("绝绝子", taught).severity is Severity.LIGHT


@pytest.mark.parametrize("word", ["垃", "不", "难喝", "不好", "😡"])
def test_of_ten_million_characters_the_beginning_is_read(word: str) -> None:
    hits = opinion(word * (10_000_000 // len(word)), LEXICON).hits

    assert all(hit.ends <= LONGEST for hit in hits)


def test_the_work_grows_with_the_length_and_no_faster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: how often a word of the lists is tried at some place of the worst of texts."""
    tried = itertools.count()

    class Counted(str):
        def startswith(self, *arguments: object) -> bool:  # type: ignore[override]
            next(tried)
            return str.startswith(self, *arguments)  # type: ignore[arg-type]

    def tries(text: str) -> int:
        before = next(tried)
        LEXICON.tokens(Counted(fold(text)))
        return next(tried) - before - 1

    assert tries("不没" * 1_000) <= 2.1 * tries("不没" * 500)


def test_the_half_that_was_looked_at_is_found_but_for_one_in_twenty() -> None:
    told = [(wanted, said(text).severity) for wanted, text in labelled(FIRST_HALF)]

    wrong = [one for one in told if (one[0] is None) != (one[1] is None)]
    assert len(wrong) <= len(told) / 20


def test_the_labelled_comments_are_called_invented() -> None:
    assert all("虚构" in path.read_text(encoding="utf-8")[:20] for path in Path(FIRST_HALF).parent.glob("*.tsv"))
