"""Writes a file into the records: its batch, its works and days, and the rows that a person has to tell apart (I9)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from agency.domain.figures import WorkFigures
from agency.domain.matching import Match
from agency.domain.terms.figures import Source
from agency.domain.terms.performance import MatchOutcome
from agency.records import figures, found_works, imports
from agency.records.figures import Observation
from agency.records.tables import ImportBatch, ImportQuestion
from tasks.imports.plan import Fate, ImportPlan, known
from tasks.imports.summary import doubtfuls, refusals, row_sentence


def write_import(session: Session, plan: ImportPlan, kept_as: str, by: str | None) -> ImportPlan:
    """Write all that a file tells, in the unit of work of the caller; ``by`` is the id of who confirmed it.

    When another import of the same file was faster, nothing is written and the plan says so.
    """
    batch = batch_row(plan, kept_as, by)
    if not imports.claim(session, batch):
        return known(session, plan.export) or plan
    seen = observation(batch)
    found_works.keep_works(session, plan.account.id, works_of(plan), seen)
    figures.keep_account_days(session, plan.account.id, plan.export.days, seen)
    session.add_all(questions(plan, batch))
    session.flush()
    return replace(plan, batch_id=batch.id)


def works_of(plan: ImportPlan) -> list[tuple[WorkFigures, Match]]:
    """Return the works of a file as they are written, in its order."""
    return [(exact(row.work, row.match, row.reading.rounded), row.match) for row in plan.rows if row.match]


def exact(work: WorkFigures, match: Match, rounded: frozenset[str]) -> WorkFigures:
    """Return a work's figures without its shortened counts (1.2万) where they would stand beside exact ones."""
    if match.outcome is MatchOutcome.NEW or not rounded:
        return work
    silent: Mapping[str, Any] = dict.fromkeys(rounded)
    return replace(work, **silent)


def observation(batch: ImportBatch) -> Observation:
    """Return through what the figures of a file were seen, and when."""
    return Observation(
        observed_at=batch.observed_at or batch.created_at, source=Source.EXPORT, import_batch_id=batch.id
    )


def batch_row(plan: ImportPlan, kept_as: str, by: str | None) -> ImportBatch:
    """Return the row by which the file is known again."""
    export, unmatched = plan.export, plan.counts[Fate.UNMATCHED]
    return ImportBatch(
        sha256=export.sha256,
        file_name=export.name,
        kept_as=kept_as,
        account_id=plan.account.id,
        platform=export.layout.platform,
        layout=export.layout.name,
        sheet=export.sheet,
        mapping={"header_row": export.header_row, "unknown_columns": list(export.unknown_columns)},
        observed_at=export.received_at,
        rows_ok=len(plan.rows) - unmatched,
        rows_failed=plan.refused,
        rows_unmatched=unmatched,
        findings=[*refusals(plan), *map(row_sentence, plan.of(Fate.UNMATCHED)), *doubtfuls(plan)],
        imported_by_id=by,
    )


def questions(plan: ImportPlan, batch: ImportBatch) -> Iterator[ImportQuestion]:
    """Yield what a person has to be asked about a file."""
    for row in plan.of(Fate.UNMATCHED):
        if row.match:
            yield imports.question_of(
                batch.id,
                row.reading.row,
                row.work,
                rounded=sorted(row.reading.rounded),
                candidates=list(row.match.candidates),
                reason=row.match.reason,
            )
