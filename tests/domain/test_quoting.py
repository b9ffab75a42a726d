"""A stranger's words read the same wherever they are shown, and do nothing there."""

import pytest

from agency.domain.lexicon import lexicon_of
from agency.domain.quoting import harmless, marked, quoted, without_foreign_links, without_its_middle, without_tags
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


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ("<img src=x><!-- --><?php", "&lt;img src=x>&lt;!-- -->&lt;?php"),
        ("<details onclick=x>", "&lt;details onclick=x>"),
        ("<details><summary>更多</summary></details><br/>", "<details><summary>更多</summary></details><br/>"),
        ("1 < 2 且 a<3", "1 < 2 且 a<3"),
    ],
)
def test_no_tag_acts_but_those_that_fold_a_part_away(typed: str, shown: str):
    assert without_tags(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("[点我](http://example.invalid)", "[点我]\\(http://example.invalid)"),
        ("![]( <http://example.invalid/x.png>)", "![]\\( <http://example.invalid/x.png>)"),
        ("[外[内]](http://example.invalid)", "[外[内]]\\(http://example.invalid)"),
        ("[a]: http://example.invalid", "[a]\\: http://example.invalid"),
        ("[稿](http://files.test/a)", "[稿](http://files.test/a)"),
        ("[稿](http://files.test.invalid/a)", "[稿]\\(http://files.test.invalid/a)"),
        ("![线](data:image/svg+xml;base64,AA)", "![线](data:image/svg+xml;base64,AA)"),
        ("数组[1](见上)", "数组[1]\\(见上)"),
    ],
)
def test_words_lead_nowhere_but_below_our_own_address(typed: str, shown: str):
    assert without_foreign_links(typed, "http://files.test/") == shown


def test_a_long_text_is_told_by_its_ends():
    assert without_its_middle("短", 10) == "短"
    assert without_its_middle("预算:" + "茶" * 500 + "不是金额", 12) == "预算:茶茶茶茶…不是金额"
