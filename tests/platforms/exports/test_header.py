"""The header is found by what it says."""

import pytest

from agency.errors import BadInput
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.header import find_header, normalised
from agency.platforms.exports.layouts import LAYOUTS

WORKS = ["作品名称", "发布时间", "体裁", "播放量"]


def a_grid(*rows: list[str]) -> Grid:
    return Grid(sheet="Sheet1", encoding=None, rows=rows)


@pytest.mark.parametrize("written", ["5s完播率", "５Ｓ完播率", " 5S 完播率 ", "\ufeff5s完播率", "5s完\u00ad播率"])
def test_a_name_is_the_same_in_every_dress(written: str) -> None:
    assert normalised(written) == "5s完播率"


def test_brackets_are_of_one_kind() -> None:
    assert normalised("点击率（%）") == "点击率(%)"


def test_a_banner_above_the_header_is_passed_over() -> None:
    header = find_header(a_grid(["最多导出1000条作品"], [], WORKS), LAYOUTS)

    assert header is not None
    assert header.row == 3


def test_a_header_below_the_tenth_row_is_not_looked_for() -> None:
    assert find_header(a_grid(*[["说明"]] * 10, WORKS), LAYOUTS) is None


def test_columns_are_known_by_name_in_any_order() -> None:
    header = find_header(a_grid([*reversed(WORKS), "垂类"]), LAYOUTS)

    assert header is not None
    assert [header.columns[index].field for index in range(4)] == ["plays", "kind", "published_at", "title"]
    assert header.unknown == ("垂类",)


def test_a_unit_in_brackets_is_not_part_of_a_name() -> None:
    header = find_header(a_grid([*WORKS, "完播率（%）", "平均播放时长(秒)"]), LAYOUTS)

    assert header is not None
    assert header.unknown == ()


def test_two_columns_that_say_the_same_are_refused() -> None:
    with pytest.raises(BadInput, match="播放量, 播 放 量"):
        find_header(a_grid([*WORKS, "播 放 量"]), LAYOUTS)
