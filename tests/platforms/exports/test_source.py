"""Files that are no table, or too much of one, are refused in one sentence before anything is laid out in memory."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from agency.errors import BadInput
from agency.platforms.exports import Limits, read_export

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEADER = ["日期", "播放量"]
DAYS = [HEADER, ["2026-11-20", "81"], ["2026-11-21", "97"]]


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(BadInput) as refused:
        read_export(path, received_at=NOW, limits=limits or Limits())
    return str(refused.value)


def an_archive(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"  \r\n ", "is empty"),
        (b"PK\x03\x04 torn off", "not an Excel workbook, or it is damaged"),
        (an_archive(readme=b"no workbook"), "not an Excel workbook, or it is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old .xls workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\n<!DOCTYPE html><p>please log in</p>", "web page"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "neither an Excel workbook nor a CSV"),
        (b"\x80\x81\xff\xfe\x80", "neither an Excel workbook nor a CSV"),
        ('日期,播放量\n"2026-11-20,81\n'.encode(), "quotes of the CSV file do not close"),
        ("日期,播放量\n".encode(), "no rows below the header"),
        (b",,,\n,,\n", "holds no rows"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "数据.xlsx"
    path.write_bytes(content)

    assert sentence in refusal(path)
    assert refusal(path).startswith("数据.xlsx: ")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path / "gone.xlsx")


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(bytes(2 << 20))

    assert "larger than 1 MB" in refusal(path, Limits(file_bytes=1 << 20))


def test_a_csv_of_a_million_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "endless.csv"
    path.write_text("日期,播放量\n" + "2026-11-20,1\n" * 1_000_000)

    assert "more than 50000 rows" in refusal(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(an_archive(**{"xl/sharedStrings.xml": bytes(3 << 20)}))

    assert path.stat().st_size < 10_000
    assert "unpacks to more than 2 MB" in refusal(path, Limits(unpacked_bytes=2 << 20))


def test_an_archive_that_lies_about_its_size_is_refused(workbook: Callable[..., Path]) -> None:
    path = workbook(DAYS)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (size - 9).to_bytes(4, "little")))

    assert "damaged" in refusal(path)


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 0), (0, 16_383), (1_048_575, 16_383)])
def test_one_stray_cell_at_the_far_end_of_a_sheet_is_refused_before_it_is_laid_out(
    tmp_path: Path, row: int, column: int
) -> None:
    path = tmp_path / "stray.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, HEADER)
        sheet.write(row, column, "stray")

    assert "the sheet 数据 has more than 50000 rows or 200 columns" in refusal(path)


def test_styled_cells_that_hold_nothing_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "styled.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(DAYS):
            sheet.write_row(row, 0, cells)
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bold": True}))

    assert len(read_export(path, received_at=NOW).days) == 2


def a_workbook() -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(DAYS):
            sheet.write_row(row, 0, cells)
    return content.getvalue()


A_WORKBOOK = a_workbook()
A_CSV = "\n".join(",".join(cells) for cells in DAYS).encode("gb18030")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([A_WORKBOOK, A_CSV]),
    st.lists(st.tuples(st.integers(0, len(A_WORKBOOK)), st.integers(0, 255)), min_size=1, max_size=5),
)
def test_a_damaged_file_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, damage: list[tuple[int, int]]
) -> None:
    damaged = bytearray(content)
    for place, byte in damage:
        damaged[place % len(damaged)] = byte
    path = tmp_path_factory.getbasetemp() / "damaged.xlsx"
    path.write_bytes(damaged)

    with suppress(BadInput):
        export = read_export(path, received_at=NOW)
        assert export.readings or export.problems
