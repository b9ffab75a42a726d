"""The page of a report: what a title cannot do to it, and that it stays small enough to be shown."""

from dataclasses import replace

from agency.domain.terms.figures import Metric
from agency.domain.terms.performance import Light
from agency.reports.operations.page import page
from tests.reports.operations.telling import account, gap, gate, missed, report, target

MEGABYTE = 1_000_000


def shown(told: object, short: str = "短文") -> str:
    return page(told, 1, short, "http://files.example/x?a=1")


def test_a_title_cannot_break_its_table_nor_be_read_as_markup():
    wild = replace(missed("a | b <script> [x](y) `c`\nd"), link="javascript:alert(1)")
    text = shown(report(publishing=(wild,)))

    (row,) = [line for line in text.splitlines() if line.startswith("| ") and "script>" in line]
    assert row.count(" | ") == 5
    assert "<script>" not in text
    assert "](javascript" not in text


def test_a_link_with_brackets_and_bars_stays_one_link():
    wild = replace(missed("凉面"), link="https://example.com/a(b)|c d")

    assert "[打开](https://example.com/a%28b%29%7Cc%20d)" in shown(report(publishing=(wild,)))


def test_the_text_for_the_group_cannot_leave_its_block():
    text = shown(report(), "面 ``` 馆")

    assert text.count("```") == 2


def test_hundreds_of_everything_stay_below_the_megabyte_of_an_artifact():
    told = report(
        *map(account, range(300)),
        publishing=tuple(missed("面" * 60) for _number in range(2_000)),
        overdue=tuple(gate(number, 3) for number in range(2_000)),
        gaps=tuple(gap(number, "本期没有任何数据") for number in range(300)),
        targets=tuple(target(Metric.PLAYS, Light.RED) for _number in range(300)),
    )

    text = shown(told)

    assert len(text.encode()) < MEGABYTE
    assert "另有1960条,见数据表" in text
    assert "另有270条,见数据表" in text


def test_without_anything_on_record_every_part_says_so():
    text = shown(report())

    for sentence in (
        "没有急事。",
        "本项目没有运营中的账号。",
        "本月没有登记月度计划。",
        "没有逾期的关口。",
        "数据齐全。",
    ):
        assert sentence in text
