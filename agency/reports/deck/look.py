"""How a deck looks: one calm design for screen and paper. Lengths are in inches, sizes of type in points."""

WIDTH, HEIGHT = 13.333, 7.5
EDGE = 0.6
BODY_TOP, BODY_BOTTOM = 1.72, 6.78
FOOT = 6.98
GAP = 0.3

TITLE_PT, LEAD_PT, TEXT_PT, SMALL_PT = 24, 14, 16, 9
CELL_PT, NARROW_CELL_PT, NARROW_FROM = 12, 10, 10  # a table of so many columns has the narrow type
CARD_PT, CARD_HEIGHT, NOTICE_HEIGHT = 24, 1.25, 0.8

LATIN, HAN = "Arial", "Microsoft YaHei"

# The lightness of the first four differs, so that they can be told apart when printed in grey.
SERIES = ("1F4E79", "E08E36", "8DB4D6", "5B8F6B", "A7B0BB", "B4443C")
INK, DEEP, QUIET, GROUND, RULE, GOOD, BAD, WHITE = (
    "1F2A37", "1F3A5F", "6B7785", "F2F5F9", "D5DCE4", "2F7D4F", "B4443C", "FFFFFF",
)  # fmt: skip
