"""The text for the group: the conclusion first, short enough whatever happened, and never a nought for what is not known."""

import unicodedata

import pytest

from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Light
from agency.domain.terms.sharing import ReportPeriod
from agency.reports.operations.short_text import MOST_CHARACTERS, short_text
from agency.reports.operations.summary import headline
from tests.reports.operations.telling import account, gap, gate, missed, report, target


def test_it_begins_with_the_conclusion_and_a_quiet_week_is_called_one():
    text = short_text(report(account(1)), 1)

    assert text.splitlines()[0] == "云端面馆 周报(2026-11-16 – 2026-11-22):一切按计划。"


def test_the_worst_stands_first_in_the_conclusion():
    told = report(
        account(1, plays=None),
        publishing=(missed("凉面"), missed("热面")),
        overdue=(gate(1, 3),),
        targets=(target(Metric.PLAYS, Light.RED), target(Metric.LIKES, Light.AMBER)),
        gaps=(gap(1, "本期没有任何数据"),),
    )

    assert headline(told) == (
        "云端面馆 周报(2026-11-16 – 2026-11-22):"
        "没有数据、漏发 2 条、1 个关口逾期、1 项指标严重落后、1 项指标偏慢、1 个账号数据不全。"
    )


@pytest.mark.parametrize("accounts", [0, 1, 12, 100])
@pytest.mark.parametrize("title", ["面", "五十个字的标题" * 9, "👨‍👩‍👧‍👦" * 20, "一\n行\n一\n行" * 30])
def test_it_is_never_longer_than_six_hundred_characters_nor_cut_within_a_line(accounts: int, title: str):
    numbers = range(1, accounts + 1)
    told = report(
        *map(account, numbers),
        publishing=tuple(missed(title) for _number in range(9)),
        overdue=tuple(gate(number, 90 - number) for number in range(30)),
        targets=tuple(target(metric, Light.RED, account=f"NOODLES-{title}") for metric in Metric),
        gaps=tuple(gap(number, f"缺{title}{number}") for number in numbers),
    )

    text = short_text(told, 7)

    assert len(unicodedata.normalize("NFC", text)) <= MOST_CHARACTERS == 600
    assert text.startswith("云端面馆 周报")
    assert all(line.strip() for line in text.splitlines())
    if accounts == 100:
        assert text.endswith("其余见完整报告。")


def test_it_says_that_it_is_a_revision_and_of_the_first_nothing():
    assert "第 3 版" in short_text(report(account(1)), 3)
    assert "版" not in short_text(report(account(1)), 1)


def test_what_is_not_known_is_said_and_never_a_nought():
    text = short_text(report(account(1, plays=None)), 1)

    assert "作品新增播放 无数据(较上周 –),净增粉 无数据,总粉丝 无数据" in text
    assert "目标:2026-11 没有登记月度计划" in text


def test_accounts_that_lack_the_same_are_named_together():
    gaps = tuple(gap(number, "当日账号数据还没出") for number in range(1, 6))

    assert "云端面馆1号、云端面馆2号、云端面馆3号等 5 个 当日账号数据还没出" in short_text(report(gaps=gaps), 1)


def test_plays_of_the_day_are_those_of_the_platforms_own_day_once_it_is_out():
    from_works = report(account(1), period=ReportPeriod.DAY)
    told = account(1)
    days = type(told.days)(**vars(told.days) | {"plays": 5_000, "plays_before": 4_000, "told": 1})
    from_days = report(account(1, days=days), period=ReportPeriod.DAY)

    assert "作品新增播放 1,000(较前一天 +25.0%)" in short_text(from_works, 1)
    assert "当日播放 5,000(较前一天 +25.0%)" in short_text(from_days, 1)
    assert "作品新增播放 1,000" in short_text(report(account(1, days=days)), 1)
