"""Reading a Douyin export of 20,000 works into figures, beside calamine alone, which only fetches the cells of the file.

python3 run.py bench import_parse
"""

import gc
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from agency.platforms.exports import read_export
from benchmarks.ground.table import Row, show

WORKS = 20_000
ROUNDS = 5
TARGET = 1.5
RECEIVED = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEADER = (
    *(
        "作品名称",
        "发布时间",
        "体裁",
        "审核状态",
        "播放量",
        "完播率",
        "5s完播率",
        "封面点击率",
        "2s跳出率",
        "平均播放时长",
    ),
    *("点赞量", "分享量", "评论量", "收藏量", "主页访问量", "粉丝增量"),
)


def works(count: int) -> Iterator[list[str]]:
    """Yield invented works as the creator centre writes them: every cell a text, what is missing a dash."""
    dice = random.Random(20)  # noqa: S311  invented figures, not a secret
    published = datetime(2020, 1, 1, 8, 0)  # noqa: DTZ001  the file's own clock
    for number in range(count):
        published += timedelta(seconds=dice.randrange(60, 9_000))
        plays = int(dice.lognormvariate(8, 1.5))
        rates = [f"{dice.random():.6f}" for _ in range(4)]
        yield [
            f"第{number}期 猫为什么踩奶\n答案在第三十秒 #猫 #日常",
            f"{published:%Y-%m-%d %H:%M:%S}",
            dice.choice(["1min-视频", "1-3min视频", "图文"]),
            "公开",
            str(plays),
            *rates[:2],
            rates[2] if dice.random() < 0.5 else "-",
            rates[3],
            f"{dice.uniform(1, 40):.2f}",
            *(str(int(plays * dice.random() / 10)) for _ in range(5)),
            str(dice.randrange(-5, 50)),
        ]


def write_workbook(path: Path) -> None:
    """Write the export."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([list(HEADER), *works(WORKS)]):
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)


def calamine_alone(path: Path) -> int:
    """Fetch the cells."""
    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()) - 1


def read_as_columns(path: Path) -> int:
    """Read the export: every cell understood, every row judged."""
    return len(read_export(path, received_at=RECEIVED).readings)


def read_and_take_every_row(path: Path) -> int:
    """Read the export, and take each row with its figures, its source and its row as written."""
    return len(list(read_export(path, received_at=RECEIVED).readings))


def timed(read: Callable[[Path], int], path: Path) -> tuple[float, float]:
    """Return seconds on the wall and of the processor for one reading."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    assert read(path) == WORKS
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Measure in turn, and print the best of each."""
    peers: dict[str, Callable[[Path], int]] = {
        "calamine alone: cells": calamine_alone,
        "read_export: figures, in columns": read_as_columns,
        "read_export, and every row taken": read_and_take_every_row,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "作品列表.xlsx"
        write_workbook(path)
        runs = [{name: timed(read, path) for name, read in peers.items()} for _ in range(ROUNDS)]
    best = {name: tuple(min(run[name][clock] for run in runs) for clock in (0, 1)) for name in peers}
    floor, *others = peers
    rows = [Row(what=floor, measured=best[floor][0], cpu_s=best[floor][1])]
    rows += [
        Row(
            what=name,
            measured=best[name][0],
            cpu_s=best[name][1],
            ratio=best[name][0] / best[floor][0],
            against="calamine",
            target=TARGET if name == others[0] else None,
        )
        for name in others
    ]
    show(f"Reading an export of {WORKS:,} works", rows)


if __name__ == "__main__":
    main()
