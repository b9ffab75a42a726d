"""The ledger as an auditor reads it: one table, each row with its hashes, and how they are checked by hand."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from agency.domain.calendar import beijing_minute
from agency.locale import _
from agency.reports.defusing import defused
from agency.reports.sheet import Book, Column, Format, Value, whole_book
from agency.reports.whole import whole

WITH_A_MARK = "utf-8-sig"  # or a spreadsheet on Windows takes the text for GBK
WIDE, MIDDLE, HASH = 40, 14, 68
WORDS = 12  # columns that are read; those behind them hold hashes
A4, LAST_ROW = 9, 1_048_575


@dataclass(frozen=True, kw_only=True)
class LedgerLine:
    """One row of the ledger in the words of people; what does not apply is empty.

    ``link`` is the text whose hash is ``hash``.
    """

    number: int
    at: datetime | None
    project: str = ""
    subject: str = ""
    gate: str = ""
    round: int | None = None
    what: str
    who: str = ""
    role: str = ""
    identity: str = ""
    verdict: str = ""
    comment: str = ""
    shown_hash: str = ""
    row_hash: str
    link: str
    hash: str


def columns() -> list[Column]:
    """Return the columns of the table."""
    return [
        Column(_("Link"), Format.COUNT, 8),
        Column(_("Beijing time"), Format.MOMENT, 17),
        Column(_("Project"), width=MIDDLE),
        Column(_("Concerning"), width=18),
        Column(_("Gate"), width=20),
        Column(_("Round"), Format.COUNT, 7),
        Column(_("Kind of entry"), width=MIDDLE),
        Column(_("By whom"), width=MIDDLE),
        Column(_("In the role"), width=MIDDLE),
        Column(_("How the person was identified"), width=MIDDLE),
        Column(_("What was decided"), width=MIDDLE),
        Column(_("Opinion, reason or change"), width=WIDE),
        Column(_("Hash of what was shown"), width=HASH),
        Column(_("Hash of the row"), width=HASH),
        Column(_("Text of the link"), width=WIDE),
        Column(_("Hash of the link"), width=HASH),
    ]


def values(line: LedgerLine) -> Sequence[Value]:
    """Return a line in the order of the columns; nothing of it is a formula."""
    return [
        line.number,
        line.at or "",
        *(defused(text) for text in (line.project, line.subject, line.gate)),
        line.round if line.round is not None else "",
        *(defused(text) for text in (line.what, line.who, line.role, line.identity, line.verdict, line.comment)),
        *(defused(text) for text in (line.shown_hash, line.row_hash, line.link, line.hash)),
    ]


def write_book(decided: Iterable[LedgerLine], lines: Iterable[LedgerLine], guide: Sequence[str], path: Path) -> None:
    """Write the ledger as a workbook, in the same memory however long it is; a file that is there is replaced at once.

    First what people ``decided``, to be read and printed; then every link with its hashes; then how they are checked.
    """
    with whole_book(path, frugal=True) as book:
        read = columns()[:WORDS]
        for_print(book.sheet(_("Decisions"), read, (values(line)[:WORDS] for line in decided), frozen_columns=1))
        for_print(book.sheet(_("Ledger"), columns(), (values(line) for line in lines), frozen_columns=1))
        write_guide(book, guide)


def for_print(sheet: Any) -> None:  # noqa: ANN401 - untyped
    """Let a sheet be printed across, the words of it on the width of a page, the header on each."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, LAST_ROW, WORDS - 1)


def write_guide(book: Book, guide: Sequence[str]) -> None:
    """Write the sheet that says how the hashes are checked."""
    book.sheet(_("How to check it"), [Column(_("How to check it"), width=120)], ([line] for line in guide))


def write_csv(lines: Iterable[LedgerLine], path: Path) -> None:
    """Write the ledger as text with commas, for what a sheet does not hold; a file that is there is replaced at once."""
    with whole_text(path, encoding=WITH_A_MARK) as file:
        table = csv.writer(file)
        table.writerow([column.name for column in columns()])
        table.writerows([told(value) for value in values(line)] for line in lines)


def told(value: Value) -> Value:
    """Return a value as text with commas shows it."""
    return beijing_minute(value) if isinstance(value, datetime) else value


@contextmanager
def whole_text(path: Path, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Lend a text that takes a file's place at once when all of it is written; an error leaves what was there."""
    with whole(path) as draft, draft.open("w", encoding=encoding, errors="surrogatepass", newline="") as file:
        yield file
