"""What a cell of the workbook takes: a word of a closed list, a day, a moment, a text of some length (C4)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from agency.locale import _
from agency.reports.sheet import Book, Format
from agency.reports.sheet import Column as SheetColumn
from agency.reports.tables.column import Column
from agency.reports.tables.table import Filled

INLINE = 200  # characters of a list that a rule may hold itself; a spreadsheet takes 255
SHORT, LONG = 32, 255  # characters of a message's title and of its text
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2099, 12, 31)


class Lists:
    """The closed lists that are too long for a cell's rule, or are the records' own: each a column of a hidden sheet."""

    def __init__(self, filled: Sequence[Filled]) -> None:
        known = {choices_of(each, column) for each in filled for column in each.table.columns}
        self.columns = sorted(words for words in known if is_long(words))

    def write(self, book: Book) -> None:
        """Write the hidden sheet, where any list needs it."""
        if not self.columns:
            return
        columns = [SheetColumn(_("list {number}").format(number=place)) for place in range(1, len(self.columns) + 1)]
        longest = max(len(words) for words in self.columns)
        rows = [[words[row] if row < len(words) else "" for words in self.columns] for row in range(longest)]
        book.sheet(_("lists"), columns, rows).hide()

    def source(self, words: tuple[str, ...]) -> str | list[str]:
        """Return what a rule names a list by."""
        if not is_long(words):
            return list(words)
        place = xl_col_to_name(self.columns.index(words), col_abs=True)
        return f"='{_('lists')}'!{place}$2:{place}${len(words) + 1}"


def is_long(words: Sequence[str]) -> bool:
    """Say whether a list needs the hidden sheet: a comma in a word would part it in a rule."""
    return len(",".join(words)) > INLINE or any("," in word for word in words)


def choices_of(filled: Filled, column: Column) -> tuple[str, ...]:
    """Return the words that a column's cells may hold, none where any text will do."""
    return tuple(filled.choices.get(column.code, ())) or column.choices


def cell_rule(filled: Filled, column: Column, lists: Lists) -> Mapping[str, Any] | None:
    """Return the rule for a column's cells, None where there is none; a rule that is broken is said in a sentence."""
    if words := choices_of(filled, column):
        said = _("Choose a word of the list.")
        return {"validate": "list", "source": lists.source(words), "error_title": title(column), "error_message": said}
    if not column.editable:
        return None
    match column.format:
        case Format.DAY:
            return day_rule(column, _("A day, like 2026-12-05."))
        case Format.MOMENT:
            return day_rule(column, _("A moment in Beijing, like 2026-12-05 18:30."))
    return length_rule(column) if column.longest else None


def day_rule(column: Column, said: str) -> Mapping[str, Any]:
    """Return the rule for a day or a moment."""
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": datetime.combine(FIRST_DAY, datetime.min.time()),
        "maximum": datetime.combine(LAST_DAY, datetime.min.time()),
        "error_title": title(column),
        "error_message": said,
    }


def length_rule(column: Column) -> Mapping[str, Any]:
    """Return the rule for the length of a text; a spreadsheet counts an emoji as two, so it only warns."""
    said = _("At most {count} characters.").format(count=column.longest)
    return {
        "validate": "length",
        "criteria": "<=",
        "value": column.longest,
        "error_type": "warning",
        "error_title": title(column),
        "error_message": said,
    }


def header_rule(column: Column) -> Mapping[str, Any]:
    """Return what is shown when a column's header is chosen: what the column means."""
    clause = _(" ({clause})").format(clause=column.clause) if column.clause else ""
    said = f"{column.means}{clause}"[:LONG]
    return {"validate": "any", "input_title": title(column), "input_message": said}


def title(column: Column) -> str:
    """Return a column's name, as long as a message's title may be."""
    return column.name[:SHORT]
