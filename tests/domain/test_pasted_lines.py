"""Rows pasted into a form: what is read, and what is told of a line that is not."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.budgets import yuan
from agency.domain.pasted_lines import cells, exactly, lines, read_day, read_fen, read_lines, read_moment, read_quantity
from agency.errors import BadInput


def test_each_line_that_cannot_be_read_is_told_by_its_number_and_the_others_are_kept():
    pasted = read_lines("2026-12-04\n\n明天\n2026-12-05\n后天", lambda row: read_day(row[0]))

    assert pasted.rows == (date(2026, 12, 4), date(2026, 12, 5))
    assert [fault[:6] for fault in pasted.faults] == ["第 3 行:", "第 5 行:"]


def test_a_tab_and_bars_of_either_width_part_cells_and_an_empty_last_cell_is_one():
    assert cells(" 场地 | 茶馆\t2｜ ") == ["场地", "茶馆", "2", ""]


def test_columns_that_may_be_left_out_come_back_empty():
    assert exactly(["道具", "3"], ["item", "quantity", "unit"], optional=1) == ["道具", "3", ""]


@pytest.mark.parametrize("row", [["道具"], ["道具", "3", "个", "多余"]])
def test_a_row_with_too_few_or_too_many_cells_is_refused(row: list[str]):
    with pytest.raises(BadInput, match=r"item \| quantity \| unit"):
        exactly(row, ["item", "quantity", "unit"], optional=1)


def test_lines_are_taken_once_each():
    assert lines("茶渣别扔\n \n老板娘 \n茶渣别扔") == ("茶渣别扔", "老板娘")


@pytest.mark.parametrize("text", ["2026-12-04", "2026/12/4", "2026.12.04", "２０２６-１２-０４"])
def test_a_day_may_be_written_in_several_ways(text: str):
    assert read_day(text) == date(2026, 12, 4)


@pytest.mark.parametrize("text", ["", "12-04", "2026-13-01", "2026-02-29", "20261204", "2026-12-04 18:00"])
def test_what_is_no_day_is_refused(text: str):
    with pytest.raises(BadInput):
        read_day(text)


def test_a_moment_is_one_of_beijing():
    assert read_moment("2026-12-10 18:00") == datetime(2026, 12, 10, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-12-10", "2026-12-10 24:00", "2026-12-10 18:60", "18:00", "2026-02-30 18:00"])
def test_what_is_no_moment_is_refused(text: str):
    with pytest.raises(BadInput):
        read_moment(text)


@pytest.mark.parametrize(
    ("text", "fen"), [("0", 0), ("3.5", 350), ("1,280.50", 128_050), ("¥300", 30_000), ("25元", 2_500), ("３０", 3_000)]
)
def test_yuan_become_fen(text: str, fen: int):
    assert read_fen(text) == fen


@pytest.mark.parametrize("text", ["", "-1", "3.005", "1e3", "三百", "1.2.3", "$5"])
def test_what_is_no_amount_is_refused(text: str):
    with pytest.raises(BadInput):
        read_fen(text)


@given(st.integers(min_value=0, max_value=10**11 - 1))
def test_an_amount_that_was_shown_is_read_back_to_the_fen(fen: int):
    assert read_fen(yuan(fen)) == fen


@pytest.mark.parametrize("text", ["", "-1", "半", "0.125", "1/2"])
def test_what_is_no_quantity_is_refused(text: str):
    with pytest.raises(BadInput):
        read_quantity(text)


@pytest.mark.parametrize("pasted", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_a_day_from_which_nothing_can_be_reckoned_is_no_day(pasted: str) -> None:
    with pytest.raises(BadInput, match=pasted):
        read_day(pasted)
    with pytest.raises(BadInput, match=pasted):
        read_moment(f"{pasted} 00:00")
