"""Pasted comments are read as people paste them, and what cannot be read says so."""

from datetime import UTC, datetime
from typing import Any

import pytest

from agency.domain.calendar import BEIJING
from agency.domain.pasted_comments import Pasted, PastedReader
from agency.errors import BadInput
from config.lexicon.pasted import pasted_words

NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
READER = PastedReader(pasted_words(), NOON)


def beijing(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("小鱼 | 难喝 | 2026-11-25 18:30 | 12", ("小鱼", "难喝", beijing(2026, 11, 25, 18, 30), 12)),
        ("小鱼|难喝|11-25 18:30|1.2万", ("小鱼", "难喝", beijing(2026, 11, 25, 18, 30), 12_000)),
        ("小鱼\t难喝\t3小时前\t赞 3", ("小鱼", "难喝", beijing(2026, 11, 26, 9, 0), 3)),
        ("小鱼 | 难喝 | 昨天 18:30 · 广东", ("小鱼", "难喝", beijing(2026, 11, 25, 18, 30), None)),
        ("小鱼 | 难喝 | 2026年11月20日", ("小鱼", "难喝", beijing(2026, 11, 20), None)),
        ("小鱼 | 难喝 | 12-30", ("小鱼", "难喝", beijing(2025, 12, 30), None)),
        ("小鱼 | 难喝 | 刚刚 | 2w", ("小鱼", "难喝", beijing(2026, 11, 26, 12, 0), 20_000)),
        ("小鱼 | 难喝 | 08:05", ("小鱼", "难喝", beijing(2026, 11, 26, 8, 5), None)),
        ("小鱼 | 难喝", ("小鱼", "难喝", None, None)),
        ("难喝", ("", "难喝", None, None)),
        ("小鱼 | 一 | 二 | 三 | 2026-11-25 | 7", ("小鱼", "一 | 二 | 三", beijing(2026, 11, 25), 7)),
        ("小鱼 | 难喝 | | ", ("小鱼", "难喝", None, None)),
        ("2024 | 难喝", ("2024", "难喝", None, None)),
    ],
)
def test_a_line_is_read_as_far_as_it_goes(line: str, told: tuple[Any, ...]) -> None:
    read = READER.line(line)

    assert (read.author, read.words, read.posted_at, read.likes) == told


def test_a_day_without_a_clock_is_known_to_the_day_only() -> None:
    assert READER.line("小鱼 | 难喝 | 11-20").to_the_day
    assert not READER.line("小鱼 | 难喝 | 3小时前").to_the_day


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("小鱼 | | 2026-11-25 | 3", "没有评论内容"),
        ("小鱼 | 难喝 | 2027-01-01 10:00", "将来"),
        ("小鱼 | " + "难" * 30_000, "超过 20000 个字"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        READER.line(line)


def test_a_day_that_does_not_exist_is_part_of_the_words() -> None:
    assert READER.line("小鱼 | 难喝 | 2026-02-30") == Pasted(author="小鱼", words="难喝 | 2026-02-30")


def test_in_a_table_a_moment_or_a_count_that_cannot_be_read_is_told_and_not_guessed() -> None:
    with pytest.raises(BadInput, match="不像时间"):
        READER.named("小鱼", "难喝", "某天", "3")
    with pytest.raises(BadInput, match="不像点赞数"):
        READER.named("小鱼", "难喝", "", "很多")
