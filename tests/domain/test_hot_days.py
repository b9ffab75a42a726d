"""Days ahead to make topics of; the solar terms are those of the almanac (domain.md 6.3)."""

from datetime import date

import pytest
from holidays.calendars.chinese import _ChineseLunisolar

from agency.domain.hot_days import hot_days_ahead
from agency.domain.solar_terms import solar_terms
from agency.domain.terms.content import HotDayKind
from config.hot_days import HotDays, hot_days, read_hot_days

ALMANAC_2026 = {
    "小寒": "01-05", "大寒": "01-20", "立春": "02-04", "雨水": "02-18", "惊蛰": "03-05", "春分": "03-20",
    "清明": "04-05", "谷雨": "04-20", "立夏": "05-05", "小满": "05-21", "芒种": "06-05", "夏至": "06-21",
    "小暑": "07-07", "大暑": "07-23", "立秋": "08-07", "处暑": "08-23", "白露": "09-07", "秋分": "09-23",
    "寒露": "10-08", "霜降": "10-23", "立冬": "11-07", "小雪": "11-22", "大雪": "12-07", "冬至": "12-22",
}  # fmt: skip
NONE = HotDays()


def ahead(first: date, days: int = 14, occasions: HotDays = NONE, **own: str) -> list[tuple[str, str]]:
    notes = {date.fromisoformat(day.removeprefix("on_").replace("_", "-")): note for day, note in own.items()}
    return [(f"{each.day:%m-%d}", each.name) for each in hot_days_ahead(first, days, occasions, notes)]


def test_the_solar_terms_of_a_year_are_the_almanacs() -> None:
    terms = [
        (f"{each.day:%m-%d}", each.name)
        for each in hot_days_ahead(date(2026, 1, 1), 365, NONE, {})
        if each.kind is HotDayKind.SOLAR_TERM
    ]

    assert terms == [(day, name) for name, day in ALMANAC_2026.items() if name != "清明"]  # it is a holiday too


@pytest.mark.parametrize("year", range(2001, 2051))
def test_qingming_and_the_solstice_are_those_the_library_has(year: int) -> None:
    days = {longitude: day for day, longitude in solar_terms(year).items()}

    assert days[15] == _ChineseLunisolar().qingming_date(year)[0]
    assert days[270] == _ChineseLunisolar().winter_solstice_date(year)[0]
    assert len(days) == 24


def test_a_holiday_of_many_days_is_told_once_and_days_off_in_lieu_never() -> None:
    assert ahead(date(2026, 9, 28)) == [("10-01", "国庆节"), ("10-08", "寒露")]
    assert ahead(date(2026, 2, 15), 10) == [("02-16", "农历除夕"), ("02-17", "春节"), ("02-18", "雨水")]


def test_two_weeks_over_a_years_end_know_both_years() -> None:
    assert ahead(date(2026, 12, 22)) == [("12-22", "冬至"), ("01-01", "元旦")]


def test_occasions_and_the_agencys_own_days_stand_beside() -> None:
    occasions = HotDays(every_year={"12-12": "双十二"}, once={"2026-12-12": "店庆(虚构)"})

    assert ahead(date(2026, 12, 10), 3, occasions, on_2026_12_11="年会(虚构)", on_2026_12_12=" ") == [
        ("12-11", "年会(虚构)"), ("12-12", "店庆(虚构)"), ("12-12", "双十二"),
    ]  # fmt: skip


def test_the_last_of_the_days_is_inside_and_the_next_is_not() -> None:
    occasions = HotDays(every_year={"12-14": "第十四天", "12-15": "第十五天"})

    assert ahead(date(2026, 12, 1), 14, occasions)[-1] == ("12-14", "第十四天")


def test_the_agencys_file_can_be_read() -> None:
    assert hot_days().names_of(date(2026, 11, 11)) == ["双十一"]
    assert hot_days().names_of(date(2026, 8, 19)) == ["七夕节"]


@pytest.mark.parametrize(
    "table",
    [
        {"every_year": {"2-30": "没有这天"}},
        {"every_year": {"02-30": "没有这天"}},
        {"once": {"2026-02-29": "没有这天"}},
        {"once": {"02-14": "少了年"}},
        {"every_year": {"02-14": ""}},
        {"everyyear": {"02-14": "情人节"}},
    ],
)
def test_a_slip_in_the_file_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"is no|day|String|Extra"):
        read_hot_days(table)


def test_the_29th_of_february_is_a_day_of_every_year() -> None:
    assert HotDays(every_year={"02-29": "闰日"}).names_of(date(2028, 2, 29)) == ["闰日"]
