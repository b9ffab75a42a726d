"""Files that are no table, or too much of one, are refused in one sentence before anything is laid out in memory."""

import io
import tracemalloc
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
from agency.platforms.exports.compound import COMPOUND
from tests.platforms.exports.old_files import cell, compound, old_workbook, sheet_stream, workbook_stream

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
        (an_archive(**{"[Content_Types].xml": b"<Types/>"}), "not an Excel workbook, or it is damaged"),
        (an_archive(readme=b""), "holds no rows"),
        (an_archive(picture=b"\x89PNG\r\n\x1a\n\x00"), "neither an Excel workbook nor a CSV"),
        (an_archive(inner=an_archive(innermost=b"a,b")), "an archive within the archive"),
        (an_archive(**{f"{number}.csv": b"" for number in range(1001)}), "more than 1000 files"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not an Excel workbook, or it is damaged"),
        (compound(workbook_stream(under_password=True)), "protected by a password"),
        (compound(b"", name="WordDocument"), "not an Excel workbook, or it is damaged"),
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
    path.write_bytes(an_archive(**{"xl/sharedStrings.xml": bytes(30 << 20)}))

    assert path.stat().st_size < 100_000
    assert "unpacks to more than 2 MB" in refusal(path, Limits(unpacked_bytes=2 << 20))
    assert "unpacks to more than 300 times its size" in refusal(path)


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


def a_sheet_of(rows: int, workbook: bytes) -> bytes:
    """The same workbook with so many rows."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    cells = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, rows + 1))
    members["xl/worksheets/sheet1.xml"] = f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()
    return an_archive(**members)


def test_a_workbook_of_a_million_rows_is_refused_before_it_is_laid_out(tmp_path: Path) -> None:
    path = tmp_path / "endless.xlsx"
    path.write_bytes(a_sheet_of(1_000_000, A_WORKBOOK))
    tracemalloc.start()
    try:
        assert "the sheet Sheet1 has more than 50000 rows or 200 columns" in refusal(path)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 20 << 20


def test_a_sheet_within_the_eye_of_the_survey_is_still_held_to_smaller_limits(workbook: Callable[..., Path]) -> None:
    assert "more than 2 rows or 200 columns" in refusal(workbook(DAYS), Limits(rows=2))
    assert "more than 50000 rows or 1 columns" in refusal(workbook(DAYS), Limits(columns=1))


@pytest.mark.parametrize(
    "cell",
    [
        b'<x:c r="XFD1048576"><v>1</v></x:c>',
        b'<c s="1" r="XFD1048576"><v>1</v></c>',
        b"<c r = 'xfd1048576'><v>1</v></c>",
        b'<c note=">" r="XFD1048576"><v>1</v></c>',
        b'<c r="A99999999"><v>1</v></c>',
        b"<c><v>1</v></c>" * 201,
    ],
)
def test_a_cell_far_out_is_seen_however_it_is_written(tmp_path: Path, cell: bytes) -> None:
    path = tmp_path / "stray.xlsx"
    path.write_bytes(with_sheet(b'<worksheet><sheetData><row r="1">' + cell + b"</row></sheetData></worksheet>"))

    assert "more than 50000 rows or 200 columns" in refusal(path)


def with_sheet(sheet: bytes) -> bytes:
    """A workbook with this for its sheet."""
    with zipfile.ZipFile(io.BytesIO(A_WORKBOOK)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return an_archive(**members | {"xl/worksheets/sheet1.xml": sheet})


@pytest.mark.parametrize(("row", "column"), [(65_535, 0), (0, 255), (50_000, 0), (0, 200)])
def test_one_stray_cell_of_an_old_workbook_is_refused_before_it_is_laid_out(
    tmp_path: Path, row: int, column: int
) -> None:
    path = tmp_path / "stray.xls"
    path.write_bytes(compound(workbook_stream(sheet_stream(DAYS) + cell(row, column, "stray"))))

    assert "more than 50000 rows or 200 columns" in refusal(path)


def test_an_old_workbook_that_begins_a_sheet_where_none_is_counts_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "crooked.xls"
    stream = workbook_stream(sheet_stream(DAYS))
    place = stream.index(b"\x85\0")
    path.write_bytes(compound(stream[: place + 4] + b"\x07\0\0\0" + stream[place + 8 :]))

    assert "damaged" in refusal(path)


def test_a_file_over_which_calamine_itself_gives_up_counts_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "bitten.xls"
    stream = workbook_stream(sheet_stream(DAYS))
    place = stream.index(b"\x42\x00\x02\x00")
    path.write_bytes(compound(stream[: place + 2] + b"\0\0" + stream[place + 6 :]))

    assert "damaged" in refusal(path)


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "数据.xls"
    path.write_bytes(old_workbook(DAYS))

    export = read_export(path, received_at=NOW)

    assert [day.plays_new for day in export.days] == [81, 97]
    assert (export.sheet, export.encoding) == ("Sheet1", None)


def test_a_formula_in_an_old_workbook_costs_its_row(tmp_path: Path) -> None:
    path = tmp_path / "computed.xls"
    path.write_bytes(old_workbook([*DAYS, ["2026-11-22", "=80+1"]]))

    export = read_export(path, received_at=NOW)

    assert [day.plays_new for day in export.days] == [81, 97]
    assert [(problem.row, problem.column) for problem in export.problems] == [(4, "播放量")]


def test_of_an_archive_the_file_that_a_layout_knows_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = tmp_path / "downloads.zip"
    members = {
        "__MACOSX/._a.csv": b"\x00\x05",
        "a/notes.csv": b"to do,by\n",
        "b/days.xlsx": A_WORKBOOK,
        "c.png": b"\x89\0",
    }
    path.write_bytes(an_archive(**members))

    export = read_export(path, received_at=NOW)

    assert [day.plays_new for day in export.days] == [81, 97]
    assert (export.member, export.sheet, export.other_sheets) == ("b/days.xlsx", "Sheet1", ("a/notes.csv",))


def test_an_archive_under_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.zip"
    content = an_archive(**{"days.csv": b"a,b"})
    path.write_bytes(content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"))

    assert "protected by a password" in refusal(path)


def test_a_csv_of_a_thousand_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text("日期,播放量" + ",垂类" * 1000)

    assert "more than 50000 rows or 200 columns" in refusal(path)


A_WORKBOOK = a_workbook()
AN_OLD_WORKBOOK = old_workbook(DAYS)
AN_ARCHIVE = an_archive(**{"days.xlsx": A_WORKBOOK, "days.xls": AN_OLD_WORKBOOK})
A_CSV = "\n".join(",".join(cells) for cells in DAYS).encode("gb18030")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([A_WORKBOOK, A_CSV, AN_OLD_WORKBOOK, AN_ARCHIVE]),
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


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([b"", b"PK\x03\x04", COMPOUND, "日期,播放量\n".encode()]), st.binary(max_size=2000))
def test_any_bytes_are_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, beginning: bytes, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "anything.csv"
    path.write_bytes(beginning + content)

    with suppress(BadInput):
        read_export(path, received_at=NOW)
