"""The name of a download keeps the title's words and no letter that a file system, a header or an address trips over."""

import pytest

from agency.web.names import download_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("糖水铺 11月上半月复盘", "糖水铺 11月上半月复盘.pptx"),
        ("糖水铺.pptx", "糖水铺.pptx"),
        ("双皮奶 / 姜撞奶: “谁更好?”", "双皮奶 姜撞奶 “谁更好 ”.pptx"),
        ("../../etc/passwd", "etc passwd.pptx"),
        ("一行\r\nSet-Cookie: x=1", "一行 Set-Cookie x=1.pptx"),
        ("反过来\u202exslx.exe", "反过来 xslx.exe.pptx"),
        ("  ...  ", "deck-1.pptx"),
        ("", "deck-1.pptx"),
        ("🍧👨‍👩‍👧", "🍧👨 👩 👧.pptx"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str):
    assert download_name(title, "SUGAR/deck-1.pptx") == name


def test_a_long_title_fits_into_every_file_system():
    assert len(download_name("糖" * 500, "deck.pptx").encode()) <= 255


def test_a_file_without_an_ending_keeps_none():
    assert download_name("糖水铺", "SUGAR/deck") == "糖水铺"
