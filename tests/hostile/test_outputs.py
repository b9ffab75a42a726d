"""What leaves the house does no harm where it is opened: no formula, no markup, no mention, no telephone number."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
import python_calamine

from agency.domain.messages import Message
from agency.domain.quoting import harmless
from agency.domain.terms.messages import MessageKind
from agency.notices.markdown import escaped
from agency.reports.defusing import DANGEROUS, defused
from agency.reports.sheet import Column, whole_book
from agency.web.names import download_name
from tasks.gate.exhibits import table
from tests.hostile import poisons

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.mark.parametrize("formula", poisons.FORMULAS)
def test_a_formula_in_a_file_with_commas_is_a_text(formula: str) -> None:
    assert not defused(formula).startswith(DANGEROUS)
    assert defused(formula)[1:] == formula
    told = io.StringIO()
    csv.writer(told).writerow([defused(formula)])
    assert next(csv.reader(io.StringIO(told.getvalue(), newline="")))[0].startswith("'")


@pytest.mark.parametrize("text", ["茶", "3-1", "a=b", "2026-11-23", ""])
def test_a_text_that_is_no_formula_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


@pytest.mark.parametrize("is_frugal", [True, False])
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path, *, is_frugal: bool) -> None:
    hostile = [
        *poisons.FORMULAS,
        poisons.HTML,
        "http://example.invalid",
        "\x00\x0b铃\x07",
        poisons.TEN_MEGABYTES[:40_000],
    ]
    with whole_book(tmp_path / "账.xlsx", frugal=is_frugal) as book:
        book.sheet("表", [Column("词")], [[text] for text in hostile])

    raw = python_calamine.CalamineWorkbook.from_path(str(tmp_path / "账.xlsx")).get_sheet_by_name("表").to_python()
    assert [row[0] for row in raw[1 : len(poisons.FORMULAS) + 1]] == list(poisons.FORMULAS)
    assert b"<f>" not in unpacked(tmp_path / "账.xlsx")
    assert b"<hyperlink" not in unpacked(tmp_path / "账.xlsx")


def unpacked(book: Path) -> bytes:
    with zipfile.ZipFile(book) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


def test_a_cell_of_a_page_holds_no_tag_and_breaks_no_table() -> None:
    page = table([[poisons.HTML, "a|b\nc", "电话 18600000000"]], ["一", "二", "三"])

    assert "<script" not in page
    assert page.splitlines()[-1].count(" | ") == 2
    assert "186****0000" in page


def test_a_strangers_words_are_no_markup_anywhere() -> None:
    shown = harmless(poisons.HTML + poisons.MARKDOWN + poisons.JINJA)

    assert not set(shown) & set("<>[]{}()*_`#|@~\\")
    assert "http://" not in shown


def test_a_message_escapes_what_was_typed() -> None:
    assert "[点我" not in escaped(poisons.MARKDOWN).replace("\\[", "")
    assert Message(about="a", kind=MessageKind.NOTICE, title="茶", lines=[escaped(poisons.HTML)]).body.count("\\<") == 3


@pytest.mark.parametrize("title", [*poisons.PATHS, poisons.BIDI, poisons.HTML, "茶" * 400, ""])
def test_the_name_of_a_download_is_one_plain_name(title: str) -> None:
    name = download_name(title, "deck.pptx")

    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\\0<>:"|?*\u202e')
    assert name.endswith(".pptx")
