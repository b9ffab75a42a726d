"""Beijing moments and days in every way that exports and spreadsheets write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.calendar import BEIJING
from agency.errors import BadInput
from agency.platforms.exports import moments
from agency.platforms.exports.grid import Cell, Raw


def a(raw: Raw) -> Cell:
    return Cell(raw, "发布时间")


@pytest.mark.parametrize(
    "raw",
    [
        "2026-07-18 14:11:20",
        "2026/7/18 14:11:20",
        "2026.07.18 14:11:20",
        "2026年07月18日14时11分20秒",
        "2026年07月18日 14:11:20",
        "18-07-2026 14:11:20",
        "7/18/2026 14:11:20",
        datetime(2026, 7, 18, 14, 11, 20),  # noqa: DTZ001  a spreadsheet's date has no zone
        datetime(2026, 7, 18, 14, 11, 19, 999_990),  # noqa: DTZ001
        46221.59120370371,
    ],
)
def test_one_beijing_moment_is_one_moment_in_utc(raw: Raw) -> None:
    assert moments.moment(a(raw)) == datetime(2026, 7, 18, 6, 11, 20, tzinfo=UTC)


def test_a_moment_without_seconds_is_on_the_minute() -> None:
    assert moments.moment(a("2026-07-18 14:11")) == datetime(2026, 7, 18, 6, 11, tzinfo=UTC)


def test_a_moment_that_is_missing_is_none() -> None:
    assert moments.moment(a("-")) is None
    assert moments.day(a("")) is None


@pytest.mark.parametrize(
    "raw", ["2026-07-18", date(2026, 7, 18), "2026-07-18 25:00:00", "2026-02-30 10:00:00", "昨天", 12.5]
)
def test_what_is_no_moment_is_refused(raw: Raw) -> None:
    with pytest.raises(BadInput, match="is not a date"):
        moments.moment(a(raw))


def test_a_rewritten_date_that_could_be_two_days_is_refused() -> None:
    with pytest.raises(BadInput, match="day and month can be either"):
        moments.moment(a("06-07-2026 14:11:20"))


@pytest.mark.parametrize("raw", ["2026-07-18", "2026/7/18", "2026年7月18日", "18-07-2026", date(2026, 7, 18), 46221.0])
def test_a_day_is_read_however_it_is_written(raw: Raw) -> None:
    assert moments.day(a(raw)) == date(2026, 7, 18)


@pytest.mark.parametrize("raw", ["2026-13-01", "合计", "2026-07-181", 7.0])
def test_what_is_no_day_is_refused(raw: Raw) -> None:
    with pytest.raises(BadInput, match="is not a date"):
        moments.day(a(raw))


@given(st.datetimes(min_value=datetime(2016, 1, 1), max_value=datetime(2099, 12, 31)))  # noqa: DTZ001
def test_what_the_platform_writes_comes_back_to_the_second(local: datetime) -> None:
    moment = moments.moment(a(f"{local:%Y-%m-%d %H:%M:%S}"))

    assert moment == local.replace(microsecond=0, tzinfo=BEIJING)
