"""A telephone number is shown by its beginning and its end; what only looks like one is left alone."""

import pytest

from agency.domain.heard import kept_words
from agency.domain.masking import masked


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("联系18600000000", "联系186****0000"),
        ("186 0000 0000", "186 **** 0000"),
        ("+86 186-0000-0000。", "+86 186-****-0000。"),
        ("8618600000000", "86186****0000"),
        ("两个:18600000000,19900001111", "两个:186****0000,199****1111"),
        ("已经遮住的 186****0000", "已经遮住的 186****0000"),
    ],
)
def test_a_mobile_number_keeps_its_first_three_and_last_four_digits(written: str, shown: str) -> None:
    assert masked(written) == shown
    assert masked(shown) == shown


@pytest.mark.parametrize("text", ["7186000000000001234", "a18600000000", "12000000000", "1860000000", "2026-11-23", ""])
def test_what_is_no_mobile_number_stays_as_it_is(text: str) -> None:
    assert masked(text) == text


def test_a_number_in_a_comment_never_comes_on_record() -> None:
    assert kept_words("加我微信 18600000000 领券") == "加我微信 186****0000 领券"
