"""Writes the ledger for an auditor: a table, the rows as they were hashed, and how to check both with standard tools."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TextIO

from sqlalchemy.orm import Session

from agency.domain.chain import Link, row_text
from agency.domain.terms.ledger import LedgerTable
from agency.errors import BadInput
from agency.locale import _
from agency.records import chain, chain_walk
from agency.records.chain_rows import Row, Values, values_of
from agency.reports.ledger import LedgerLine, whole_text, write_book, write_csv
from tasks.ledger.lines import lines

LONGEST_SHEET = 1_000_000  # rows; a sheet ends soon after
SEALED = frozenset({LedgerTable.ENROLMENTS.value})

Found = Mapping[Row, Values]


def export(session: Session, path: Path) -> list[Path]:
    """Write the ledger to ``path`` (.xlsx or .csv), its rows and the guide beside it; return the three files.

    ``BadInput`` for another ending, a folder that is not there, or a ledger that is too long for a sheet. The same
    memory, however long it is.
    """
    count = chain.head(session).number
    refuse_unwritable(path, count)
    rows_file, guide_file = (path.with_name(f"{path.name}.{end}") for end in ("rows.jsonl", "README.txt"))
    guide = guide_lines(path.name, rows_file.name)
    with whole_text(rows_file) as texts:
        told = every_line(session, texts)
        if path.suffix.lower() == ".csv":
            write_csv(told, path)
        else:
            write_book(decided_lines(session), told, guide, path)
    guide_file.write_text("\n".join(guide) + "\n", encoding="utf-8")
    return [path, rows_file, guide_file]


def refuse_unwritable(path: Path, count: int) -> None:
    """Refuse what can't be written, in one sentence."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise BadInput(
            _("The ledger is written to a file that ends with .xlsx or .csv, and not to {file}.").format(file=path.name)
        )
    if not path.parent.is_dir():
        raise BadInput(_("There is no folder {folder}.").format(folder=path.parent))
    if path.suffix.lower() == ".xlsx" and count > LONGEST_SHEET:
        raise BadInput(_("The ledger has {count} entries, more than a sheet holds: take a .csv.").format(count=count))


def every_line(session: Session, texts: TextIO) -> Iterator[LedgerLine]:
    """Yield the whole ledger, and write each row beside it as the text that was hashed: line n is of link n."""
    for links in chain_walk.stretches(session.connection()):
        found = values_of(session.connection(), [(link.table, link.row_id) for link in links], chain_walk.TABLES)
        texts.writelines(f"{text_of(link, found)}\n" for link in links)
        yield from lines(session, links, found)


def decided_lines(session: Session) -> Iterator[LedgerLine]:
    """Yield of the ledger what people decided, without the changes of rows that stand between."""
    for links in chain_walk.stretches(session.connection()):
        decided = [link for link in links if link.table != LedgerTable.AUDIT]
        found = values_of(session.connection(), [(link.table, link.row_id) for link in decided], chain_walk.TABLES)
        yield from lines(session, decided, found)


def text_of(link: Link, found: Found) -> str:
    """Return a row as it was hashed; nothing for one that is gone, and for what holds a sealed secret."""
    row = found.get((link.table, link.row_id))
    return "" if row is None or link.table in SEALED else row_text(row)


def guide_lines(table: str, rows: str) -> Sequence[str]:
    """Return how an auditor checks the hashes without this software; sha256sum, sed and printf are enough."""
    return [
        _("This is the ledger of the gates: {table} in words, {rows} as it was hashed, line 1 for link 1.").format(
            table=table, rows=rows
        ),
        "",
        _("1. A row. The hash of line 7 is the hash of the row of link 7:"),
        f"   sed -n 7p {rows} | tr -d '\\n' | sha256sum",
        _("   An empty line holds a sealed secret, or its row is gone; its hash stands in the table."),
        _("2. A link. The hash of the text of a link is the hash of the link:"),
        "   printf '%s' '7|decisions|…' | sha256sum",
        _(
            "   The text is: number, table, row, hash of the row, hash of the link before, moment of writing, with | between."
        ),
        _(
            "3. The chain. The hash of the link before, in the text of link 8, is the hash of link 7; in link 1 it is 64 zeros."
        ),
        _(
            "4. The end. The hash of the last link is the one noted elsewhere: in the weekly message, in ledger-heads.txt."
        ),
        _("   Whoever changes a row has to change every link after it, and with them this last hash."),
    ]
