"""What was read is kept as columns and given row by row; whatever a table holds, it is read or refused."""

import csv
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from agency.domain.calendar import BEIJING
from agency.domain.figures import WorkFigures
from agency.domain.terms.figures import Visibility, WorkKind
from agency.errors import BadInput
from agency.platforms.exports import Export, cells, moments, numbers, read_export
from agency.platforms.exports.grid import Cell, Grid, Raw
from agency.platforms.exports.header import find_header
from agency.platforms.exports.layout import Layout
from agency.platforms.exports.layouts import LAYOUTS
from agency.platforms.exports.table import read_rows
from tests.platforms.exports.test_columns import RAWS

Write = Callable[..., Path]

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEADER = ["作品名称", "发布时间", "体裁", "播放量", "垂类", "垂类"]
ROWS = [
    ["猫", "2026-07-18 14:11:20", "视频", "1.2万", "宠物", "猫"],
    ["狗", "2026-07-19 14:11:20", "图文", "很多", "宠物", "狗"],
    ["鱼", "2026-07-20 14:11:20", "视频", "97"],
]


@pytest.fixture
def export(delimited: Write) -> Export:
    return read_export(delimited([HEADER, *ROWS]), received_at=NOW)


def test_readings_are_counted_indexed_and_sliced(export: Export) -> None:
    cat, fish = export.readings

    assert len(export.readings) == 2
    assert (export.readings[0], export.readings[-1]) == (cat, fish)
    assert export.readings[1:] == (fish,)
    assert [cat.row, fish.row] == [2, 4]
    with pytest.raises(IndexError):
        export.readings[2]


def test_the_row_of_a_shortened_count_is_known_behind_bad_rows(delimited: Write) -> None:
    export = read_export(delimited([HEADER, ROWS[1], ROWS[2], ROWS[0]]), received_at=NOW)

    assert [reading.rounded for reading in export.readings] == [frozenset(), {"plays"}]


def test_the_row_as_written_is_a_mapping_from_header_to_text(export: Export) -> None:
    cat, fish = (reading.raw for reading in export.readings)

    assert cat == {"作品名称": "猫", "发布时间": "2026-07-18 14:11:20", "体裁": "视频", "播放量": "1.2万", "垂类": "猫"}
    assert (len(fish), fish["垂类"], fish.get("评论量")) == (5, "", None)
    assert "" not in cat


def test_figures_are_whole_values(export: Export) -> None:
    (cat, _fish) = export.works

    assert set(asdict(cat)) == set(vars(cat)) == {field.name for field in fields(WorkFigures)}
    assert cat == WorkFigures(title="猫", published_at=cat.published_at, kind=WorkKind.VIDEO, plays=12_000)
    assert replace(cat, plays=1).plays == 1
    assert hash(cat) == hash(replace(cat))


SPOKEN: Mapping[Callable[[Cell], object], st.SearchStrategy[tuple[str, object]]] = {
    cells.title: st.text("猫狗鱼 #,\"'=+@🐈\n", max_size=20).map(lambda text: (text, text.strip())),
    cells.text: st.integers(1, 10**18).map(
        lambda id_: (f"https://paper.example/{id_}", f"https://paper.example/{id_}")
    ),
    cells.identifier: st.integers(1, 10**18).map(lambda id_: (f"export/{id_}", f"export/{id_}")),
    cells.kind: st.sampled_from([("图文", WorkKind.PICTURES), ("1-3min视频", WorkKind.VIDEO)]),
    cells.visibility: st.sampled_from([("公开", Visibility.PUBLIC), ("私密", Visibility.PRIVATE)]),
    numbers.count: st.integers(1, 10**9).map(lambda count: (str(count), count)) | st.just(("-", None)),
    numbers.signed_count: st.integers(-(10**6), 10**6).map(lambda count: (f"{count:,}", count)),
    numbers.rate: st.integers(0, 10_000).map(lambda share: (f"{share / 100:.2f}%", share / 10_000)),
    numbers.seconds: st.integers(0, 10_000).map(lambda length: (f"{length / 100:.2f}秒", length / 100)),
    numbers.milliseconds: st.integers(0, 10_000).map(lambda length: (f"{length}", length * 1000)),
    moments.moment: st.datetimes(datetime(2016, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
        lambda local: (f"{local:%Y-%m-%d %H:%M:%S}", local.replace(microsecond=0, tzinfo=BEIJING).astimezone(UTC))
    ),
    moments.moment_or_day: st.dates(date(2016, 1, 1), date(2090, 1, 1)).map(
        lambda day: (
            f"{day:%b} {day.day}, {day.year}",
            datetime(day.year, day.month, day.day, tzinfo=BEIJING).astimezone(UTC),
        )
    ),
    moments.day: st.dates(date(2016, 1, 1), date(2090, 1, 1)).map(lambda day: (f"{day:%Y/%m/%d}", day)),
}


def first_headers(layout: Layout) -> dict[str, str]:
    """One header for each field of a layout."""
    return {column.field: key for key, column in reversed(list(layout.columns.items()))}


@st.composite
def tables(draw: st.DrawFn, layout: Layout) -> tuple[list[list[str]], list[dict[str, object]]]:
    """A table of this layout, and what every row of it says."""
    heads = first_headers(layout)
    drawn = draw(
        st.lists(
            st.fixed_dictionaries({field: SPOKEN[layout.columns[head].read] for field, head in heads.items()}),
            min_size=1,
            max_size=12,
            unique_by=(lambda row: row["day"][1],) if "day" in heads else None,
        )
    )
    rows = [[row[field][0] for field in heads] for row in drawn]
    return [list(heads.values()), *rows], [{field: said for field, (_cell, said) in row.items()} for row in drawn]


def reads_as_utf_8(text: str) -> bool:
    """Tell whether nobody could say of these few characters in GB18030 that they are not UTF-8: 猫 alone is also è."""
    try:
        text.encode("gb18030").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not text.isascii()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_a_platform_writes_comes_back(
    layout: Layout, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows, said = data.draw(tables(layout))
    encoding = data.draw(st.sampled_from(["utf-8-sig", "utf-8", "gb18030"]))
    assume(encoding != "gb18030" or not reads_as_utf_8("".join(cell for row in rows for cell in row)))
    path = tmp_path_factory.getbasetemp() / "round.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)

    export = read_export(path, received_at=NOW)

    assert export.problems == ()
    assert export.layout is layout
    assert [{field: getattr(one, field) for field in said[0]} for one in export.readings.figures] == said


@settings(max_examples=200, deadline=None)
@given(
    layout=st.sampled_from(LAYOUTS),
    rows=st.lists(st.lists(RAWS, max_size=20), max_size=8),
    computed=st.dictionaries(st.integers(1, 10), st.frozensets(st.integers(0, 20))),
)
def test_any_table_is_read_or_refused_and_nothing_else(
    layout: Layout, rows: list[list[Raw]], computed: dict[int, frozenset[int]]
) -> None:
    grid = Grid(sheet="Sheet1", encoding=None, rows=[[*first_headers(layout).values()], *rows], computed=computed)
    with suppress(BadInput):
        header = find_header(grid, LAYOUTS)
        assert header is not None
        readings, problems = read_rows(grid, header, date(2026, 11, 23))

        spoken = {place for place, row in enumerate(rows, start=2) if any(str(cell).strip() for cell in row)}
        told = {reading.row for reading in readings} | {problem.row for problem in problems}
        assert told <= spoken | set(computed)
        assert layout.sums or told >= spoken
