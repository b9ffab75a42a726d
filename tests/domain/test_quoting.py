"""A stranger's words read the same wherever they are shown, and do nothing there."""

import pytest

from agency.domain.lexicon import lexicon_of
from agency.domain.quoting import harmless, marked, quoted
from agency.domain.sentiment import opinion
from config.lexicon.comments import comment_words


@pytest.mark.parametrize(
    "spoilt",
    [
        "<img src=x onerror=alert(1)>",
        "[链接](javascript:alert(1))",
        "![图](http://evil.invalid/x.png)",
        "{{ secrets }} {% raw %}",
        "**粗** _斜_ `码` # 题 | 表",
        '<at user_id="all">所有人</at>',
        "@所有人 <@all>",
        "https://evil.invalid/a?b=c",
        "www.evil.invalid",
        "第一行\n# 第二行\n- 第三行",
        "a\\|b",
        "&lt;script&gt;",
        "$\\frac{1}{2}$ ~~删~~ ^上^",
    ],
)
def test_nothing_of_a_markup_is_left(spoilt: str) -> None:
    shown = harmless(spoilt)

    assert not set(shown) & set("<>[]{}*_`#|@\\&$~\n")
    assert "://" not in shown
    assert ".invalid" not in shown


def test_ordinary_words_and_numbers_are_left_as_they_are() -> None:
    assert harmless("好喝!3块5一杯,排了20分钟。😍 ok") == "好喝!3块5一杯,排了20分钟。😍 ok"


def test_directions_and_invisible_marks_are_gone() -> None:
    assert harmless("正\u202e反\u200b\u0000着") == "正 反 着"


def test_a_long_comment_is_cut_and_says_so() -> None:
    assert quoted("难" * 500, 10) == "难" * 10 + "…"


def test_found_words_are_bold_and_what_cannot_be_bold_is_in_brackets() -> None:
    words = lexicon_of(comment_words())
    text = "<b>难喝</b> 👎"

    assert marked(text, opinion(text, words).hits) == "\uff1cb\uff1e**难喝**\uff1c/b\uff1e 【👎】"


def test_a_word_behind_the_cut_is_not_shown() -> None:
    text = "好" * 200 + "难喝"

    assert "**" not in marked(text, opinion(text, lexicon_of(comment_words())).hits)
