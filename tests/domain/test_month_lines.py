"""The lists pasted for a month's plan: read as people write them, and written so that they read back (C1)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.month_lines import (
    StageNames,
    input_line,
    needed_input,
    planned_target,
    planned_task,
    read_value,
    stage_names,
    target_line,
    task_line,
)
from agency.domain.month_plan import RATES, NeededInput, PlanTarget, PlanTask
from agency.domain.pasted_lines import cells
from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import TargetDirection, TargetLevel
from agency.errors import BadInput


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("400000", 400_000),
        ("400,000", 400_000),
        ("40万", 400_000),
        ("1.5W", 15_000),
        ("3k", 3_000),
        ("30%", 0.3),
        ("\uff13\uff10\uff05", 0.3),
        ("12.5%", 0.125),
        ("0", 0),
    ],
)
def test_a_value_is_read_as_people_write_it(text: str, value: float) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize("text", ["", "很多", "-3", "4e5", "30%%", "=1+1", "1.2.3", "40万万"])
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_value(text)


def test_a_target_without_direction_and_level_is_a_floor_that_must_be_reached() -> None:
    assert planned_target(cells("BREEZE-DY|净增粉|2,000")) == PlanTarget(
        account="BREEZE-DY", metric=Metric.FOLLOWER_GAIN, value=2_000
    )


def test_a_target_of_no_account_is_the_whole_projects() -> None:
    assert planned_target(cells("整个项目 | 完播率 | 30%")).account == ""
    assert planned_target(cells(" | 完播率 | 30%")).account == ""


@pytest.mark.parametrize(
    "line", ["BREEZE-DY | 播放量", "BREEZE-DY | 播放量 | 1 | 也许", "BREEZE-DY | 名气 | 1", "只有一格"]
)
def test_a_target_that_cannot_be_read_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        planned_target(cells(line))


@given(
    st.sampled_from(Metric),
    st.integers(0, 99_999_999),
    st.sampled_from(TargetDirection),
    st.sampled_from(TargetLevel),
    st.sampled_from(["", "BREEZE-DY"]),
)
def test_a_target_reads_back_as_it_was_written(
    metric: Metric, number: int, direction: TargetDirection, level: TargetLevel, account: str
) -> None:
    value = number / 1_000_000 if metric in RATES else number / 100
    target = PlanTarget(metric=metric, value=value, direction=direction, level=level, account=account)

    assert planned_target(cells(target_line(target))) == target


@given(st.text(min_size=1).filter(lambda text: text.strip(" |｜\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\xa0")))
def test_a_task_reads_back_whatever_is_in_it(text: str) -> None:
    task = PlanTask(task=text, owner="林晓", due_on=date(2026, 12, 4), indicator="6 条")

    (line,) = [task_line(task)]

    assert len(line.splitlines()) == 1
    assert planned_task(cells(line)).due_on == date(2026, 12, 4)


def test_what_is_left_out_of_a_task_is_left_for_the_rule() -> None:
    assert planned_task(cells("拍齐六条")) == PlanTask(task="拍齐六条")
    with pytest.raises(BadInput):
        planned_task(cells(" | 林晓 | 2026-12-04"))


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("S7 脚本细化 | 林晓、吴敏", StageNames("S7", ("林晓", "吴敏"))),
        ("S7 | 林晓,吴敏", StageNames("S7", ("林晓", "吴敏"))),
        ("s13 | 吴敏", StageNames("S13", ("吴敏",))),
        ("S1 商务合作沟通 |", StageNames("S1", ())),
        ("S10", StageNames("S10", ())),
        ("S9 | 林 晓", StageNames("S9", ("林 晓",))),
    ],
)
def test_a_stage_is_read_with_or_without_its_name(line: str, read: StageNames) -> None:
    assert stage_names(cells(line)) == read


@pytest.mark.parametrize("line", ["S14 | 林晓", "S0 | 林晓", "S100 | 林晓", "脚本 | 林晓", "7 | 林晓"])
def test_what_is_no_stage_is_refused(line: str) -> None:
    with pytest.raises(BadInput):
        stage_names(cells(line))


def test_what_the_client_gives_reads_back() -> None:
    needed = NeededInput(what="新品样品", due_on=date(2026, 12, 4))

    assert needed_input(cells(input_line(needed))) == needed
    assert needed_input(cells("新品样品")).due_on is None
