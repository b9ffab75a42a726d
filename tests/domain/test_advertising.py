import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.advertising import absolute_words, advertising_findings
from config.lexicon import AbsoluteWords, AdvertisingLexicon, advertising_lexicon
from tests.domain.findings import broken

LEXICON = AdvertisingLexicon(
    group=(
        AbsoluteWords(
            words=("最好", "最好的", "no.1", "top1"),
            severity="blocks",
            advice="证明它",
            except_in=("最好先", "最好提前"),
        ),
        AbsoluteWords(words=("完美",), severity="warns", advice="想一想"),
    )
)


def found(text: str) -> list[str]:
    return [hit.word for hit in absolute_words(text, LEXICON)]


def test_an_absolute_word_is_found_where_it_stands() -> None:
    [hit] = absolute_words("这把伞最好", LEXICON)

    assert (hit.word, hit.begins, hit.ends, hit.advice) == ("最好", 3, 5, "证明它")


@pytest.mark.parametrize("text", ["ＮＯ．１ 的伞", "No.1", "n\u200bo.1", "全城no.1的伞"])
def test_width_case_and_invisible_characters_do_not_hide_a_word(text: str) -> None:
    assert len(found(text)) == 1


def test_a_hit_is_shown_as_it_was_written() -> None:
    assert found("我们是ＮＯ．１!") == ["ＮＯ．１"]


@pytest.mark.parametrize("text", ["top10", "desktop1", "no.12"])
def test_a_piece_of_a_longer_latin_word_is_no_hit(text: str) -> None:
    assert found(text) == []


def test_a_harmless_phrase_excuses_its_own_word_and_no_other() -> None:
    assert found("最好先看天气") == []
    assert found("最好先看天气,再买最好的伞") == ["最好的"]


def test_of_words_inside_one_another_the_longest_counts() -> None:
    assert found("最好的伞") == ["最好的"]


def test_a_word_listed_in_two_groups_counts_once_for_the_first() -> None:
    grave, light = LEXICON.group
    twice = AdvertisingLexicon(group=(grave, light, light.model_copy(update={"severity": "blocks"})))

    [hit] = absolute_words("完美", twice)

    assert hit.severity == "warns"


def test_words_that_overlap_without_one_inside_the_other_are_both_found() -> None:
    lexicon = AdvertisingLexicon(group=(AbsoluteWords(words=("第一品牌", "品牌之王"), severity="blocks", advice=""),))

    assert [hit.word for hit in absolute_words("第一品牌之王", lexicon)] == ["第一品牌", "品牌之王"]


def test_a_word_is_found_as_often_as_it_stands_there() -> None:
    assert found("最好,最好") == ["最好", "最好"]


def test_a_grave_word_stops_the_work_and_a_light_one_does_not() -> None:
    findings = advertising_findings({"title": "完美的伞", "caption": "最好"}, LEXICON)

    assert broken(findings) == ["C3-absolute-word?", "C3-absolute-word"]


def test_the_sentence_counts_characters_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")

    [finding] = advertising_findings({"title": "一把完美的伞"}, LEXICON)

    assert finding.message == "title, character 3: “完美”. 想一想."


def test_clean_texts_have_no_findings() -> None:
    assert advertising_findings({"title": "一把红伞", "caption": ""}, LEXICON) == ()


@given(st.text(alphabet="最好的先提前完美no.1NOtopＮＯ\u200b 一伞"))
def test_every_hit_is_a_stretch_of_the_text_it_was_found_in(text: str) -> None:
    for hit in absolute_words(text, LEXICON):
        assert text[hit.begins : hit.ends] == hit.word


@given(st.text())
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    absolute_words(text, advertising_lexicon())


def test_the_agencys_list_finds_the_words_of_the_law_and_excuses_everyday_speech() -> None:
    lexicon = advertising_lexicon()

    assert [hit.word for hit in absolute_words("国家级工艺,全网第一", lexicon)] == ["国家级", "全网第一"]
    assert absolute_words("出门最好提前看天气", lexicon) == ()


def test_every_exception_of_the_agencys_list_excuses_a_word_of_its_group() -> None:
    for group in advertising_lexicon().group:
        for phrase in group.except_in:
            assert any(word in phrase for word in group.words), phrase
