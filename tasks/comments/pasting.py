"""Comments that people paste or bring as a file: shown as they were read, then written, each once (C3)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day, beijing_minute
from agency.domain.heard import Heard, fingerprint, kept_words
from agency.domain.pasted_comments import Pasted, PastedReader
from agency.domain.quoting import quoted
from agency.domain.sentiment import opinion
from agency.domain.terms import label
from agency.domain.terms.engagement import Sentiment
from agency.domain.terms.figures import Platform, Source
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports.grid import Grid
from agency.platforms.exports.limits import Limits
from agency.platforms.exports.source import read_bytes, read_grids
from agency.records import comments
from agency.records.tables import Account, Publication
from config.lexicon.pasted import PastedWords, pasted_words
from tasks.comments.authors import author_hash
from tasks.comments.case_shown import linked
from tasks.comments.judging import fresh, lexicon
from tasks.gate.exhibits import table
from tasks.imports.reading import table_file

MOST_PASTED = 1_000_000
MOST_ROWS = 20_000
HEADER_ROWS = 5
SHOWN_ROWS = 50
SHOWN_FAULTS = 50


@dataclass(frozen=True, kw_only=True)
class ReadComments:
    """What was read of a paste or a file, and a sentence for each line that was not."""

    rows: tuple[Pasted, ...]
    faults: tuple[str, ...]


def read_pasted(pasted: str, at: datetime) -> ReadComments:
    """Read pasted lines; ``BadInput`` for a paste that is too long, before anything of it is looked at."""
    if len(pasted) > MOST_PASTED:
        sentence = _("The paste has more than {count} characters: bring it as a file, or in parts.")
        raise BadInput(sentence.format(count=MOST_PASTED))
    reader = PastedReader(pasted_words(), at)
    rows: list[Pasted] = []
    faults: list[str] = []
    for number, line in enumerate(pasted.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows.append(reader.line(line))
        except BadInput as fault:
            faults.append(_("Line {number}: {fault}.").format(number=number, fault=fault))
    return ReadComments(rows=tuple(rows), faults=tuple(faults))


def read_file(path: Path, at: datetime) -> ReadComments:
    """Read the first table of a workbook or CSV file that has a column for the words; ``BadInput`` begins with its name."""
    try:
        for grid in read_grids(read_bytes(path, Limits()), Limits()):
            if (columns := header_of(grid, pasted_words())) is not None:
                return read_table(grid, columns, at)
        raise BadInput(_("no column is called like the words of a comment"))
    except BadInput as error:
        raise BadInput(_("{file}: {sentence}").format(file=path.name, sentence=error)) from error


@dataclass(frozen=True)
class Header:
    """In which row the header stands, from 0, and in which column each thing."""

    row: int
    columns: dict[str, int]


def header_of(grid: Grid, words: PastedWords) -> Header | None:
    """Return the header of a table of comments, looked for in its first rows."""
    for number, row in enumerate(grid.rows[:HEADER_ROWS]):
        names = [str(cell).strip().casefold() for cell in row]
        found = {
            column: next((names.index(name) for name in called if name in names), -1)
            for column, called in words.columns
        }
        if found["words"] >= 0:
            return Header(number, found)
    return None


def read_table(grid: Grid, header: Header, at: datetime) -> ReadComments:
    """Read the rows below a header, numbered as the file numbers them."""
    reader = PastedReader(pasted_words(), at)
    rows: list[Pasted] = []
    faults: list[str] = []
    for number, row in enumerate(grid.rows[header.row + 1 :], start=header.row + 2):
        told = [text_at(row, header.columns[name]) for name in ("author", "words", "moment", "likes")]
        if not any(told):
            continue
        try:
            if len(rows) == MOST_ROWS:
                raise BadInput(_("more than {count} comments: bring the rest in another file").format(count=MOST_ROWS))
            rows.append(reader.named(*told))
        except BadInput as fault:
            faults.append(_("Row {number}: {fault}.").format(number=number, fault=fault))
            if len(rows) == MOST_ROWS:
                break
    return ReadComments(rows=tuple(rows), faults=tuple(faults))


def text_at(row: Sequence[object], place: int) -> str:
    """Return a cell as text; a date as people write one."""
    raw = row[place] if 0 <= place < len(row) else ""
    if isinstance(raw, datetime):
        return f"{raw:%Y-%m-%d %H:%M:%S}"
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw).strip()


def heard_from(platform: Platform, rows: Iterable[Pasted], at: datetime) -> Iterator[Heard]:
    """Yield what was read as it is kept; who said it becomes a mark, and what has no moment is taken for said now."""
    for row in rows:
        author, words = author_hash(platform, row.author), kept_words(row.words)
        day = beijing_day(row.posted_at) if row.posted_at else None
        yield Heard(
            words=words,
            author_hash=author,
            posted_at=row.posted_at or at,
            source=Source.MANUAL,
            fingerprint=fingerprint(author, words, day),
            likes=row.likes,
        )


def heard_of_work(session: Session, work: Publication, rows: Iterable[Pasted], at: datetime) -> list[Heard]:
    """Return what was read of a work's comments as it is kept."""
    return list(heard_from(session.get_one(Account, work.account_id).platform, rows, at))


def preview(session: Session, work: Publication, read: ReadComments, at: datetime) -> tuple[str, int]:
    """Return a page that says what would be written, the negative first, and how many comments that is."""
    heard = heard_of_work(session, work, read.rows, at)
    new = list(fresh(session, work, heard))
    words = lexicon(session)
    judged = [(one, opinion(one.words, words).sentiment) for one in new]
    judged.sort(key=lambda each: each[1] is not Sentiment.NEGATIVE)
    lines = [line_of(one, tone) for one, tone in judged[:SHOWN_ROWS]]
    sentence = _("{work}: {new} new comments, {known} on record before, {bad} lines that could not be read.")
    known, bad = len(heard) - len(new), len(read.faults)
    parts = [sentence.format(work=linked(work), new=len(new), known=known, bad=bad)]
    if lines:
        parts.append(table(lines, [_("Judged as"), _("Comment"), _("Likes"), _("When")]))
    if read.faults:
        parts.append("\n".join(f"- {quoted(fault)}" for fault in read.faults[:SHOWN_FAULTS]))
    return "\n\n".join(parts), len(new)


def line_of(one: Heard, tone: Sentiment) -> list[object]:
    """Return a comment as a line of the preview."""
    return [label(tone), quoted(one.words), one.likes, beijing_minute(one.posted_at)]


def work_and_rows(
    session: Session, named: str, pasted: str, file: str, at: datetime
) -> tuple[Publication, ReadComments]:
    """Return the work that is named and what was read for it; ``NotOnRecord`` and ``BadInput`` say what is wrong."""
    work = comments.work_named(session, named)
    read = read_file(table_file(Path(file.strip())), at) if file.strip() else read_pasted(pasted, at)
    if not read.rows and not read.faults:
        raise BadInput(_("There is nothing to enter: paste lines, or name a file."))
    return work, read
