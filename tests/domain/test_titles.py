from unicodedata import normalize

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from agency.domain import titles
from agency.domain.terms.figures import Platform
from agency.domain.titles import platform_length, tidy_title, title_findings, title_length
from config.policy import Policy
from tests.domain.findings import broken

POLICY = Policy()
PHONE = "3分钟学会iPhone17 Pro拍人像的5个技巧"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ZERO_WIDTH_SPACE = "\u200b"


def test_twenty_characters_are_a_title_and_twenty_one_are_not() -> None:
    assert broken(title_findings("伞" * 20, POLICY)) == []
    assert broken(title_findings("伞" * 21, POLICY)) == ["P2-title-length"]


@pytest.mark.parametrize(
    "nothing", ["", "   ", "\u3000", ZERO_WIDTH_SPACE, "\ufeff", "\u3164", "\u00ad\u2060", "\ufe0f", "\n"]
)
def test_what_nobody_can_see_is_no_title(nothing: str) -> None:
    assert broken(title_findings(nothing, POLICY)) == ["P2-title-missing"]


@pytest.mark.parametrize(
    ("title", "length"),
    [
        (FAMILY, 1),
        ("\U0001f1e8\U0001f1f3", 1),
        ("\u2764\ufe0f", 1),
        ("1\ufe0f\u20e3", 1),
        ("\U0001f44d\U0001f3fd", 1),
        ("e\u0301te\u0301", 3),
        ("纸鹤 红伞", 5),
        ("纸鹤\r\n红伞", 5),
    ],
)
def test_a_character_is_what_a_reader_sees_as_one(title: str, length: int) -> None:
    assert title_length(title) == length


def test_an_invisible_mark_does_not_part_a_family() -> None:
    assert tidy_title(f" {ZERO_WIDTH_SPACE}纸鹤{FAMILY} ") == f"纸鹤{FAMILY}"


def test_xiaohongshu_counts_two_narrow_characters_as_one() -> None:
    assert title_length(PHONE) == 25
    assert platform_length(PHONE, Platform.XIAOHONGSHU) == 18


def test_xiaohongshu_rounds_a_single_narrow_character_up() -> None:
    assert platform_length("a", Platform.XIAOHONGSHU) == 1
    assert platform_length("伞abc", Platform.XIAOHONGSHU) == 3


def test_an_emoji_is_wide_and_an_accent_widens_nothing() -> None:
    assert platform_length(FAMILY * 2, Platform.XIAOHONGSHU) == 2
    assert platform_length("\u2764\ufe0f\u2764\ufe0f", Platform.XIAOHONGSHU) == 2
    assert platform_length("q\u0303q\u0303", Platform.XIAOHONGSHU) == 1


def test_other_platforms_count_as_the_standard_does() -> None:
    assert platform_length(PHONE, Platform.DOUYIN) == 25


def test_the_sentence_tells_the_length_the_limit_and_the_title(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")

    [finding] = title_findings("Paper cranes in the rain", POLICY)

    assert finding.message == "The title has 24 characters; at most 20 are allowed: Paper cranes in the rain"


@given(st.text())
def test_a_tidy_title_stays_as_it_is(text: str) -> None:
    assert tidy_title(tidy_title(text)) == tidy_title(text)


@given(st.text(alphabet="纸鹤红伞abc123"), st.integers(0, 20))
def test_invisible_characters_never_change_the_length(text: str, place: int) -> None:
    assert title_length(text[:place] + ZERO_WIDTH_SPACE + text[place:]) == title_length(text)


@given(st.text())
def test_the_platform_never_counts_more_than_the_standard(text: str) -> None:
    assert platform_length(text, Platform.XIAOHONGSHU) <= title_length(text)


def test_a_text_that_is_counted_the_short_way_is_counted_as_the_long_way_counts_it():
    plain = [chr(code) for code in range(0x20, 0x10000) if titles.PLAIN.fullmatch(chr(code))]

    joined = [mark for mark in plain if regex.findall(r"\X", f"a{mark}b") != ["a", mark, "b"]]
    unseen = [mark for mark in plain if not titles.VISIBLE.search(mark) or normalize("NFC", mark) != mark]
    assert len(plain) > 20_000
    assert joined == unseen == []
