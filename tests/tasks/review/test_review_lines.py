"""Pasted lines of a review: each is read as it is meant, or refused in a sentence with its number."""

from datetime import date

import pytest

from agency.domain.terms.figures import Metric
from agency.domain.terms.meetings import ActionState
from agency.errors import RuleBroken
from tasks.review.lines import AdjustmentLine, OutcomeLine, read_adjustments, read_outcomes

SOUP = AdjustmentLine(
    what="开头三秒先出汤", owner="林晓", due_on=date(2026, 12, 5), metric=Metric.PLAYS, expected="播放涨一成"
)


@pytest.mark.parametrize(
    "line",
    [
        "开头三秒先出汤 | 林晓 | 2026-12-05 | 播放量 | 播放涨一成",
        "开头三秒先出汤|林晓|2026/12/5|播放量|播放涨一成",
        "开头三秒先出汤\t林晓\t2026年12月5日\t播放量\t播放涨一成",
        "  开头三秒先出汤|林晓|2026.12.05|播放量|播放涨一成  ",
    ],
)
def test_an_adjustment_is_read_however_it_was_pasted(line: str):
    assert read_adjustments(f"\n{line}\n\n") == [SOUP]


def test_an_adjustment_reads_back_from_its_own_words():
    without = AdjustmentLine(what="换背景音乐", owner="简洁", due_on=date(2026, 12, 1), metric=None, expected="")

    assert read_adjustments(f"{SOUP.written()}\n{without.written()}") == [SOUP, without]


def test_metric_and_effect_may_be_left_out():
    (line,) = read_adjustments("换背景音乐 | 简洁 | 2026-12-01")

    assert (line.metric, line.expected) == (None, "")


def test_every_bad_line_is_told_with_its_number_and_all_at_once():
    with pytest.raises(RuleBroken) as broken:
        read_adjustments(
            "只有事项\n先出汤 | 林晓 | 下周五\n先出汤 | 林晓 | 2026-02-30\n先出汤 | 林晓 | 2026-12-05 | 人气"
        )

    assert [reason.split(":")[0] for reason in broken.value.reasons] == [f"第 {n} 条调整项" for n in (1, 2, 3, 4)]
    assert "下周五" in broken.value.reasons[1]
    assert "人气" in broken.value.reasons[3]


def test_an_adjustment_without_an_owner_is_refused():
    with pytest.raises(RuleBroken, match="负责人不能为空"):
        read_adjustments("先出汤 | | 2026-12-05")


def test_outcomes_are_read_by_the_number_of_the_adjustment():
    assert read_outcomes("2 | 已验证 | 涨了两成\n1 | 未完成 | 还在拍", 2) == {
        1: OutcomeLine(number=1, state=ActionState.OPEN, outcome="还在拍"),
        2: OutcomeLine(number=2, state=ActionState.VERIFIED, outcome="涨了两成"),
    }


def test_an_outcome_of_no_adjustment_or_of_an_unknown_standing_is_refused():
    with pytest.raises(RuleBroken) as broken:
        read_outcomes("3 | 已验证 | 好\n1 | 差不多 | 好\n已验证", 2)

    assert len(broken.value.reasons) == 3
