"""What becomes of a file: of each row whether it is new, changed, unchanged or undecided, before anything is written (I9)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.matching import Match
from agency.domain.terms.figures import Source
from agency.domain.terms.performance import MatchOutcome
from agency.locale import _
from agency.platforms.exports import Export, Reading
from agency.records import found_works, imports
from agency.records.figures import OBSERVED, OF_A_DAY, last_revisions, values_of
from agency.records.imports import LastSeen
from agency.records.tables import Account
from tasks.imports.account import Claims, claims_on


class Fate(StrEnum):
    """What becomes of a row that could be read."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    UNMATCHED = "unmatched"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row with its fate. ``before`` is what was told before of its work or day; ``match`` is None for a day."""

    reading: Reading
    fate: Fate
    match: Match | None = None
    before: LastSeen | None = None
    told: Mapping[str, object] = field(default_factory=dict)

    @property
    def work(self) -> WorkFigures:
        """The work of the row; ``TypeError`` for the row of a day."""
        if not isinstance(self.reading.figures, WorkFigures):
            raise TypeError(f"row {self.reading.row} is no work")
        return self.reading.figures

    @property
    def differences(self) -> Iterator[tuple[str, object, object]]:
        """The fields that have changed, each with its value before and now."""
        before = self.before.figures if self.before else {}
        return ((name, before.get(name), now) for name, now in self.told.items() if before.get(name) != now)


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What becomes, or became, of one file.

    ``before`` is the account it was imported for when the file is on record already: nothing is written then.
    ``batch_id`` is set once the file is on record.
    """

    export: Export
    account: Account
    rows: tuple[Row, ...] = ()
    before: str = ""
    batch_id: str = ""

    @cached_property
    def counts(self) -> Mapping[Fate, int]:
        """How many rows have each fate."""
        return Counter(row.fate for row in self.rows)

    @property
    def refused(self) -> int:
        """How many rows could not be read."""
        return len({problem.row for problem in self.export.problems})

    def of(self, fate: Fate) -> list[Row]:
        """Return the rows of one fate, in the file's order."""
        return [row for row in self.rows if row.fate is fate]


def known(session: Session, export: Export) -> ImportPlan | None:
    """Return that a file was brought in before, None when it was not."""
    batch = imports.batch_of(session, export.sha256)
    if batch is None:
        return None
    account = session.get_one(Account, batch.account_id)
    return ImportPlan(export=export, account=account, before=account.code, batch_id=batch.id)


def plan_import(session: Session, export: Export, account: Account) -> ImportPlan:
    """Return what is to become of a file of an account; nothing is written."""
    rows = day_rows if export.layout.shape is AccountDay else work_rows
    return ImportPlan(export=export, account=account, rows=tuple(rows(session, export, account)))


def work_rows(session: Session, export: Export, account: Account) -> Iterator[Row]:
    """Yield the rows of works; one that is new here and on record of another account is put before a person."""
    readings = [(reading, reading.figures) for reading in export.readings if isinstance(reading.figures, WorkFigures)]
    if not readings:
        return
    matches = found_works.match_works(session, account.id, [work for _reading, work in readings])
    elsewhere = claims_on(session, export, but=account.id)
    seen = imports.last_seen(session, account.id, Source.EXPORT, export.received_at)
    for (reading, work), match in zip(readings, matches, strict=True):
        decided = contested(work, match, elsewhere)
        before = seen.get(decided.work_id) if decided.work_id else None
        told = told_of(work, OBSERVED, reading.rounded) if before else {}
        fate = work_fate(decided, told, before, export.received_at)
        yield Row(reading=reading, fate=fate, match=decided, before=before, told=told)


def contested(work: WorkFigures, match: Match, elsewhere: Claims) -> Match:
    """Return a row's match, undecided when the row is new here and another account has its work."""
    if match.outcome is not MatchOutcome.NEW or not (claims := elsewhere.of(work)):
        return match
    candidates = tuple(known_work.work_id for _account, known_work in claims)
    reason = _("another account of this platform has this work on record")
    return replace(match, outcome=MatchOutcome.AMBIGUOUS, reason=reason, candidates=candidates)


def work_fate(match: Match, told: Mapping[str, object], before: LastSeen | None, observed_at: datetime) -> Fate:
    """Return what becomes of a work's row; a moment that this source has told of already is not told again."""
    if match.outcome is MatchOutcome.AMBIGUOUS:
        return Fate.UNMATCHED
    if match.outcome is MatchOutcome.NEW:
        return Fate.NEW
    if before is None:
        return Fate.CHANGED
    same = all(before.figures.get(name) == value for name, value in told.items())
    return Fate.UNCHANGED if same or before.observed_at == observed_at else Fate.CHANGED


def told_of(figures: object, names: tuple[str, ...], rounded: frozenset[str]) -> dict[str, object]:
    """Return what a row tells exactly: neither what it is silent of nor what it has shortened."""
    told = ((name, getattr(figures, name)) for name in names if name not in rounded)
    return {name: value for name, value in told if value is not None}


def day_rows(session: Session, export: Export, account: Account) -> Iterator[Row]:
    """Yield the rows of the account's days."""
    days = [(reading, reading.figures) for reading in export.readings if isinstance(reading.figures, AccountDay)]
    known_days = last_revisions(session, account.id, Source.EXPORT, [day for _reading, day in days])
    for reading, day in days:
        told, row = told_of(day, OF_A_DAY, frozenset()), known_days.get(day.day)
        before = LastSeen(observed_at=row.created_at, figures=values_of(row)) if row else None
        yield Row(reading=reading, fate=day_fate(told, before), before=before, told=told)


def day_fate(told: Mapping[str, object], before: LastSeen | None) -> Fate:
    """Return what becomes of a day's row."""
    if before is None:
        return Fate.NEW
    return Fate.UNCHANGED if all(before.figures[name] == value for name, value in told.items()) else Fate.CHANGED
