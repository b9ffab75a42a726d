"""Tables longer than a slide: continued, then cut, and the number of rows that are left out is always told."""

from agency.reports.deck.plan import Column, Notice, Table
from agency.reports.deck.tables import cut, paged, table_slides

ONE = (Column(name="标题"),)


def table(count: int, left_out: int = 0) -> Table:
    return Table(columns=ONE, rows=tuple((f"第{n}条",) for n in range(count)), sheet="作品", left_out=left_out)


def test_every_row_is_on_one_page_or_counted_as_left_out():
    pages = paged(table(500, left_out=9_500), most=3)

    shown = [row for page in pages for row in page.rows]
    assert shown == list(table(500).rows[: len(shown)])
    assert (len(pages), len(shown) + pages[-1].left_out) == (3, 10_000)
    assert [page.left_out for page in pages[:-1]] == [0, 0]


def test_a_short_table_is_one_page_without_a_number():
    (slide,) = table_slides(6, "本期作品", table(3))

    assert (slide.title, slide.blocks[0].left_out) == ("本期作品", 0)  # type: ignore[union-attr]


def test_a_table_on_several_pages_numbers_them():
    titles = [slide.title for slide in table_slides(6, "本期作品", table(40), most=9)]

    assert len(titles) > 1
    assert titles == [f"本期作品({number}/{len(titles)})" for number in range(1, len(titles) + 1)]


def test_a_table_without_rows_keeps_its_slide_and_says_so():
    (slide,) = table_slides(6, "本期作品", table(0))

    assert slide.blocks == (Notice(text="无数据(未导入)"),)


def test_a_cut_counts_what_it_takes_away():
    shown = cut(table(100), height=2.0)

    assert len(shown.rows) + shown.left_out == 100
