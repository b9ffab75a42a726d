"""Files of the exact shape that the creator centre writes, filled with invented figures."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

Rows = Sequence[Sequence[object]]
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHORTVIDEO_LANGUAGE", "en")


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Write rows as a workbook: text stays text, numbers stay numbers, datetimes become spreadsheet dates."""

    def write(*sheets: Rows, name: str = "作品列表.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(
            str(path), {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
        ) as book:
            for rows in sheets:
                sheet = book.add_worksheet()
                for row, cells in enumerate(rows):
                    sheet.write_row(row, 0, cells)
        return path

    return write


@pytest.fixture
def delimited(tmp_path: Path) -> Write:
    """Write rows as a CSV file in an encoding."""

    def write(rows: Rows, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter).writerows(rows)
        path = tmp_path / "作品列表.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return write
