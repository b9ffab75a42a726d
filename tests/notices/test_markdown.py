"""The Markdown of messages is read into lines and runs, and each channel spells them in its own way."""

import pytest

from agency.notices.dialects import DINGTALK, FEISHU, WECOM, Dialect, spelled
from agency.notices.letter import TEXT, as_html
from agency.notices.markdown import Gap, Kind, Link, Words, escaped, lines_of

MESSAGE = "## 提醒\n\n**《夏日新品》** 还差 1 位\n- [看脚本](https://files.example/s/1)\n- 截止 18:00"


def only_line(text: str) -> tuple[object, ...]:
    (line,) = lines_of(text)
    return line.runs


def test_a_text_is_read_into_headings_words_and_entries_with_the_gaps_between() -> None:
    assert [(line.kind, line.gap) for line in lines_of(MESSAGE)] == [
        (Kind.HEADING, Gap.PARAGRAPH),
        (Kind.WORDS, Gap.PARAGRAPH),
        (Kind.ENTRY, Gap.LINE),
        (Kind.ENTRY, Gap.LINE),
    ]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("**粗**话", (Words("粗", bold=True), Words("话"))),
        ("[看](https://a.example/1)", (Link("看", "https://a.example/1"),)),
        ("[看](javascript:alert)", (Words("[看](javascript:alert)"),)),
        ("2 * 3 ** 4", (Words("2 * 3 ** 4"),)),
        (r"\*\*不粗\*\*", (Words("**不粗**"),)),
        (r"\[假\](https://a.example/1)", (Words("[假](https://a.example/1)"),)),
        ("a\u202eb\x00c", (Words("abc"),)),
    ],
)
def test_only_bold_and_links_of_the_web_are_markup(text: str, runs: tuple[object, ...]) -> None:
    assert only_line(text) == runs


@pytest.mark.parametrize(
    "typed", ["**急**", "[领奖](https://evil.example)", "- 一", "# 大", "a\nb", "\\[x](https://evil.example)"]
)
def test_what_a_person_typed_is_escaped_to_plain_words(typed: str) -> None:
    assert only_line(escaped(typed)) == (Words(" ".join(typed.split())),)


@pytest.mark.parametrize(
    ("dialect", "told"),
    [
        (
            FEISHU,
            "**提醒**\n\n**《夏日新品》** 还差 1 位\n- [看脚本](https://files.example/s/1)\n- 截止 18:00",
        ),
        (
            DINGTALK,
            "#### 提醒\n\n**《夏日新品》** 还差 1 位\n- [看脚本](https://files.example/s/1)\n- 截止 18:00",
        ),
        (
            WECOM,
            "#### 提醒\n\n**《夏日新品》** 还差 1 位\n- [看脚本](https://files.example/s/1)\n- 截止 18:00",
        ),
        (TEXT, "提醒\n\n《夏日新品》 还差 1 位\n- 看脚本: https://files.example/s/1\n- 截止 18:00"),
    ],
)
def test_each_channel_spells_the_same_message_in_its_own_way(dialect: Dialect, told: str) -> None:
    assert spelled(list(lines_of(MESSAGE)), dialect) == told


def test_a_letter_is_told_in_html_in_which_nothing_typed_is_a_tag() -> None:
    told = as_html(list(lines_of("## 提醒\n\n<script>\n- [看](https://files.example/?a=1&b=2)")))

    assert told == (
        '<h3>提醒</h3><p>&lt;script&gt;</p><ul><li><a href="https://files.example/?a=1&amp;b=2">看</a></li></ul>'
    )


@pytest.mark.parametrize("dialect", [FEISHU, DINGTALK, WECOM])
def test_a_link_cannot_be_closed_early_by_its_own_address(dialect: Dialect) -> None:
    told = dialect.run(Link("看", 'https://a.example/x)[领奖](https://evil.example/">'))

    assert told.count("](") == 1
    assert told.count(")") == 1
