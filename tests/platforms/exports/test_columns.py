"""A column that is read at once says the same as one that is read cell by cell."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from agency.errors import BadInput
from agency.platforms.exports import cells, moments, numbers
from agency.platforms.exports.columns import read_column
from agency.platforms.exports.common_spelling import COMMON, read_whole
from agency.platforms.exports.grid import Cell, Raw
from agency.platforms.exports.numbers import is_rounded

Read = Callable[[Cell], object]

HEADERS = st.sampled_from(["播放量", "点击率(%)"])
DIGITS = st.integers(0, 10**17).map(str)
DECIMALS = st.tuples(st.integers(0, 10**10), st.integers(0, 7)).map(
    lambda pair: f"{pair[0] / 10 ** pair[1]:.{pair[1]}f}"
)
CLOCKS = st.datetimes(datetime(1985, 1, 1), datetime(2105, 1, 1)).map("{:%Y-%m-%d %H:%M:%S}".format)  # noqa: DTZ001
ODD = st.sampled_from(
    [
        *("", "-", "--", "—", " ", "undefined", "1.2万", "1,234", "１２", "٣", "+5", "-0", "1_0", "1e5", "nan", "0x1"),
        *("0.5", ".5", "5.", "1..2", "83.33%", "101%", "%", "5%%", "1\n2", "1\n", "\n", "9" * 30, "0" * 20 + "1"),
        *("2026-07-18 24:00:00", "2026-02-30 10:00:00", "2026-07-18 10:00:60", "1991-07-18 10:00:00", "2026-13-01"),
        *("2026-07-18", "2026-W01-1", "2026-07-18T10:00:00", "1991-07-18", "2100-01-01", "title\r\n#猫", "_x000D_"),
    ]
)
TEXTS = (
    ODD
    | DIGITS
    | DECIMALS
    | DECIMALS.map("{}%".format)
    | CLOCKS
    | CLOCKS.map(lambda text: text[:10])
    | st.text(max_size=5)
)
RAWS = TEXTS | st.sampled_from([1, 1.0, True, 0, 0.0, False, 0.5, float("nan"), float("inf"), 46221.5]) | st.datetimes()
COLUMNS = st.one_of(
    st.lists(RAWS, max_size=40),
    *(st.lists(kind | st.sampled_from(["-", ""]), min_size=1, max_size=40) for kind in (DIGITS, DECIMALS, CLOCKS)),
    st.tuples(st.lists(DIGITS, min_size=9, max_size=60), st.lists(ODD, max_size=3)).map(lambda two: two[0] + two[1]),
)


def one_by_one(raws: Sequence[Raw], header: str, read: Read) -> list[tuple[object, str | None, bool]]:
    """What the careful reader says of every cell: its value, its fault, and whether it is shortened."""
    said: list[tuple[object, str | None, bool]] = []
    for raw in raws:
        cell = Cell(raw, header)
        try:
            value = read(cell)
            said.append((value, None, isinstance(value, int) and is_rounded(cell)))
        except BadInput as error:
            said.append((None, str(error), False))
    return said


@pytest.mark.parametrize("read", [*COMMON, numbers.milliseconds, cells.kind, cells.identifier, moments.moment_or_day])
@settings(max_examples=150, deadline=None)
@given(raws=COLUMNS, header=HEADERS)
@example(raws=["1\n2", "-"], header="播放量")
@example(raws=["0.1", "0.20"], header="点击率(%)")
@example(raws=["1", "1.0", 1, 1.0, True], header="播放量")
def test_a_whole_column_says_what_its_cells_say(read: Read, raws: list[Raw], header: str) -> None:
    column = read_column(raws, header, read)

    said = [(value, column.faults.get(place), place in column.rounded) for place, value in enumerate(column.values)]
    assert said == one_by_one(raws, header, read)
    assert [type(value) for value, *_rest in said] == [type(value) for value, *_rest in one_by_one(raws, header, read)]


@pytest.mark.parametrize(
    ("read", "texts", "values"),
    [
        (numbers.count, ["8100", "0", "-", "12"], [8100, 0, None, 12]),
        (numbers.signed_count, ["-3", "0", "--", "12"], [-3, 0, None, 12]),
        (numbers.rate, ["0.087500", "1.000000", "", "0.000000"], [0.0875, 1.0, None, 0.0]),
        (numbers.rate, ["4.41%", "83.33%", "-"], [0.0441, 0.8333, None]),
        (numbers.seconds, ["9.53", "12", "-"], [9.53, 12.0, None]),
        (moments.moment, ["2026-07-18 14:11:20", "-"], [datetime(2026, 7, 18, 6, 11, 20, tzinfo=UTC), None]),
        (moments.day, ["2026-07-18", "-"], [date(2026, 7, 18), None]),
        (cells.title, [" 猫\n#日常 ", ""], ["猫\n#日常", ""]),
    ],
)
def test_the_spelling_of_the_platforms_is_read_at_once(read: Read, texts: list[str], values: list[object]) -> None:
    assert read_whole(texts, "播放量", read) == values


@pytest.mark.parametrize("share", [0.0875, 0.3750, 0.1, 0.2813, 0.7, 0.999999])
def test_a_share_that_is_divided_out_is_the_nearest_float(share: float) -> None:
    assert read_whole([f"{share:.6f}"], "完播率", numbers.rate) == [share]
    assert read_whole([f"{share * 100:.4f}%"], "完播率", numbers.rate) == [share]


def test_one_odd_cell_in_a_long_column_is_told_by_its_place() -> None:
    texts = [str(number) for number in range(1000)]
    texts[617] = "很多"
    texts[803] = "1.2万"

    column = read_column(texts, "播放量", numbers.count)

    assert column.faults == {617: "“很多” is not a whole number"}
    assert column.rounded == {803}
    assert (column.values[616], column.values[617], column.values[803]) == (616, None, 12_000)
