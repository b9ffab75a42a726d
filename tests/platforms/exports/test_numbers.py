"""Counts, rates and lengths of time in every way that exports write them."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.errors import BadInput
from agency.platforms.exports import numbers
from agency.platforms.exports.grid import Cell, Raw


def a(raw: Raw, header: str = "播放量") -> Cell:
    return Cell(raw, header)


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("0", 0),
        ("1,234", 1234),
        ("1，234，567", 1234567),
        ("１２", 12),
        ("126.0", 126),
        (126.0, 126),
        ("1.2万", 12_000),
        ("1.2w", 12_000),
        ("3W", 30_000),
        ("1.05亿", 105_000_000),
        ("2.5K", 2_500),
        ("3m", 3_000_000),
        ("-", None),
        ("undefined", None),
    ],
)
def test_a_count_is_read_however_it_is_written(raw: Raw, count: int | None) -> None:
    assert numbers.count(a(raw)) == count


@pytest.mark.parametrize("raw", ["1.5", 0.5, "12,34", "1.23456万", "-3", "十二", "1e3", True])
def test_what_is_no_count_is_refused(raw: Raw) -> None:
    with pytest.raises(BadInput):
        numbers.count(a(raw))


def test_a_net_gain_may_be_negative() -> None:
    assert numbers.signed_count(a("-12")) == -12


@given(st.integers(min_value=0, max_value=10**12))
def test_a_count_reads_the_same_as_text_as_a_number_and_with_separators(count: int) -> None:
    assert numbers.count(a(str(count))) == numbers.count(a(float(count))) == numbers.count(a(f"{count:,}")) == count


@pytest.mark.parametrize("token", ["1.2万", "3w", "2k", "1亿"])
def test_a_shortened_number_is_known_to_be_rounded(token: str) -> None:
    assert numbers.is_rounded(a(token))


@pytest.mark.parametrize("raw", ["12000", 12000.0, "-", "83.33%"])
def test_a_full_number_is_not_rounded(raw: Raw) -> None:
    assert not numbers.is_rounded(a(raw))


@pytest.mark.parametrize(
    ("raw", "header", "share"),
    [
        ("83.33%", "完播率", 0.8333),
        ("83.33％", "完播率", 0.8333),
        ("0.0875", "完播率", 0.0875),
        (0.0875, "完播率", 0.0875),
        ("1.68", "点击率(%)", 0.0168),
        ("1.68%", "点击率(%)", 0.0168),
        ("0.8", "点击率(%)", 0.008),
        ("0.8", "完播率", 0.8),
        (1e-05, "完播率", 0.00001),
        ("1.000000", "完播率", 1.0),
        ("-", "完播率", None),
    ],
)
def test_token_and_header_tell_a_percentage_and_size_never_does(raw: Raw, header: str, share: float | None) -> None:
    assert numbers.rate(a(raw, header)) == share


@pytest.mark.parametrize("raw", ["8.75", "101%", "-0.1", "很高"])
def test_a_rate_beyond_its_bounds_is_refused(raw: str) -> None:
    with pytest.raises(BadInput, match="between 0 and 1"):
        numbers.rate(a(raw, "完播率"))


@given(st.integers(min_value=0, max_value=10_000))
def test_percent_and_fraction_of_one_rate_are_the_same_number(basis_points: int) -> None:
    percent = f"{basis_points / 100:.2f}"
    fraction = f"{basis_points / 10_000:.4f}"

    assert numbers.rate(a(percent + "%")) == numbers.rate(a(percent, "率(%)")) == numbers.rate(a(fraction))


@pytest.mark.parametrize(
    ("raw", "length"),
    [
        ("9.53", 9.53),
        (9.53, 9.53),
        ("14.73秒", 14.73),
        ("14s", 14.0),
        ("01:20", 80.0),
        ("1:00:05", 3605.0),
        ("1分20秒", 80.0),
        ("2分钟", 120.0),
        (time(0, 1, 20), 80.0),
        (timedelta(minutes=80), 4800.0),
        ("--", None),
    ],
)
def test_a_length_of_time_is_in_seconds(raw: Raw, length: float | None) -> None:
    assert numbers.seconds(a(raw)) == length


def test_a_duration_is_in_milliseconds() -> None:
    assert numbers.milliseconds(a("35.5秒")) == 35_500


@pytest.mark.parametrize("raw", ["-3", "长", "1:2:3:4"])
def test_what_is_no_length_of_time_is_refused(raw: str) -> None:
    with pytest.raises(BadInput, match="length of time"):
        numbers.seconds(a(raw))
