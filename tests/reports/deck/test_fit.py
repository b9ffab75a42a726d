"""How much room text takes: on the careful side, so that no row runs out of its table."""

from agency.reports.deck import fit
from agency.reports.deck.plan import Column, Table

FAMILY = "👨‍👩‍👧‍👦"
TWO = (Column(name="事项"), Column(name="说明", share=3))


def test_an_emoji_of_seven_code_points_takes_the_room_of_one_character():
    assert fit.ems(FAMILY) == fit.ems("茶")


def test_a_latin_letter_is_narrower_than_a_chinese_one():
    assert fit.ems("a") < fit.ems("茶")


def test_a_text_twice_as_wide_as_its_room_stands_on_three_lines_at_the_least_when_words_break_early():
    assert fit.lines_of("茶" * 20, width=2.0, points=14) == 3  # ten fit a line, and one is left early for the margin


def test_an_empty_cell_still_has_a_line():
    assert fit.lines_of("", width=1.0, points=12) == 1


def test_a_row_is_as_high_as_its_highest_cell():
    low = Table(columns=TWO, rows=(("短", "短"),))
    high = Table(columns=TWO, rows=(("短", "很长的一句话" * 20),))

    assert fit.row_heights(high, 6.0)[1] > 2 * fit.row_heights(low, 6.0)[1]


def test_the_rows_that_fit_are_those_that_stand_under_the_header():
    table = Table(columns=TWO, rows=tuple((str(n), "说明") for n in range(50)))
    header, first, *_rest = fit.row_heights(table, 6.0)

    assert fit.rows_that_fit(table, 6.0, header + 3 * first + 0.01) == 3


def test_a_row_that_is_higher_than_the_slide_stands_alone_and_is_not_left_for_ever():
    table = Table(columns=TWO, rows=(("1", "很长" * 900), ("2", "短")))

    assert fit.rows_that_fit(table, 6.0, 2.0) == 1


def test_a_shortened_text_ends_with_the_mark_and_cuts_no_emoji_apart():
    told = fit.shortened(f"{FAMILY * 3}今天喝什么茶", 3.0)

    assert told == f"{FAMILY * 2}…"


def test_a_text_that_fits_is_left_as_it_is():
    assert fit.shortened("今天喝茶", 20.0) == "今天喝茶"
