"""What a person writes into a cell, and what it means: days in any usual hand, people by name or code, silence."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from agency.domain.calendar import BEIJING
from agency.domain.edits import (
    Cell,
    Known,
    read_day,
    read_link,
    read_moment,
    read_person,
    read_word,
    says_nothing,
    text_of,
)
from agency.domain.terms.people import Role
from agency.errors import BadInput

NEAR = date(2026, 11, 20)
THE_25TH = date(2026, 11, 25)
LIN = Known(id="1", code="LIN", name="林晓", member_of={"breeze": frozenset({Role.DIRECTOR})})
WU, OTHER_WU = Known(id="2", code="WU", name="吴敏"), Known(id="3", code="WU-2", name="吴敏")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-25",
        "2026/11/25",
        "2026.11.25",
        " 2026/11/25 ",
        "2026年11月25日",
        "2026 年 11 月 25 日",
        "２０２６－１１－２５",
        "11月25日",
        "11-25",
        "11/25",
        46_351,
        46_351.0,
        46_351.75,
        THE_25TH,
        datetime(2026, 11, 25, 9, 30),  # noqa: DTZ001 - a spreadsheet's moment has no zone
        "2026-11-25 00:00:00",
    ],
)
def test_a_day_is_read_in_every_usual_hand(cell: Cell):
    assert read_day(cell, NEAR) == THE_25TH


@pytest.mark.parametrize(
    "cell",
    [
        "十一月廿五",
        "115年11月25日",
        "民国115年11月25日",
        "25/11/2026",
        "Nov 25",
        "2026-02-30",
        "2月30日",
        "周三",
        "下周",
        "1926-11-25",
        11.25,
        12,
        -1,
        True,
        "20261125",
        time(9, 30),
        datetime(1899, 12, 30),  # noqa: DTZ001 - as above
    ],
)
def test_what_is_no_day_is_refused_with_what_was_written(cell: Cell):
    with pytest.raises(BadInput, match=r"不是日期,请写成 2026-11-25 这样"):
        read_day(cell, NEAR)


@pytest.mark.parametrize(
    ("written", "near", "meant"),
    [
        ("1月3日", date(2026, 12, 28), date(2027, 1, 3)),
        ("12月30日", date(2027, 1, 5), date(2026, 12, 30)),
        ("2月29日", date(2027, 3, 1), date(2028, 2, 29)),
        ("6-1", date(2026, 11, 20), date(2026, 6, 1)),
    ],
)
def test_a_day_without_a_year_is_the_one_nearest_to_the_days_of_its_row(written: str, near: date, meant: date):
    assert read_day(written, near) == meant


@given(
    day=some.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)),
    near=some.dates(max_value=date(2099, 1, 1)),
)
def test_a_whole_day_is_read_the_same_as_text_as_a_date_and_as_a_serial_number(day: date, near: date):
    serial = (day - date(1899, 12, 30)).days

    assert read_day(day.isoformat(), near) == read_day(day, near) == read_day(serial, near) == day


@pytest.mark.parametrize(
    "cell",
    [
        "2026-12-21 18:00",
        "2026/12/21 18:00:00",
        "2026-12-21T18:00",
        "2026年12月21日 18:00",
        "2026年12月21日18:00",
        "12月21日 18：00",
        46_377.75,
        datetime(2026, 12, 21, 18, 0),  # noqa: DTZ001 - as above
    ],
)
def test_a_moment_is_read_as_beijing_time_and_kept_in_utc(cell: Cell):
    read = read_moment(cell, was=None, day=None, near=date(2026, 12, 1))

    assert (read, read.tzinfo) == (datetime(2026, 12, 21, 10, 0, tzinfo=UTC), UTC)


def test_a_day_alone_keeps_the_time_that_stood_there():
    was = datetime(2026, 12, 20, 12, 30, tzinfo=UTC)

    assert read_moment("12月24日", was=was, day=None, near=NEAR) == datetime(2026, 12, 24, 12, 30, tzinfo=UTC)
    assert read_moment(date(2026, 12, 24), was=was, day=None, near=NEAR) == datetime(2026, 12, 24, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["9:30", time(9, 30), timedelta(hours=9, minutes=30), 0.395833333])
def test_a_time_alone_is_on_the_day_of_its_row(cell: Cell):
    read = read_moment(cell, was=None, day=date(2026, 12, 11), near=NEAR)

    assert read.astimezone(BEIJING) == datetime(2026, 12, 11, 9, 30, tzinfo=BEIJING)


def test_midnight_in_beijing_is_a_time_like_any_other():
    midnight = datetime(2026, 12, 22)  # noqa: DTZ001 - as above

    assert read_moment(midnight, was=None, day=None, near=NEAR) == datetime(2026, 12, 21, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize("cell", ["2026-12-21", "18:00", 46_377])
def test_a_moment_that_lacks_the_day_or_the_time_is_not_guessed(cell: Cell):
    with pytest.raises(BadInput, match="缺日期或时间"):
        read_moment(cell, was=None, day=None, near=NEAR)


@pytest.mark.parametrize("cell", ["晚上八点", "25:00", "2026-12-21 24:30", "2026-13-01 18:00", "明天 18:00"])
def test_what_is_no_moment_is_refused(cell: Cell):
    with pytest.raises(BadInput, match="不是日期时间"):
        read_moment(cell, was=None, day=None, near=NEAR)


@pytest.mark.parametrize("cell", ["", "  ", "无数据", "-", "—", "\u3000", "no data"])
def test_silence_is_no_value(cell: Cell):
    assert says_nothing(cell)


@pytest.mark.parametrize("cell", ["0", 0, 0.0, False, "无", "=1+1"])
def test_a_nought_is_not_silence(cell: Cell):
    assert not says_nothing(cell)


def test_a_text_is_read_without_what_a_spreadsheet_adds():
    assert text_of(" 第一行_x000D_\r\n第二行 ") == "第一行\n第二行"
    assert text_of(12.0) == "12"
    assert text_of(12.5) == "12.5"


@pytest.mark.parametrize("cell", ["林晓", "LIN", " 林晓 ", "林晓(LIN)", "林晓（LIN）", "林晓 LIN"])
def test_a_person_is_named_by_name_by_code_or_by_both(cell: Cell):
    assert read_person(cell, [LIN, WU]) is LIN


def test_a_name_that_two_people_have_asks_for_the_code():
    with pytest.raises(BadInput, match=r"有几个人都叫“吴敏”,请写清是哪一位:吴敏 \(WU\)、吴敏 \(WU-2\)"):
        read_person("吴敏", [LIN, WU, OTHER_WU])
    assert read_person("吴敏 (WU-2)", [LIN, WU, OTHER_WU]) is OTHER_WU


@pytest.mark.parametrize("cell", ["林小", "林晓(WU)", "lin", "林晓、吴敏"])
def test_nobody_is_guessed(cell: Cell):
    with pytest.raises(BadInput, match="系统里没有叫"):
        read_person(cell, [LIN, WU])


def test_a_word_outside_the_list_is_told_with_the_list():
    with pytest.raises(BadInput, match="“抖音极速版”不在可选项内,只能填:抖音、快手"):
        read_word("抖音极速版", {"抖音": 1, "快手": 2})


@pytest.mark.parametrize("cell", ["www.douyin.com/user/1", "javascript:alert(1)", "https://", "见群公告"])
def test_what_is_no_web_address_is_refused(cell: Cell):
    with pytest.raises(BadInput, match="不是网址"):
        read_link(cell)


def test_a_role_counts_in_its_own_project_only():
    assert LIN.holds(Role.DIRECTOR, ["breeze"])
    assert not LIN.holds(Role.DIRECTOR, ["heat"])
    assert not LIN.holds(Role.TALENT, ["breeze"])
