"""The word lists that a lead edits: a slip is told in one sentence that says where."""

import shutil
from pathlib import Path

import pytest

from config.lexicon import HERE
from config.lexicon.comments import LexiconError, comment_words, named_words, read_comment_words
from config.lexicon.pasted import pasted_words


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    for file in HERE.glob("*.toml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_lists_of_the_house_can_be_read_and_no_word_stands_twice() -> None:
    words = [word for _place, word in named_words(comment_words())]

    assert len(words) > 1_000
    assert pasted_words().columns.words


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("negative_words.toml", 'severity = "light"', "severity = light", "negative_words.toml cannot be read.*line"),
        ("negative_words.toml", '"难喝", ', '"难喝" ', "negative_words.toml cannot be read.*line"),
        ("negative_words.toml", 'severity = "light"', 'severity = "mild"', "negative_words.toml, group 1: 'severity'"),
        (
            "sensitive_words.toml",
            'severity = "grave"',
            'severity = "light"',
            "sensitive_words.toml, group 1: 'severity'",
        ),
        ("negative_words.toml", "except_in = []", "exept_in = []", "there is no key 'exept_in'"),
        ("positive_words.toml", '"好吃", ', '"好吃", "难喝", ', "the word '难喝' stands in .*negative_words.*positive"),
        ("positive_words.toml", '"好吃", ', '"好吃", " ", ', "an empty word"),
        ("negations.toml", "window = 5", 'window = "five"', "negations.toml: 'window' is wrong.*five"),
        ("negations.toml", "window = 5", "window = 500", "negations.toml: 'window' is wrong"),
    ],
)
def test_a_slip_is_one_sentence_that_names_the_place(lists: Path, file: str, old: str, new: str, said: str) -> None:
    change(lists / file, old, new)

    with pytest.raises(LexiconError, match=said) as told:
        read_comment_words(lists)

    assert "\n" not in str(told.value)


def test_a_list_that_is_gone_is_named(lists: Path) -> None:
    (lists / "negations.toml").unlink()

    with pytest.raises(LexiconError, match=r"negations\.toml cannot be read"):
        read_comment_words(lists)
