"""Brings a file that a lead downloaded from a creator centre into the records (I9): once, and nothing in it is guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from agency.domain.consistency import doubts
from agency.domain.figures import WorkFigures
from agency.domain.matching import Match
from agency.domain.terms import label
from agency.domain.terms.figures import Source
from agency.domain.terms.performance import MatchOutcome
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports import Export, Reading, read_export
from agency.records import figures, found_works
from agency.records.figures import Observation
from agency.records.named import by_code
from agency.records.tables import Account, ImportBatch, Publication
from agency.records.tables.base import now
from tasks.opening import records


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What came of one file; the sentences are for the person who brought it.

    ``before`` is the account it was imported for when the file had been brought in already: nothing was changed then.
    """

    file: str
    account: str
    layout: str
    observed_at: datetime
    before: str = ""
    new_works: int = 0
    snapshots: int = 0
    days: int = 0
    unmatched: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One work's row with what it was found to be."""

    reading: Reading
    figures: WorkFigures
    match: Match


def bring_in(path: Path, account_code: str) -> Imported:
    """Import one file for an account, in one unit of work.

    ``BadInput`` when it can't be read or is another platform's, ``NotOnRecord`` when there is no such account. Bad rows
    and rows that could be several works are told and left out; the good ones go in.
    """
    export = dated(read_export(path, received_at=written_at(path)))
    with records() as session:
        account = by_code(session, Account, account_code)
        if (batch := figures.batch_of(session, export.sha256)) is not None:
            return known(session, export, account, batch)
        if export.layout.platform is not account.platform:
            sentence = _("{file} is an export of {theirs}, and {account} is on {ours}.")
            platforms = {"theirs": label(export.layout.platform), "ours": label(account.platform)}
            raise BadInput(sentence.format(file=export.name, account=account.code, **platforms))
        return write(session, account, export)


def written_at(path: Path) -> datetime:
    """Return when a file was last written, but no later than now; ``BadInput`` when it is not there."""
    try:
        changed = path.stat().st_mtime
    except OSError as error:
        sentence = _("{file}: the file cannot be opened: {reason}").format(file=path.name, reason=error.strerror)
        raise BadInput(sentence) from error
    return min(datetime.fromtimestamp(int(changed), UTC), now())


def dated(export: Export) -> Export:
    """Return an export at the moment its figures stood: the file's own, or its newest work's where that is later.

    No Chinese export says when it was made; a file that was copied about may seem older than a work in it.
    """
    newest = max((work.published_at for work in export.works), default=export.received_at)
    return replace(export, received_at=max(export.received_at, min(newest, now())))


def known(session: Session, export: Export, account: Account, batch: ImportBatch) -> Imported:
    """Return that a file has been brought in before."""
    before = session.get(Account, batch.account_id) if batch.account_id else None
    return Imported(
        file=export.name,
        account=account.code,
        layout=export.layout.name,
        observed_at=export.received_at,
        before=before.code if before else "-",
    )


def write(session: Session, account: Account, export: Export) -> Imported:
    """Write the batch with all that its file tells."""
    rows = matched(session, account, export)
    unmatched = [row for row in rows if row.match.outcome is MatchOutcome.AMBIGUOUS]
    told = Imported(
        file=export.name,
        account=account.code,
        layout=export.layout.name,
        observed_at=export.received_at,
        unmatched=tuple(unmatched_sentence(row) for row in unmatched),
        refused=tuple(refusals(export)),
        doubtful=tuple(doubtful(rows, export.received_at)),
    )
    batch = batch_row(account, export, told)
    session.add(batch)
    session.flush()
    seen = Observation(observed_at=export.received_at, source=Source.EXPORT, import_batch_id=batch.id)
    decided = [row for row in rows if row.match.outcome is not MatchOutcome.AMBIGUOUS]
    return replace(
        told,
        new_works=sum(row.match.outcome is MatchOutcome.NEW for row in decided),
        snapshots=sum(keep(session, account, row, seen) for row in decided),
        days=figures.keep_account_days(session, account.id, export.days, seen),
    )


def matched(session: Session, account: Account, export: Export) -> list[Row]:
    """Return the rows of works, each with what it was found to be."""
    pairs = [(reading, work) for reading in export.readings if isinstance(work := reading.figures, WorkFigures)]
    matches = found_works.match_works(session, account.id, [work for _reading, work in pairs])
    return [
        Row(reading=reading, figures=work, match=match) for (reading, work), match in zip(pairs, matches, strict=True)
    ]


def keep(session: Session, account: Account, row: Row, seen: Observation) -> bool:
    """Write one work and what was seen of it; a shortened count (1.2万) must not stand beside exact ones."""
    if row.match.work_id is None:
        return figures.keep_snapshot(
            session, found_works.write_found(session, account.id, row.figures), row.figures, seen
        )
    work = session.get_one(Publication, row.match.work_id)
    found_works.complete(work, row.figures)
    shortened: dict[str, Any] = dict.fromkeys(row.reading.rounded)
    return figures.keep_snapshot(session, work, replace(row.figures, **shortened), seen)


def batch_row(account: Account, export: Export, told: Imported) -> ImportBatch:
    """Return the row by which the file is known again."""
    failed = len({problem.row for problem in export.problems})
    return ImportBatch(
        sha256=export.sha256,
        file_name=export.name,
        account_id=account.id,
        platform=export.layout.platform,
        layout=export.layout.name,
        sheet=export.sheet,
        mapping={"header_row": export.header_row, "unknown_columns": list(export.unknown_columns)},
        rows_ok=len(export.readings) - len(told.unmatched),
        rows_failed=failed,
        rows_unmatched=len(told.unmatched),
        findings=[*told.refused, *told.unmatched, *told.doubtful],
    )


def refusals(export: Export) -> Iterator[str]:
    """Yield one sentence for each cell that could not be read."""
    for problem in export.problems:
        place = _("row {row}, {column}") if problem.column else _("row {row}")
        yield f"{place.format(row=problem.row, column=problem.column)}: {problem.sentence}"


def unmatched_sentence(row: Row) -> str:
    """Return why a row was left out."""
    sentence = _("row {row}, “{title}”: {reason}")
    return sentence.format(row=row.reading.row, title=row.figures.title[:20], reason=row.match.reason)


def doubtful(rows: Sequence[Row], observed_at: datetime) -> Iterator[str]:
    """Yield what can hardly be true; the figures are kept all the same."""
    for row in rows:
        for doubt in doubts(row.figures, observed_at=observed_at):
            yield _("row {row}, “{title}”: {reason}").format(
                row=row.reading.row, title=row.figures.title[:20], reason=doubt.message
            )
