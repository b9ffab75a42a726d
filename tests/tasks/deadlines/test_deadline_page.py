"""The page of what is owed: the overdue on top, with who has heard of it and whom it goes to next."""

from datetime import date

import pytest

from tasks.deadlines.page import page_of
from tasks.deadlines.sweep import sweep
from tasks.opening import records
from tasks.owed import sources
from tests import small_agency
from tests.owing import beijing, owing


@pytest.fixture(autouse=True)
def agency(on_record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    late, today = owing(1, due_on=date(2026, 11, 24)), owing(2)
    soon, later = owing(3, due_on=date(2026, 11, 27)), owing(4, due_on=date(2026, 12, 11))
    monkeypatch.setattr(sources, "SOURCES", (later, soon, today, late))
    with records() as session:
        small_agency.found(session)


def page(*moments: object) -> str:
    for moment in moments:
        with records() as session:
            shown = page_of(sweep(session, moment))
    return shown


def test_the_overdue_come_first_then_today_then_the_next_days_and_what_is_later_is_only_counted():
    shown = page(beijing(11, 25))

    places = [
        shown.index(words)
        for words in ("已逾期 · 1", "第 1 杯", "今天到期 · 1", "第 2 杯", "三天内到期 · 1", "第 3 杯")
    ]
    assert places == sorted(places)
    assert "**未完成 4 项,已逾期 1 项**,其中三天以后到期 1 项" in shown
    assert "第 4 杯" not in shown


def test_a_row_says_who_owes_it_what_was_told_last_and_whom_it_goes_to_next():
    shown = page(beijing(11, 25), beijing(11, 26))

    assert "| S10 | 简洁 | 上报 · 云总 · 2026-11-26 09:00 | 卜部 |" in shown


def test_at_the_end_of_the_chain_nobody_is_named_and_it_stays_on_the_page():
    shown = page(beijing(11, 25), beijing(11, 26), beijing(11, 27), beijing(11, 30))

    assert "上报 · 卜部 · 2026-11-27 09:00 | – |" in shown


def test_a_day_off_is_called_one():
    assert "现在是休息日或下班时间" in page(beijing(11, 28))
    assert "休息日" not in page(beijing(11, 27))


def test_a_long_list_is_cut_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sources, "SOURCES", tuple(owing(number) for number in range(1, 206)))

    assert "另有 5 项" in page(beijing(11, 25))
