"""Exports of every creator centre in their real shape, with invented figures; and what may be wrong with one of them."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from hypothesis import strategies as st

from tests.creator_centre import NOODLES, UMBRELLA
from tests.fuzz.spoiling import ODD_NUMBERS, ODD_TEXTS, spoiled_bytes
from tests.platforms.exports import test_layouts as shapes
from tests.platforms.exports.old_files import old_workbook

MADE_AT = datetime(2026, 11, 26, 12)  # noqa: DTZ001 - a workbook knows no zones

Cell = str | float | int | bool
Table = Sequence[Sequence[Cell]]

TABLES: dict[str, Table] = {
    "douyin works": [list(NOODLES), list(NOODLES.values()), list(UMBRELLA.values())],
    "douyin days": [["日期", "净增粉丝"], ["2026-11-03", "-7"], ["2026-11-04", "12"]],
    "xiaohongshu": [["最多导出排序后前1000条笔记"], shapes.NOTES, shapes.LANTERN, shapes.KITE],
    "channels posts": [shapes.POSTS, shapes.POND],
    "channels days": [
        *shapes.ABOVE,
        ["时间", "播放", "推荐", "喜欢", "评论", "分享", "关注"],
        ["2026/02/07", *"98761", "-3"],
    ],
    "bilibili": [shapes.COMPARED, shapes.OWL],
    "youtube": [shapes.TABLE, shapes.TOTAL, shapes.HERON, shapes.BLANK],
    "unknown": [["日期", "天气"], ["2026-11-03", "晴"]],
}
ENCODINGS = ["utf-8-sig", "utf-8", "gb18030", "utf-16", "utf-16-le", "big5", "latin-1"]
FORMULAS = ["=1+1", '=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1"]
ODD_CELLS: list[Cell] = [
    *ODD_TEXTS,
    *FORMULAS,
    *(number for number in ODD_NUMBERS if abs(number) < 1e300),
    *(
        "1.2万",
        "1,2,3",
        "12%",
        "120%",
        "1e5",
        "0x10",
        "٣",
        "九",
        "2026-13-45",
        "9999-12-31 23:59:59",
        "0001-01-01",
        "24:00",
    ),
    *("2026年2月30日", "Feb 30, 2026", "1900-02-29", "45000.5", "-45000"),
]


@st.composite
def spoiled_table(draw: st.DrawFn) -> list[list[Cell]]:
    """Return a real table with cells, rows or columns of it changed, gone, doubled or swapped."""
    rows = [list(row) for row in TABLES[draw(st.sampled_from(sorted(TABLES)))]]
    for _time in range(draw(st.integers(0, 4))):
        row = rows[draw(st.integers(0, len(rows) - 1))] if rows else []
        match draw(st.sampled_from(["cell", "cell", "cell", "header", "drop", "double", "swap", "grow"])):
            case "cell" | "header" if row:
                row[draw(st.integers(0, len(row) - 1))] = draw(
                    st.one_of(st.sampled_from(ODD_CELLS), st.text(max_size=6))
                )
            case "drop" if row:
                del row[draw(st.integers(0, len(row) - 1))]
            case "double":
                rows.append(list(row))
            case "swap" if row:
                row.insert(0, row.pop())
            case "grow":
                row.extend(["" if draw(st.booleans()) else "茶"] * draw(st.integers(1, 250)))
    return rows


def as_csv(rows: Table, encoding: str, delimiter: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding, "replace")


def as_workbook(rows: Table) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False, "nan_inf_to_errors": True}) as book:
        book.set_properties({"created": MADE_AT})  # else its bytes would tell the second of the test
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(number, column, cell) if not isinstance(cell, str) else sheet.write_string(
                    number, column, cell
                )
    return file.getvalue()


def as_old_workbook(rows: Table) -> bytes:
    return old_workbook([[cell[:200] if isinstance(cell, str) else float(cell) for cell in row] for row in rows])


def in_an_archive(content: bytes, name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.writestr("__MACOSX/._x", b"\x00")
    return file.getvalue()


@st.composite
def with_a_spoiled_member(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a workbook one of whose parts is broken within a sound archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as sound, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        names = sound.namelist()
        broken = draw(st.sampled_from(names))
        for name in names:
            part = sound.read(name)
            archive.writestr(name, draw(spoiled_bytes(part)) if name == broken else part)
    return file.getvalue()


@st.composite
def export_files(draw: st.DrawFn) -> bytes:
    """Return the bytes of an export with something wrong with its cells, its file, or both."""
    rows = draw(spoiled_table())
    match draw(st.sampled_from(["csv", "csv", "workbook", "workbook", "old workbook", "archive"])):
        case "csv":
            content = as_csv(rows, draw(st.sampled_from(ENCODINGS)), draw(st.sampled_from([",", "\t", ";", "|"])))
        case "workbook":
            content = as_workbook(rows)
            if draw(st.booleans()):
                content = draw(with_a_spoiled_member(content))
        case "old workbook":
            content = as_old_workbook(rows)
        case _:
            name = draw(
                st.sampled_from(["Table data.csv", "../../表.csv", "/etc/表.csv", "a/" * 50 + "b.csv", "表.zip", "."])
            )
            content = in_an_archive(as_csv(rows, "utf-8", ","), name)
    return draw(spoiled_bytes(content)) if draw(st.sampled_from([False, False, True])) else content
